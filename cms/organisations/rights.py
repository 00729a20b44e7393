"""Wagtail's question "what may this person do with this page", with our rules added to its own."""

from functools import cached_property

from wagtail.models import Page, PagePermissionTester

from cms.organisations.queries import PUBLISHERS_DEPTH, municipality_of, organisation_of, take_down_of


class PageRights(PagePermissionTester):
    """Narrows what Wagtail's groups give; it never gives more.

    - Where a municipality wants a second person, nobody publishes alone: not even who holds a right to publish.
    - A municipality's or an organisation's own page stays where it is; only the portal's administrator removes it.
    - What was taken down stays down and is not deleted, whatever its authors' rights.
    """

    page: Page

    def can_publish(self) -> bool:
        return bool(super().can_publish()) and not self._waits_for_another and not self._is_taken_down

    def can_publish_subpage(self) -> bool:
        return bool(super().can_publish_subpage()) and not self._waits_for_another and not self._is_taken_down

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return bool(super().can_delete(ignore_bulk)) and not self._is_fixed and not self._is_taken_down

    def can_unpublish(self) -> bool:
        return bool(super().can_unpublish()) and not self._is_fixed

    @cached_property
    def _waits_for_another(self) -> bool:
        municipality = municipality_of(self.page)
        return municipality is not None and municipality.checks_pages

    @cached_property
    def _is_taken_down(self) -> bool:
        return not self.page.live and take_down_of(self.page) is not None

    @cached_property
    def _is_fixed(self) -> bool:
        return (
            not self.user.is_superuser
            and self.page.depth == PUBLISHERS_DEPTH
            and (municipality_of(self.page) or organisation_of(self.page)) is not None
        )
