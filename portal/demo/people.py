"""The people of the demo: one to sign in as for each role, and the authors of the proposals."""

from budgeting.staff.actions import give_role
from portal.accounts.addresses import find_or_invite
from portal.accounts.models import Organisation, RoleKind, User
from portal.accounts.roles import grant_role
from portal.places.models import Municipality

DOMAIN = "khma.example"
NAMES = {
    "resident": "Leyla H.",
    "administrator": "ნანა კ.",
    "portal": "ქეთევან ღ.",
    "moderator": "Rəşad M.",
    "moderator2": "Նաիրա Հ.",
    "reviewer": "Գայանե Ս.",
    "reviewer2": "ლევან ჩ.",
    "official": "გიორგი ბ.",
    "official2": "მარიამ თ.",
    "booth": "Անի Պ.",
    "translator": "Səbinə Ə.",
    "cso": "თამარ ჯ.",
    "observer": "Արմեն Գ.",
}
# Each edits the pages of one municipality.
EDITORS = {
    "marneuli": "Fidan Z.",
    "bolnisi": "სოფო ე.",
    "dmanisi": "გოჩა ნ.",
    "akhaltsikhe": "ნესტან ტ.",
    "akhalkalaki": "Արփինե Ք.",
    "ninotsminda": "Կարեն Շ.",
}
# In which languages people read our messages; the others read Georgian.
READ = {
    **dict.fromkeys(("resident", "moderator", "translator"), "az"),
    **dict.fromkeys(("moderator2", "reviewer", "booth", "observer"), "hy"),
}
STAFF = {
    "moderator": RoleKind.MODERATOR,
    "moderator2": RoleKind.MODERATOR,
    "reviewer": RoleKind.REVIEWER,
    "reviewer2": RoleKind.REVIEWER,
    "official": RoleKind.OFFICIAL,
    "official2": RoleKind.OFFICIAL,
    "booth": RoleKind.BOOTH_OFFICER,
    "translator": RoleKind.TRANSLATOR,
    "observer": RoleKind.OBSERVER,
}
People = dict[str, User]


def make_people(municipalities: list[Municipality]) -> People:
    """Everyone in NAMES; staff hold their role in all the municipalities, given by the administrator."""
    people = {name: person(f"{name}@{DOMAIN}", shown, READ.get(name, "ka")) for name, shown in NAMES.items()}
    for municipality in municipalities:
        grant_role(people["administrator"], RoleKind.ADMINISTRATOR, municipality)  # the first is given by a command
        for name, kind in STAFF.items():
            give_role(municipality, by=people["administrator"], user=people[name], kind=kind)
        language = {"marneuli": "az", "akhalkalaki": "hy", "ninotsminda": "hy"}.get(municipality.slug, "ka")
        editor = person(f"editor-{municipality.slug}@{DOMAIN}", EDITORS[municipality.slug], language)
        give_role(municipality, by=people["administrator"], user=editor, kind=RoleKind.EDITOR)
    User.objects.filter(pk=people["portal"].pk).update(is_superuser=True, is_staff=True)  # as `createsuperuser` does
    people["portal"].refresh_from_db()
    organisation, _created = Organisation.objects.get_or_create(name="სათემო ცენტრი „ხიდი“")
    grant_role(people["cso"], RoleKind.CSO_OWNER, organisation)
    for user in people.values():
        user.__dict__.pop("held_roles", None)
    return people


def person(email: str, shown: str, language: str = "az") -> User:
    user = find_or_invite("email", email)
    user.display_name, user.language = shown, language
    user.save(update_fields=["display_name", "language"])
    return user
