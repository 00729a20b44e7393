"""What the demo's residents say under the proposals, and whom they back."""

import json
import random
from datetime import timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

from django.utils.translation import override

from budgeting.backing.actions import back_proposal
from budgeting.comments.actions import show_comment, write_comment
from budgeting.comments.models import Comment, CommentState
from budgeting.cycles.models import Cycle
from budgeting.proposals.models import Proposal
from portal.accounts.models import User
from portal.clock import pinned
from portal.demo.people import DOMAIN, People, person

TALK = Path(__file__).parent / "talk.json"

UNREAD_WITH_BACKING = 4  # those that reviewers are still at work on


def talk(cycle: Cycle, proposals: list[Proposal], people: People) -> None:
    """Comments, replies and authors' news, some days after publication."""
    said = json.loads(TALK.read_text(encoding="utf-8"))[cycle.municipality.slug]
    for order, fact in enumerate(said, start=1):
        proposal = proposals[fact["place"]]
        comment = _say(proposal, fact, order, people)
        for later, reply in enumerate(fact.get("replies", ()), start=1):
            _say(proposal, reply, order + later, people, parent=comment)


def _say(
    proposal: Proposal, fact: dict[str, Any], order: int, people: People, parent: Comment | None = None
) -> Comment:
    when = proposal.published_at + timedelta(days=fact.get("days", 0), hours=9 * order, minutes=7 * order)
    with pinned(when), override(fact["language"]):
        comment = write_comment(
            proposal,
            by=_speaker(proposal, fact["by"], people),
            text=fact["text"],
            written_in=fact["language"],
            parent=parent,
            is_update=fact.get("is_update", False),
        )
    if comment.state == CommentState.HELD and not fact.get("is_left_held"):
        with pinned(when + timedelta(hours=4)):
            show_comment(comment, by=people["moderator"])
    return comment


def _speaker(proposal: Proposal, name: str, people: People) -> User:
    if name == "author":
        return proposal.author
    return people.get(name) or _resident(proposal.cycle, name, name)


def _resident(cycle: Cycle, key: str, shown: str) -> User:
    """Somebody invented; the same for the same key in the same municipality."""
    return person(f"resident-{cycle.municipality.slug}-{crc32(key.encode())}@{DOMAIN}", shown)


def gather_backing(cycle: Cycle, written: list[tuple[Proposal, dict[str, Any]]]) -> None:
    """What is reviewed later is backed by enough people; of the rest some are, some are not."""
    if not cycle.supporting_until_at:
        return
    chance = random.Random(cycle.municipality.slug)
    backers = [_resident(cycle, f"backer {number}", "") for number in range(cycle.backing_threshold + 6)]
    start, span = cycle.proposing_until_at, cycle.supporting_until_at - cycle.proposing_until_at
    unread = [proposal for proposal, fact in written if fact["review"] is None]
    for proposal, fact in written:
        is_enough = fact["review"] is not None or proposal in unread[:UNREAD_WITH_BACKING]
        fewest = cycle.backing_threshold if is_enough else 1
        for user in chance.sample(backers, chance.randint(fewest, fewest + 5)):
            with pinned(start + span * chance.uniform(0.05, 0.95)):
                back_proposal(proposal, by=user)
