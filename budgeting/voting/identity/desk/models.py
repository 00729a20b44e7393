"""Codes handed over at the desk."""

from django.db import models
from django.db.models import Q

from budgeting.cycles.models import Cycle
from portal.clock import today


class DeskCode(models.Model):
    """A code handed to one person. Names neither the person nor the officer.

    The person's voter key is sealed under the code, which only its holder has. `holder` is a keyed hash by which a
    lost code is replaced; `mark` is that of the form that asked, so that a form sent twice hands over one code.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="desk_codes")
    code_hash = models.CharField(max_length=64, editable=False)
    sealed_key = models.TextField(editable=False)
    holder = models.CharField(max_length=64, editable=False)
    mark = models.CharField(max_length=64, editable=False)
    issued_on = models.DateField(default=today, editable=False)
    is_replaced = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "code_hash"], name="one_desk_code_per_code"),
            models.UniqueConstraint(fields=["cycle", "mark"], name="one_desk_code_per_form"),
            models.UniqueConstraint(
                fields=["cycle", "holder"], condition=Q(is_replaced=False), name="one_desk_code_per_holder"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} · {self.issued_on}"
