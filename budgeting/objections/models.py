"""Complaints about a vote or its count."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import Cycle
from budgeting.objections.permissions import places_of_readers
from budgeting.proposals.states import HIDING
from budgeting.responses.models import Ask
from portal.accounts.roles import Person
from portal.clock import now

LONGEST_COMPLAINT = 3000


class ComplaintSubject(models.TextChoices):
    VOTER_LIST = "voter_list", _("The list of voters")
    BOOTH = "booth", _("A booth")
    COUNT = "count", _("The count")
    EXCLUSION = "exclusion", _("A project that was left out")
    OTHER = "other", _("Something else in the vote")


# A complaint may be awkward for those who moderate, so it is hidden only for what nobody may read anywhere.
HIDDEN_FOR = {code.value: code.label for code in HIDING}
# A complaint as a list of many things names it, where no question stands before it.
TITLES: dict[str, str | Promise] = {
    ComplaintSubject.VOTER_LIST: _("Complaint about the list of voters"),
    ComplaintSubject.BOOTH: _("Complaint about a booth"),
    ComplaintSubject.COUNT: _("Complaint about the count"),
    ComplaintSubject.EXCLUSION: _("Complaint about a project that was left out"),
    ComplaintSubject.OTHER: _("Complaint about the vote"),
}


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def public(self) -> "ComplaintQuerySet":
        """Those whose words everybody may read."""
        return self.filter(hidden_as="", cycle__proposing_cleared_at__isnull=False)

    def at_desk_of(self, user: Person) -> "ComplaintQuerySet":
        """Those of the municipalities in which this person answers or moderates, hidden ones too."""
        return self.filter(cycle__municipality__in=places_of_readers(user))

    def with_answers(self) -> "ComplaintQuerySet":
        """With all that a page shows of the clock and the answers, in four queries however many there are."""
        related = self.select_related("author", "ask__office", "ask__reopening")
        return related.prefetch_related("ask__responses__office", "ask__responses__edits", "ask__extensions")


class Complaint(models.Model):
    """What a resident says went wrong with a vote. It is public at once, with a name only where the author wants that.

    A moderator may hide it for what breaks the law or insults (`hidden_as`); that it was filed stays visible.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="complaints")
    ask = models.OneToOneField(Ask, on_delete=models.PROTECT, related_name="complaint")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="complaints"
    )
    is_named = models.BooleanField(_("Everybody may read my name"), default=False)
    subject = models.CharField(_("What the complaint is about"), max_length=10, choices=ComplaintSubject)
    text = models.TextField(_("What went wrong"), validators=[MaxLengthValidator(LONGEST_COMPLAINT)])
    written_in = models.CharField(_("The language you write in"), max_length=2, choices=settings.LANGUAGES)
    hidden_as = models.CharField(max_length=20, blank=True, choices=list(HIDDEN_FOR.items()))
    at = models.DateTimeField(default=now, editable=False)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["cycle", "at"])]
        constraints = [
            models.CheckConstraint(name="complaint_subject", condition=Q(subject__in=ComplaintSubject.values)),
            models.CheckConstraint(name="complaint_hidden_as", condition=Q(hidden_as__in=["", *HIDDEN_FOR])),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} · {self.get_subject_display()}"

    @property
    def title(self) -> str:
        return str(TITLES[self.subject])

    @property
    def public_name(self) -> str:
        """The author's name where everybody may read it; "" otherwise and once the account is gone."""
        return str(self.author) if self.is_named and self.author else ""
