"""Who may translate a page, and who may say that a translation is right."""

from wagtail.models import Page

from portal.accounts.roles import Person


def may_translate_page(user: Person, page: Page) -> bool:
    """Whoever may edit the page in its own tree, whichever tree the original stands in."""
    return page.permissions_for_user(user).can_edit()


def may_check_page(user: Person, page: Page) -> bool:
    """A second person who may edit it: nobody checks what they wrote themselves."""
    written_by = page.latest_revision.user_id if page.latest_revision else None
    return may_translate_page(user, page) and user.pk != written_by
