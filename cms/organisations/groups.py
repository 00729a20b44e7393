"""Roles as Wagtail understands them: a group for each role at each publisher, its rights, and its members.

The roles are the truth. Groups, rights and members are made from them and can be made again at any time.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cms.organisations.models import Publisher, PublisherGroup
from portal.accounts.models import Organisation, Role, RoleKind, User
from portal.places.models import Municipality

Place = Municipality | Organisation
OF_A_MUNICIPALITY = (RoleKind.EDITOR, RoleKind.ADMINISTRATOR)
OF_AN_ORGANISATION = (RoleKind.CSO_AUTHOR, RoleKind.CSO_OWNER)
EDITING = (*OF_A_MUNICIPALITY, *OF_AN_ORGANISATION)
# What each role may do with its own pages. `add` alone: write pages and change one's own drafts.
PAGE_RIGHTS = {
    RoleKind.CSO_AUTHOR: {"add_page"},
    RoleKind.CSO_OWNER: {"add_page", "change_page", "publish_page", "bulk_delete_page"},
    RoleKind.EDITOR: {"add_page", "change_page", "publish_page"},
    RoleKind.ADMINISTRATOR: {"add_page", "change_page", "publish_page"},
}
_MAKES = {"add_image", "choose_image", "add_document", "choose_document"}
_KEEPS = _MAKES | {"change_image", "delete_image", "change_document", "delete_document"}
FILE_RIGHTS = {kind: _MAKES if kind == RoleKind.CSO_AUTHOR else _KEEPS for kind in EDITING}
SHARED_RIGHTS = {"choose_image", "choose_document"}


def give_groups(place: Place) -> Publisher:
    """The publisher of this place, its collection, and a group for each role with exactly the rights of the table.

    The pages are the place's page in every tree, as they are now; call it again when one was added.
    """
    publisher = _publisher(place)
    kinds = OF_A_MUNICIPALITY if isinstance(place, Municipality) else OF_AN_ORGANISATION
    for kind in kinds:
        group = _group(publisher, kind)
        _give_rights(group, kind, publisher, _pages_of(place))
    for role in Role.objects.filter(**_at(place), kind__in=kinds).select_related("user"):
        follow_roles_of(role.user)
    return publisher


def follow_roles_of(user: User) -> None:
    """Puts the person into the groups of the roles they hold, and out of every other publisher's group."""
    wanted = Q(pk__in=[])
    for role in Role.objects.filter(user=user, kind__in=EDITING):
        at = {"publisher__municipality": role.municipality_id} if role.municipality_id else {}
        at |= {"publisher__organisation": role.organisation_id} if role.organisation_id else {}
        wanted |= Q(kind=role.kind, **at)
    groups = set(PublisherGroup.objects.filter(wanted).values_list("group_id", flat=True))
    held = set(user.groups.filter(publishing__isnull=False).values_list("pk", flat=True))
    user.groups.add(*(groups - held))
    user.groups.remove(*(held - groups))


def follow_role(sender: type[Role], instance: Role, **kwargs: Any) -> None:
    """After a role was given or taken, whoever did it and however: Django sends this for whole querysets too."""
    user = User.objects.filter(pk=instance.user_id).first()
    if user and instance.kind in EDITING:
        follow_roles_of(user)


def site_collection() -> Collection:
    """What everybody may choose. The publishers' own collections stand beside it, below one parent."""
    site = Publisher.objects.filter(municipality=None, organisation=None).select_related("collection").first()
    if site:
        return site.collection
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    with override(settings.LANGUAGE_CODE):
        parent = root.add_child(name=_("Pictures and documents of the pages"))
        shared = parent.add_child(name=_("For all pages"))
    return Publisher.objects.create(collection=shared).collection


def _publisher(place: Place) -> Publisher:
    publisher = Publisher.objects.filter(**_at(place)).select_related("collection").first()
    if publisher:
        return publisher
    parent = site_collection().get_parent(update=True)
    return Publisher.objects.create(**_at(place), collection=parent.add_child(name=_name(place)))


def _at(place: Place) -> dict[str, Place]:
    return {"municipality" if isinstance(place, Municipality) else "organisation": place}


def _name(place: Place) -> str:
    with override(settings.LANGUAGE_CODE):
        return str(place)


def _group(publisher: Publisher, kind: RoleKind) -> Group:
    existing = PublisherGroup.objects.filter(publisher=publisher, kind=kind).select_related("group").first()
    if existing:
        return existing.group
    place = publisher.municipality or publisher.organisation
    with override(settings.LANGUAGE_CODE):  # names of groups are unique, those of organisations need not be
        name = f"{_name(place)[:100]} · {kind.label} · {publisher.pk}"
    group = Group.objects.create(name=name[:150])
    PublisherGroup.objects.create(publisher=publisher, kind=kind, group=group)
    return group


def _pages_of(place: Place) -> list[Page]:
    model = "MunicipalityPage" if isinstance(place, Municipality) else "OrganisationPage"
    return list(apps.get_model("cms", model).objects.filter(**_at(place)))


def _give_rights(group: Group, kind: RoleKind, publisher: Publisher, pages: list[Page]) -> None:
    group.permissions.set(Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin"))
    names = _page_rights(kind, publisher.municipality)
    rights = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=names)
    on_pages = {(page.pk, right.pk) for page in pages for right in rights}
    held = {(one.page_id, one.permission_id): one for one in GroupPagePermission.objects.filter(group=group)}
    GroupPagePermission.objects.filter(pk__in=[held[one].pk for one in held.keys() - on_pages]).delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission_id=right) for page, right in on_pages - held.keys()
    )
    _give_file_rights(group, {publisher.collection: FILE_RIGHTS[kind], site_collection(): SHARED_RIGHTS})


def _page_rights(kind: RoleKind, municipality: Municipality | None) -> set[str]:
    """Where a second person checks, an editor alone takes down, moves and deletes nothing that is public either."""
    is_checked = kind == RoleKind.EDITOR and municipality is not None and municipality.checks_pages
    return PAGE_RIGHTS[kind] - ({"publish_page"} if is_checked else set())


def _give_file_rights(group: Group, rights: dict[Collection, set[str]]) -> None:
    apps_of_files = ("wagtailimages", "wagtaildocs")
    known = {one.codename: one.pk for one in Permission.objects.filter(content_type__app_label__in=apps_of_files)}
    wanted = {(collection.pk, known[name]) for collection, names in rights.items() for name in names if name in known}
    held = {
        (one.collection_id, one.permission_id): one for one in GroupCollectionPermission.objects.filter(group=group)
    }
    GroupCollectionPermission.objects.filter(pk__in=[held[one].pk for one in held.keys() - wanted]).delete()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection_id=collection, permission_id=right)
        for collection, right in wanted - held.keys()
    )
