"""Votes that were over before there was a close are sealed now; their counts stay published.

The ballots go into the sealed table in a random order, as at a close. An open vote cannot be taken along: its
voters are known by keys of the earlier form (CHANGELOG).
"""

from hashlib import sha256
from random import SystemRandom

from django.db import migrations
from django.db.models import F
from django.utils import timezone

BATCH = 2000


def seal_earlier_votes(apps, schema_editor):
    model = lambda name: apps.get_model("budgeting", name)  # noqa: E731
    model("Count").objects.filter(counted_at__isnull=False).update(published_at=F("counted_at"))
    over = model("Cycle").objects.filter(voting_cleared_at__isnull=False, voting_until_at__lte=timezone.now())
    for cycle in over:
        stored = list(model("Ballot").objects.filter(cycle=cycle).values_list("choices", "receipt"))
        ballots = [model("SealedBallot")(cycle=cycle, choices=choices) for choices, _receipt in stored]
        receipts = [
            model("SealedReceipt")(cycle=cycle, digest=sha256(receipt.encode()).hexdigest())
            for _choices, receipt in stored
        ]
        for rows in (ballots, receipts):
            SystemRandom().shuffle(rows)
        model("SealedBallot").objects.bulk_create(ballots, batch_size=BATCH)
        model("SealedReceipt").objects.bulk_create(receipts, batch_size=BATCH)
        model("Ballot").objects.filter(cycle=cycle).delete()
        model("Card").objects.filter(cycle=cycle).delete()
        model("Closing").objects.create(
            cycle=cycle,
            closed_at=cycle.voting_until_at,
            facts={"voters": {"online": len(stored), "paper": 0}, "ballots": {"counted": len(stored)}},
        )


class Migration(migrations.Migration):
    dependencies = [("budgeting", "0012_a_vote_people_can_trust")]

    operations = [migrations.RunPython(seal_earlier_votes, migrations.RunPython.noop)]
