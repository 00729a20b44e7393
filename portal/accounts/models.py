"""People, the organisations they belong to, and the roles they hold."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.places.models import Municipality, Settlement


class UserManager(BaseUserManager["User"]):
    @classmethod
    def normalize_email(cls, email: str | None) -> str | None:  # type: ignore[override]
        """In small letters; a missing one stays NULL (Django's "" would be one address of many people)."""
        return email.strip().lower() if email else None

    def create_user(self, email: str | None = None, phone: str | None = None, **facts: Any) -> "User":
        """A resident, known by an e-mail address or a phone number; without a password unless one is given."""
        password = facts.pop("password", None)
        user = self.model(email=self.normalize_email(email), phone=phone or None, **facts)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **facts: Any) -> "User":
        return self.create_user(email, password=password, is_staff=True, is_superuser=True, **facts)


class Channel(models.TextChoices):
    EMAIL = "email", _("Email")
    SMS = "sms", _("Text message")


class Rhythm(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day, together")
    WEEKLY = "weekly", _("Once a week, together")
    NEVER = "never", _("Never")


class User(AbstractUser):
    """Anybody who has signed in. Whoever has signed in is a resident; everything more is a Role."""

    username = None
    first_name = None
    last_name = None
    email = models.EmailField(_("Email"), unique=True, null=True, blank=True)
    phone = models.CharField(_("Phone"), max_length=16, unique=True, null=True, blank=True, help_text="E.164")
    is_phone_verified = models.BooleanField(default=False)
    display_name = models.CharField(_("Name others see"), max_length=80, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    settlement = models.ForeignKey(Settlement, on_delete=models.SET_NULL, null=True, blank=True)
    channel = models.CharField(_("How we write to you"), max_length=5, choices=Channel, default=Channel.EMAIL)
    rhythm = models.CharField(_("How often we write to you"), max_length=7, choices=Rhythm, default=Rhythm.DAILY)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(phone__isnull=False), name="user_can_be_reached"
            ),
            models.CheckConstraint(condition=Q(language__in=dict(settings.LANGUAGES)), name="user_language"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="user_channel"),
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="user_rhythm"),
        ]

    def __str__(self) -> str:
        return self.display_name or _("Resident {number}").format(number=self.pk)

    def get_full_name(self) -> str:
        return str(self)

    @property
    def reached_at(self) -> tuple[Channel, str]:
        """The channel and the address at which this person is written to: the preferred one where there is one."""
        by_sms = self.phone and (self.channel == Channel.SMS or not self.email)
        return (Channel.SMS, self.phone) if by_sms else (Channel.EMAIL, self.email)

    @cached_property
    def held_roles(self) -> list["Role"]:
        """All roles of this person, read once a request."""
        return list(self.roles.select_related("municipality", "organisation"))

    @property
    def is_municipal_staff(self) -> bool:
        """Whether this person works for some municipality on this site."""
        return self.is_active and any(role.kind in STAFF_ROLES for role in self.held_roles)

    @cached_property
    def has_duties(self) -> bool:
        """Whether this person holds an office above the municipalities, and answers at the desk by name."""
        held = self.duties.filter(is_active=True, office__municipality__isnull=True)  # duties: budgeting.DutyBearer
        return self.is_active and held.exists()


class Organisation(models.Model):
    """A civil society organisation, or a media outlet that observes. Who verified it has seen its registration."""

    name = models.CharField(_("Name"), max_length=200)
    verified_at = models.DateTimeField(null=True, editable=False)
    verified_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    def __str__(self) -> str:
        return self.name


class RoleKind(models.TextChoices):
    MODERATOR = "moderator", _("Moderator")
    REVIEWER = "reviewer", _("Reviewer")
    OFFICIAL = "official", _("Official")
    BOOTH_OFFICER = "booth_officer", _("Booth officer")
    TRANSLATOR = "translator", _("Translator")
    OBSERVER = "observer", _("Observer")
    ADMINISTRATOR = "administrator", _("Administrator")
    EDITOR = "editor", _("Editor of pages")
    CSO_AUTHOR = "cso_author", _("Author in an organisation")
    CSO_OWNER = "cso_owner", _("Owner of an organisation's pages")


ORGANISATION_ROLES = (RoleKind.CSO_AUTHOR, RoleKind.CSO_OWNER)
STAFF_ROLES = tuple(kind for kind in RoleKind if kind not in (*ORGANISATION_ROLES, RoleKind.OBSERVER))


class Role(models.Model):
    """One person's role in one municipality, or in one organisation; never both, never everywhere."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=20, choices=RoleKind)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, null=True, related_name="roles")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="roles")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ORGANISATION_ROLES, organisation__isnull=False, municipality__isnull=True)
                | (
                    ~Q(kind__in=ORGANISATION_ROLES)
                    & Q(kind__in=RoleKind.values, organisation__isnull=True, municipality__isnull=False)
                ),
                name="role_in_one_place",
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "municipality"],
                condition=Q(municipality__isnull=False),
                name="one_role_per_municipality",
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "organisation"],
                condition=Q(organisation__isnull=False),
                name="one_role_per_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.municipality or self.organisation}"
