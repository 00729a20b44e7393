"""The form in which a page is edited: a right address, an honest language, nothing official half done."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from cms.translating.completeness import faults_of, intro
from cms.translating.language import has_new_words, language_of
from portal.languages.slugs import slug


class KhmaPageForm(WagtailAdminPageForm):
    """Every page type's form; one that needs more inherits from it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "written_in" in self.fields and getattr(self.instance, "translated", None):
            self.fields["written_in"].disabled = True

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if "slug" in typed and not typed["slug"].strip("-"):
            typed["slug"] = self.instance.slug = self._free_slug(typed.get("title", ""))
        return super().clean()

    def _post_clean(self) -> None:
        """After Django has put what was typed on the page."""
        super()._post_clean()
        if not self.errors:
            self.instance.written_in = self.cleaned_data["written_in"] = language_of(self.instance)
        if "action-publish" in self.data and hasattr(self.instance, "must_be_complete"):
            for number, fault in enumerate(faults_of(self.instance, is_changed=has_new_words(self.instance))):
                self.add_error(None, fault if number else f"{intro()} {fault}")

    def _free_slug(self, title: str) -> str:
        """The title in Latin letters, with a number where a neighbour has the same."""
        return free_slug(title, self.parent_page, self.instance)


def free_slug(title: str, parent: Page, page: Page | None = None) -> str:
    """The title as an address that no neighbour below the same parent has."""
    wanted = slug(title) or "page"
    neighbours = parent.get_children().exclude(pk=page.pk if page else None)
    taken = set(neighbours.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(
        name
        for number in range(1, len(taken) + 2)
        if (name := f"{wanted}-{number}" if number > 1 else wanted) not in taken
    )
