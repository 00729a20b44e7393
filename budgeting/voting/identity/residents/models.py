"""Who may vote, as the municipality has listed them."""

from django.db import models

from budgeting.cycles.models import Area, Cycle


class Resident(models.Model):
    """Somebody on the list. Holds no number and no year: `number_hash` is an HMAC of the personal number under the
    cycle's list key, `proof_hash` one of the number together with the birth year."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="residents")
    number_hash = models.CharField(max_length=64, editable=False)
    proof_hash = models.CharField(max_length=64, editable=False)
    area = models.ForeignKey(Area, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number_hash"], name="one_resident_per_number"),
            models.UniqueConstraint(fields=["cycle", "proof_hash"], name="one_resident_per_proof"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} · {self.pk}"
