"""Residents confirm or dispute "done", and the municipality looks again."""

from datetime import timedelta

import pytest

from budgeting.errors import NotAllowed, NotPossible
from budgeting.milestones.confirming import answer_disputes, confirm_done
from budgeting.milestones.models import Confirmation, Kind
from budgeting.milestones.progress import DISPUTES_TO_CHECK, Standing
from budgeting.milestones.queries import disputed_projects, progress_of
from budgeting.proposals.models import Proposal
from portal.clock import now, pinned
from portal.log.models import Entry
from tests.budgeting.milestones.works import make_done, make_residents
from tests.people import Cast


def standing(project: Proposal) -> Standing:
    progress = progress_of(project)
    assert progress is not None
    return progress.standing


def waiting(cast: Cast) -> list[str]:
    return [task.path for task in disputed_projects(cast.official)[0:20]]


def test_residents_words_decide_what_done_reads_as(cast: Cast, project: Proposal) -> None:
    make_done(cast, project)
    people = make_residents(7)
    read = [standing(project)]
    for person in people[:4]:
        confirm_done(project, by=person, is_done=True)
    read.append(standing(project))
    for person in people[4:]:
        confirm_done(project, by=person, is_done=False, reason="No swing.")
    read.append(standing(project))

    assert read == [Standing.DONE, Standing.CONFIRMED, Standing.DISPUTED]


def test_one_word_a_person_and_it_can_be_changed(cast: Cast, project: Proposal) -> None:
    make_done(cast, project)

    confirm_done(project, by=cast.neighbour, is_done=False, reason="No swing.")
    confirm_done(project, by=cast.neighbour, is_done=True, reason="Typed all the same")

    said = Confirmation.objects.get()
    assert (said.user, said.is_done, said.reason, said.reason_language) == (cast.neighbour, True, "", "")


def test_dispute_needs_a_reason(cast: Cast, project: Proposal) -> None:
    make_done(cast, project)

    for reason in ("", " \n\u200b"):
        with pytest.raises(NotPossible) as refusal:
            confirm_done(project, by=cast.neighbour, is_done=False, reason=reason)
        assert refusal.value.faults == {"reason": "Say what is not done, and where. Only the municipality reads it."}
    assert not Confirmation.objects.exists()


def test_nothing_is_confirmed_before_it_is_called_done(cast: Cast, project: Proposal) -> None:
    make_done(cast, project, Kind.WORKS)

    with pytest.raises(NotPossible, match="The municipality has not said yet that it is done."):
        confirm_done(project, by=cast.neighbour, is_done=True)


@pytest.mark.parametrize("who", ["official", "moderator", "administrator"])
def test_who_works_for_the_municipality_confirms_nothing(cast: Cast, project: Proposal, who: str) -> None:
    make_done(cast, project)

    with pytest.raises(NotAllowed):
        confirm_done(project, by=getattr(cast, who), is_done=True)


def test_no_entry_of_the_log_is_about_a_residents_word(cast: Cast, project: Proposal) -> None:
    make_done(cast, project)
    before = Entry.objects.count()

    confirm_done(project, by=cast.neighbour, is_done=False, reason="No swing.")

    assert Entry.objects.count() == before


def test_enough_disputes_wait_for_the_officials_of_the_place_until_they_look(
    cast: Cast, elsewhere: Cast, project: Proposal
) -> None:
    make_done(cast, project)
    people = make_residents(DISPUTES_TO_CHECK + 1)
    for person in people[: DISPUTES_TO_CHECK - 1]:
        confirm_done(project, by=person, is_done=False, reason="No swing.")
    assert waiting(cast) == []

    confirm_done(project, by=people[-2], is_done=False, reason="No swing.")
    assert waiting(cast) == [f"/en/desk/projects/{project.address}/implementation/"]
    assert waiting(elsewhere) == []

    milestone = answer_disputes(project, by=cast.official, finding="The swing is being repaired.")
    assert (waiting(cast), milestone.finding, milestone.finding_language) == ([], "The swing is being repaired.", "en")
    assert (project.events.last().name, Entry.objects.latest("pk").act) == ("answer_disputes", "answer_disputes")

    with pinned(now() + timedelta(minutes=1)):
        confirm_done(project, by=people[-1], is_done=False, reason="Still none.")
    assert waiting(cast) == []  # one new word is not yet enough


def test_finding_is_refused_without_words_without_disputes_and_to_strangers(cast: Cast, project: Proposal) -> None:
    make_done(cast, project)
    with pytest.raises(NotPossible, match="Nobody says that it is not done."):
        answer_disputes(project, by=cast.official, finding="All is well.")
    confirm_done(project, by=cast.neighbour, is_done=False, reason="No swing.")
    with pytest.raises(NotPossible) as refusal:
        answer_disputes(project, by=cast.official, finding=" ")
    assert refusal.value.faults == {"finding": "Write something first."}
    with pytest.raises(NotAllowed):
        answer_disputes(project, by=cast.moderator, finding="All is well.")
