"""Notes of steps at the translation desk."""

from django.test import Client
from django.urls import reverse

from budgeting.milestones.models import Kind, Milestone
from budgeting.milestones.notes_translated import NOTES
from budgeting.proposals.models import Proposal
from budgeting.translating.actions import save_translation
from budgeting.translating.queries import lines, waiting_translations
from tests.budgeting.milestones.works import make_step
from tests.people import Cast


def test_note_waits_for_the_translators_of_the_place_and_an_empty_one_does_not(
    client: Client, cast: Cast, elsewhere: Cast, project: Proposal
) -> None:
    noted = make_step(cast, project, Kind.WORKS, note="By the river", written_in="en")
    make_step(cast, project, Kind.DONE)

    waiting = [key[:2] for key in waiting_translations(cast.translator) if key[0] == NOTES.name]

    assert waiting == [("milestones", noted.pk)]
    assert lines(waiting)[0].subject.path == reverse("proposal", args=[project.address])
    assert not [key for key in waiting_translations(elsewhere.translator) if key[0] == NOTES.name]
    client.force_login(cast.translator)
    assert [client.get(reverse(name)).status_code for name in ("desk", "desk_translations")] == [200, 200]


def test_note_is_translated(cast: Cast, project: Proposal) -> None:
    noted = make_step(cast, project, Kind.WORKS, note="By the river", written_in="en")

    save_translation(NOTES, noted, "az", by=cast.translator, texts={"note": "Çayın yanında"})

    assert Milestone.objects.get().note_az == "Çayın yanında"
