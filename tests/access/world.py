"""One municipality with something of everything, and a person for every column of the table."""

from dataclasses import dataclass, field, fields
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from budgeting.attachments.actions import add_document, add_photo
from budgeting.attachments.recordings import add_recording
from budgeting.booths.actions import create_booth, print_sheets
from budgeting.booths.entries import Marks, open_box, type_ballot
from budgeting.booths.protocols import countersign_protocol, sign_protocol
from budgeting.booths.stamping import stamp
from budgeting.comments.actions import write_comment
from budgeting.cycles.areas import save_area
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.inclusion.actions import ask_report, make_report
from budgeting.milestones.actions import plan_milestone, reach_milestone
from budgeting.milestones.models import Kind, Shows
from budgeting.milestones.papers import add_milestone_document, add_milestone_photo
from budgeting.moderation.actions import reject_proposal
from budgeting.moderation.appeals import appeal_rejection
from budgeting.moderation.reports import report_comment
from budgeting.objections.actions import file_complaint
from budgeting.proposals.actions import answer_proposal, publish_proposal, submit_proposal
from budgeting.proposals.models import Proposal
from budgeting.responses.actions import city_hall
from budgeting.responses.keeping import save_template
from budgeting.results.actions import count_cycle
from budgeting.reviews.actions import publish_reviews, start_review
from budgeting.reviews.dialogue import ask_author
from budgeting.voting.identity.card.actions import issue_cards
from budgeting.voting.keys import make_key
from budgeting.watching.actions import move_verdict, second_verdict
from budgeting.watching.models import Flag, Suspicion, Verdict
from budgeting.watching.networks import add_network
from cms.campaigns.actions import pledge
from cms.campaigns.answering import answer_campaign
from cms.models import HomePage
from cms.organisations.actions import open_organisation
from portal.accounts.models import User
from portal.accounts.roles import grant_role
from portal.clock import pinned, today
from portal.languages.texts import in_languages
from portal.messages.stopping import stop_token
from tests.budgeting.attachments.files import photo_with_gps
from tests.cms.campaigns.making import make_asked, make_campaign, make_official, make_people, words
from tests.factories import (
    in_all,
    make_cycle,
    make_draft,
    make_feasible,
    make_published,
    make_settlement,
    make_signed_review,
    make_submitted,
    open_vote,
)
from tests.people import ROLES, Cast

COLUMNS = (
    *("anonymous", "author", "neighbour", "moderator", "reviewer", "official", "booth_officer", "translator"),
    *("administrator", "observer", "foreign"),
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass
class World:
    """`things` are what fills in addresses, by the keys of the table; `people` are by column."""

    people: dict[str, User | None]
    things: dict[str, object] = field(default_factory=dict)

    def args(self, keys: str) -> list[object]:
        return [] if keys == "-" else [self.things.get(key, key) for key in keys.split(",")]


def make_world(cast: Cast, elsewhere: Cast) -> World:
    everything = elsewhere.resident  # who holds every role here, and has no part in anything
    for person, place in ((elsewhere.neighbour, elsewhere.municipality), (everything, cast.municipality)):
        for kind in ROLES.values():
            grant_role(person, kind, place)
    known = {one.name: getattr(cast, one.name) for one in fields(Cast) if one.name != "municipality"}
    people = {**known, "author": cast.resident, "anonymous": None, "foreign": elsewhere.neighbour}
    things = {
        "place": cast.municipality.slug,
        "municipality": cast.municipality.pk,
        "stop": stop_token(cast.neighbour),
        "home": HomePage.objects.values_list("pk", flat=True).first(),
        **_cycles(cast),
        **_campaign(cast),
        **_answered(cast),
    }
    page = open_organisation("Green Marneuli", by=None, owner=everything, written_in="az")
    things |= {"organisation": page.organisation_id, "page_of_organisation": page.pk}
    return World({**people, "everything": everything}, things)


def _answered(cast: Cast) -> dict[str, object]:
    """A campaign that asked a person in office, and was answered that it is done."""
    mayor = make_official(city_hall(cast.municipality))
    campaign = make_asked(cast, office=mayor.office, duty_bearer=mayor)
    answer_campaign(campaign, by=cast.official, **words(campaign, outcome="done"))
    return {
        "answered_campaign": campaign.pk,
        "office": mayor.office_id,
        "duty_bearer": mayor.pk,
        "ask": campaign.ask_id,
    }


def _cycles(cast: Cast) -> dict[str, object]:
    proposing, reviewing = make_cycle(cast), make_cycle(cast, Stage.REVIEWING)
    counted = make_cycle(cast, Stage.OBJECTIONS)
    make_feasible(cast, counted)
    open_vote(cast, counted)
    _watched(cast, counted, reviewing)
    make_key(proposing)
    issue_cards(proposing, by=cast.booth_officer, count=2, place="Sadakhlo")
    booth, batch = _voted_on_paper(cast, counted)
    count_cycle(counted, by=cast.official, seconded_by=cast.other_official)
    make_report(ask_report(counted, by=cast.official))
    return {
        "complaint": file_complaint(
            counted, by=cast.resident, subject="booth", text="It closed an hour early.", written_in="az"
        ).pk,
        **_built(cast, counted),
        "booth": booth,
        "batch": batch,
        "voting_booth": create_booth(reviewing, by=cast.official, name="Shulaveri, library").pk,
        "cycle": proposing.pk,
        "reviewing": reviewing.pk,
        "preparing": make_cycle(cast, Stage.PREPARING).pk,
        "counted": counted.pk,
        **_written(cast, proposing),
        **_reviewed(cast, reviewing),
    }


def _campaign(cast: Cast) -> dict[str, object]:
    """An open campaign with a stranger's reason."""
    campaign = make_campaign(cast)
    reason = pledge(campaign, by=make_people(1)[0], reason="We carry water.", reason_language="en")
    return {"campaign": campaign.pk, "campaign_reason": reason.pk}


def _watched(cast: Cast, voted: Cycle, planned: Cycle) -> None:
    """A group of ballots two officials decided on, a network that passes, an area in the cycle that is planned."""
    flag = Flag.objects.create(cycle=voted, suspicion=Suspicion.HASTY, window=7, ballots=12)
    motion = move_verdict(flag, by=cast.official, verdict=Verdict.KEEP, reason="A school class.")
    second_verdict(motion, by=cast.other_official)
    add_network(cast.municipality, by=cast.official, network="192.0.2.0/24", label="The library")
    names = in_languages("name", in_all("North"))
    village = make_settlement(cast.municipality, "Tsopi")
    save_area(planned, by=cast.administrator, settlements=[village], envelope_tetri=100_000, **names)


def _built(cast: Cast, counted: Cycle) -> dict[str, object]:
    """A funded project that is called done, with a photo and a paper of its works."""
    project = counted.proposals.select_related("cycle__municipality").get(number=1)
    done = plan_milestone(project, by=cast.official, kind=Kind.DONE, planned_on=today())
    reach_milestone(done, by=cast.official, done_on=today())
    picture, paper = SimpleUploadedFile("p.jpg", photo_with_gps()), SimpleUploadedFile("act.pdf", PDF)
    photo = add_milestone_photo(done, by=cast.official, upload=picture, shows=Shows.AFTER, alt="The yard")
    document = add_milestone_document(done, by=cast.official, upload=paper)
    return {"built": project.pk, "built_photo": photo.pk, "built_document": document.pk}


def _voted_on_paper(cast: Cast, cycle: Cycle) -> tuple[int, int]:
    """A booth with one person's ballot, its protocol signed by two; returns it and its batch of sheets."""
    with pinned(cycle.voting_from_at):
        booth = create_booth(cycle, by=cast.official, name="Sadakhlo, school")
        batch = print_sheets(booth, by=cast.booth_officer, count=1)
        stamp(booth, "35001000001", by=cast.booth_officer)
    open_box(booth, by=cast.booth_officer, ballots=1)
    for person in (cast.booth_officer, cast.official):
        type_ballot(booth, by=person, number=1, marks=Marks([1]))
    sign_protocol(booth, by=cast.booth_officer, unused=0)
    countersign_protocol(booth, by=cast.official)
    return booth.pk, batch.pk


def _written(cast: Cast, cycle: Cycle) -> dict[str, object]:
    """A draft with attachments, a proposal of each early state, a comment, a report and an appeal."""
    village = make_settlement(cast.municipality)
    draft, public = make_draft(cast, cycle, settlement=village), make_draft(cast, cycle, settlement=village)
    attached = {name: _attach(cast, proposal) for name, proposal in (("draft", draft), ("published", public))}
    submit_proposal(public, by=cast.resident)
    publish_proposal(public, by=cast.moderator)
    comment = write_comment(public, by=cast.neighbour, text="Who pays for the lamps?", written_in="az")
    rejected = make_submitted(cast, cycle)
    reject_proposal(rejected, by=cast.other_moderator, code="unclear", reason="What is asked?")
    return {
        "settlement": village.pk,
        "draft": draft.pk,
        "key": draft.invite_key,
        "submitted": make_submitted(cast, cycle).pk,
        "published": public.pk,
        "photo": attached["published"][0],
        "document": attached["published"][1],
        "draft_photo": attached["draft"][0],
        "draft_document": attached["draft"][1],
        "comment": comment.pk,
        "report": report_comment(comment, by=cast.observer, code="hate", note="Rude.").pk,
        "rejected": rejected.pk,
        "appeal": appeal_rejection(rejected, by=cast.resident, text="It is clear.").pk,
    }


def _attach(cast: Cast, proposal: Proposal) -> tuple[int, int]:
    photo = add_photo(
        proposal, by=cast.resident, upload=SimpleUploadedFile("p.jpg", photo_with_gps()), alt="The dark road"
    )
    document = add_document(proposal, by=cast.resident, upload=SimpleUploadedFile("plan.pdf", PDF))
    return photo.pk, document.pk


def _reviewed(cast: Cast, cycle: Cycle) -> dict[str, object]:
    """A proposal with an open question, one with a published verdict and an answer that can be called not done."""
    asked, judged = make_published(cast, cycle), make_published(cast, cycle)
    for proposal in (asked, judged):
        start_review(proposal, by=cast.reviewer)
    due_on = today() + timedelta(days=5)
    question = ask_author(asked, by=cast.reviewer, text="Who looks after it?", written_in="en", due_on=due_on)
    publish_reviews([make_signed_review(cast, judged)], by=cast.reviewer)
    answer_proposal(
        judged,
        by=cast.official,
        outcome="done",
        evidence="Line 5",
        **in_languages("reason", in_all("It is done")),
    )
    facts = {"name": "Thanks", "outcome": "accepted", **in_languages("reason", in_all("Thank you"))}
    save_template(cast.municipality, by=cast.official, **facts)
    sound = SimpleUploadedFile("voice.mp3", b"ID3\x03" + b"\0" * 400)
    recording = add_recording(judged, by=cast.translator, language="az", upload=sound)
    return {"asked": asked.pk, "question": question.pk, "judged": judged.pk, "recording": recording.pk}
