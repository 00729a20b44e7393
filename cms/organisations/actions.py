"""Opening an organisation or a municipality's editing, verifying, and the check by a second person."""

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from budgeting.errors import NotAllowed, NotPossible
from cms.organisations.groups import OF_A_MUNICIPALITY, give_groups
from cms.organisations.models import Publisher, SecondPersonTask
from cms.organisations.permissions import may_run_the_portal, may_set_page_check
from cms.organisations.queries import root_path
from portal.accounts.models import Organisation, Role, RoleKind, User
from portal.accounts.roles import grant_role
from portal.clock import now
from portal.languages.slugs import slug
from portal.log.models import record
from portal.places.models import Municipality


@transaction.atomic
def open_organisation(name: str, *, by: User | None, owner: User, written_in: str, lead: str = "") -> Page:
    """The organisation with its page in every tree, its collection and groups, and its first owner; returns the page.

    The page is written in the tree of `written_in`, with aliases in the others. An organisation of this name is
    opened only once: a second call gives it what is missing and returns the same page. `by` is None for a command.
    NotPossible with an empty name or an unknown language.
    """
    if by is not None and not may_run_the_portal(by):
        raise NotAllowed
    name = " ".join(name.split())
    if not name or len(name) > Organisation._meta.get_field("name").max_length:
        raise NotPossible(_("Write the organisation's name, 200 letters at most."), faults={"name": _("Write a name.")})
    if written_in not in dict(settings.LANGUAGES):
        raise NotPossible(_("Choose one of the portal's languages."))
    home = apps.get_model("cms", "HomePage").objects.select_for_update().get(locale__language_code=written_in)
    organisation, is_new = Organisation.objects.get_or_create(name=name)
    page = _organisation_page(organisation) or _plant_organisation(organisation, home, lead=lead)
    give_groups(organisation)
    grant_role(owner, RoleKind.CSO_OWNER, organisation)
    if is_new or by is None:
        record("open_organisation", organisation, by=by, organisation=organisation.pk, owner=owner.pk)
    return page


def _organisation_page(organisation: Organisation) -> Page | None:
    pages = apps.get_model("cms", "OrganisationPage").objects
    return pages.filter(organisation=organisation, alias_of__isnull=True).order_by("pk").first()


def _plant_organisation(organisation: Organisation, home: Page, *, lead: str) -> Page:
    from cms.planting import ensure_aliases  # it plants municipalities and calls this module for their editors

    model = apps.get_model("cms", "OrganisationPage")
    page = home.add_child(
        instance=model(
            title=organisation.name,
            slug=_free_slug(organisation.name),
            organisation=organisation,
            lead=lead,
            written_in=home.locale.language_code,
            locale=home.locale,
        )
    )
    page.save_revision().publish()
    ensure_aliases(page)
    return page


def _free_slug(name: str) -> str:
    """A slug that no page at this height has in any tree, so that the address is the same in every language."""
    wanted = slug(name) or "organisation"
    taken = set(Page.objects.filter(depth=3, slug__startswith=wanted).values_list("slug", flat=True))
    names = [wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))]
    return next(one for one in names if one not in taken)


def give_municipality_its_editors(municipality: Municipality) -> Publisher:
    """The municipality's collection and groups, and its check by a second person where it wants one. Changes no role."""
    publisher = give_groups(municipality)
    _assign_check(municipality)
    return publisher


@transaction.atomic
def set_page_check(municipality: Municipality, *, by: User, wanted: bool) -> None:
    """Whether what an editor of this municipality writes waits for a second person. Already so: nothing happens.

    Switched off, what waited is a draft again and can be published by its editor. NotPossible with fewer than two
    people to check each other.
    """
    if not may_set_page_check(by, municipality):
        raise NotAllowed
    locked = Municipality.objects.select_for_update().get(pk=municipality.pk)
    if locked.checks_pages == wanted:
        return
    if wanted and checkers_of(locked).count() < 2:
        raise NotPossible(_("This needs two people who edit pages. First give one more person the role."))
    locked.checks_pages = municipality.checks_pages = wanted
    locked.save(update_fields=["checks_pages"])
    give_municipality_its_editors(locked)
    if not wanted:
        _take_back_what_waits(locked, by)
    record("set_page_check", locked, by=by, municipality=locked, wanted=wanted)


def checkers_of(municipality: Municipality) -> QuerySet[User]:
    """The people who edit the municipality's pages, and so may check each other's."""
    roles = Role.objects.filter(municipality=municipality, kind__in=OF_A_MUNICIPALITY)
    return User.objects.filter(pk__in=roles.values("user"), is_active=True)


def _assign_check(municipality: Municipality) -> None:
    pages = apps.get_model("cms", "MunicipalityPage").objects.filter(municipality=municipality)
    ours = WorkflowPage.objects.filter(page__in=pages.values("page_ptr"))
    if not municipality.checks_pages:
        ours.delete()
        return
    workflow = second_person_workflow()
    for page in pages:
        WorkflowPage.objects.update_or_create(page=page.page_ptr, defaults={"workflow": workflow})


def second_person_workflow() -> Workflow:
    """The one workflow of all municipalities; whose pages it is about, its task reads off the page."""
    task = SecondPersonTask.objects.first()
    if task is None:
        with override(settings.LANGUAGE_CODE):
            task = SecondPersonTask.objects.create(name=_("Check by a second person"))
    step = WorkflowTask.objects.filter(task=task).select_related("workflow").first()
    if step is None:
        workflow = Workflow.objects.create(name=task.name)
        step = WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return step.workflow


def _take_back_what_waits(municipality: Municipality, by: User) -> None:
    pages = apps.get_model("cms", "MunicipalityPage").objects.filter(municipality=municipality)
    roots = {page.path for page in pages}
    running = WorkflowState.objects.active().filter(workflow=second_person_workflow())
    for state in running:
        if root_path(state.content_object) in roots:
            state.cancel(user=by)


@transaction.atomic
def verify_organisation(organisation: Organisation, *, by: User, is_verified: bool = True) -> None:
    """Says that the portal's administrator has seen the organisation's registration, or no longer says so."""
    if not may_run_the_portal(by):
        raise NotAllowed
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if bool(locked.verified_at) == is_verified:
        return
    locked.verified_at, locked.verified_by = (now(), by) if is_verified else (None, None)
    locked.save(update_fields=["verified_at", "verified_by"])
    organisation.verified_at, organisation.verified_by = locked.verified_at, locked.verified_by
    record("verify_organisation", locked, by=by, organisation=locked.pk, is_verified=is_verified)
