"""What people say of themselves after they took part, as counts; and the reports that are made of it.

Nobody stands in `Tally`: no person, no ballot, no time. It holds one number for each answer to each question, and no
answer to two questions together, so a rare combination cannot point at somebody. What this cannot prevent: who watches
the database itself while people answer sees which numbers grow, and the rows that grew last share a mark of their
transaction. `merge_tallies` rewrites them all at once when a report is made, and so takes these marks away.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.proposals.models import Proposal
from budgeting.results.models import Count

NO_ANSWER = "none"


class Part(models.TextChoices):
    """How somebody took part, where the answers are only counted."""

    COMMENT = "comment", pgettext_lazy("way to take part", "Commenting")
    BACK = "back", pgettext_lazy("way to take part", "Backing")
    VOTE = "vote", pgettext_lazy("way to take part", "Voting")


class Gender(models.TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    OTHER = "other", _("I prefer another word")


class AgeBand(models.TextChoices):
    UNDER_18 = "0-17", _("Under 18")
    UNDER_30 = "18-29", _("18 to 29")
    UNDER_45 = "30-44", _("30 to 44")
    UNDER_60 = "45-59", _("45 to 59")
    OLDER = "60-", _("60 and older")


class Question(models.TextChoices):
    GENDER = "gender", _("Gender")
    AGE = "age", _("Age")
    SETTLEMENT = "settlement", _("Village or town")
    LANGUAGE = "language", _("Language of the page")


class Tally(models.Model):
    """How many gave this answer to this question after taking part in this way. `answer` is a value of `Gender` or
    `AgeBand`, a settlement's id, a language, or NO_ANSWER."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="tallies")
    part = models.CharField(max_length=10, choices=Part)
    question = models.CharField(max_length=10, choices=Question)
    answer = models.CharField(max_length=20)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "part", "question", "answer"], name="one_number_per_answer"),
            models.CheckConstraint(name="tally_part", condition=Q(part__in=Part.values)),
            models.CheckConstraint(name="tally_question", condition=Q(question__in=Question.values)),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.question} {self.answer}: {self.number}"


class UsedForm(models.Model):
    """The random mark of a form that was sent, so that it counts once. It was made for no person and by no ballot."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=32, unique=True)

    def __str__(self) -> str:
        return self.mark


class AuthorAnswer(models.Model):
    """What the first author agreed to have counted with the proposal, whose author is public anyway.

    It is never shown of one proposal, and the author takes it back at any time: then the row is gone.
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="author_answer")
    gender = models.CharField(_("Gender"), max_length=10, choices=Gender, blank=True)
    age = models.CharField(_("Age"), max_length=10, choices=AgeBand, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="author_gender", condition=Q(gender__in=["", *Gender.values])),
            models.CheckConstraint(name="author_age", condition=Q(age__in=["", *AgeBand.values])),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}"


class ReportQuerySet(models.QuerySet["InclusionReport"]):
    def done(self) -> "ReportQuerySet":
        return self.filter(figures__isnull=False)

    def public(self) -> "ReportQuerySet":
        """Finished ones of a published result, of cycles everybody sees."""
        published = Q(count__published_at__isnull=False, cycle__proposing_cleared_at__isnull=False)
        return self.done().filter(published)


class InclusionReport(models.Model):
    """The inclusion report of one cycle as it stood in one stage: made once, so that two of them do not differ by one
    person. With a `count` it is public and tells of the vote; without, officials and observers see the rest.

    `figures` is {table: {line: {column: number, or null where it is not shown}}}: what is hidden is not stored.
    `as_of` is the time of the last public event in the figures, so the same data give the same files.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="inclusion_reports")
    stage = models.CharField(max_length=12, choices=Stage)
    count = models.ForeignKey(Count, on_delete=models.CASCADE, null=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    beat_at = models.DateTimeField(help_text="When the one who makes it was last seen alive.")
    percent = models.PositiveSmallIntegerField(default=0, help_text="How far it has come.")
    as_of = models.DateTimeField(null=True)
    figures = models.JSONField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "stage"], condition=Q(count__isnull=True), name="one_early_report_per_stage"
            ),
            models.UniqueConstraint(
                fields=["cycle", "stage", "count"], condition=Q(count__isnull=False), name="one_report_per_count"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} · {self.stage}"
