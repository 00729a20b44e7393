"""The booth's protocol: how its paper came out, signed by two people; from the second signature its ballots count."""

import json
from hashlib import sha256
from random import SystemRandom

from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.booths.actions import hold_booth
from budgeting.booths.models import Booth, BoothProtocol, PaperEntry, Typing
from budgeting.booths.permissions import may_work_at_booths
from budgeting.booths.queries import BoothState, booth_state
from budgeting.errors import NotAllowed, NotPossible
from budgeting.voting.keys import KeyedHash
from budgeting.voting.locks import hold_open
from budgeting.voting.models import Ballot, Channel
from portal.accounts.models import User
from portal.clock import now
from portal.log.models import record

Facts = dict[str, int]


@transaction.atomic
def sign_protocol(booth: Booth, *, by: User, unused: int, note: str = "") -> BoothProtocol:
    """Signs the booth's numbers with the count of `unused` sheets; takes the place of a first signature that waits.

    NotPossible before every ballot is typed twice and every difference settled, and without a note where the
    numbers differ.
    """
    if not may_work_at_booths(by, booth.cycle):
        raise NotAllowed
    hold_booth(booth)
    facts = facts_now(booth_state(booth), unused)
    note = note.strip()
    if (found := differences(facts)) and not note:
        raise NotPossible(_("The numbers differ; the note must say why. %(what)s") % {"what": " ".join(found)})
    protocol, _is_new = BoothProtocol.objects.update_or_create(
        booth=booth, defaults={"facts": facts, "note": note, "signed_by": by, "signed_at": now()}
    )
    _record("sign_booth_protocol", protocol, by)
    return protocol


@transaction.atomic
def countersign_protocol(booth: Booth, *, by: User) -> BoothProtocol:
    """Signs as the second of two people: the booth's valid ballots are stored and count, in a random order, and
    nothing of the booth can change any more.

    NotPossible for who signed first, and where the numbers are no longer those that were signed.
    """
    cycle = booth.cycle
    if not may_work_at_booths(by, cycle):
        raise NotAllowed
    hold_open(cycle)
    hold_booth(booth)
    protocol = BoothProtocol.objects.select_related("booth__cycle", "signed_by").filter(booth=booth).first()
    if protocol is None:
        raise NotPossible(_("Nobody has signed this protocol yet."))
    if protocol.signed_by_id == by.pk:
        raise NotPossible(_("You signed this protocol first; another person has to sign it as well."))
    if not may_work_at_booths(protocol.signed_by, cycle):
        raise NotPossible(_("Who signed first does not work at the booths any more. Sign it anew."))
    if protocol.facts != facts_now(booth_state(booth), protocol.facts["unused"]):
        raise NotPossible(_("The numbers have changed since the first signature. Sign it anew."))
    _store_ballots(booth)
    protocol.countersigned_by, protocol.countersigned_at = by, now()
    protocol.text = _signed_text(protocol)
    protocol.save(update_fields=["countersigned_by", "countersigned_at", "text"])
    _record("countersign_booth_protocol", protocol, by, digest=digest_of(protocol))
    return protocol


def facts_now(state: BoothState, unused: int) -> Facts:
    """The numbers of a protocol. NotPossible before the booth's ballots are all typed and settled."""
    if not state.booth.cycle.is_vote_over:
        raise NotPossible(_("The vote is not over yet."))
    if state.progress.in_box is None:
        raise NotPossible(_("First count the ballots in the box."))
    if not state.progress.is_typed:
        raise NotPossible(
            _("Of %(all)s ballots in the box, %(typed)s have been typed twice.")
            % {"all": state.progress.in_box, "typed": state.progress.twice}
        )
    if state.progress.differing:
        raise NotPossible(_("A third person has to settle the ballots that two have typed differently."))
    final = final_entries(state.booth)
    invalid = sum(entry.is_invalid for entry in final)
    return {
        "received": state.received,
        "unused": unused,
        "spoiled": state.spoiled,
        "stamped": state.stamped,
        "envelopes": state.progress.in_box,
        "entered": len(final),
        "valid": len(final) - invalid,
        "invalid": invalid,
        "conflicts": state.conflicts,
    }


def differences(facts: Facts) -> list[str]:
    """What does not agree in the numbers, a sentence each."""
    found = []
    if not facts["envelopes"] == facts["stamped"] == facts["entered"]:
        found.append(
            _("People stamped: %(stamped)s, ballots in the box: %(envelopes)s, ballots entered: %(entered)s.") % facts
        )
    if facts["received"] != facts["unused"] + facts["spoiled"] + facts["stamped"]:
        found.append(
            _("Sheets received: %(received)s, unused: %(unused)s, spoiled: %(spoiled)s, handed out: %(stamped)s.")
            % facts
        )
    return found


def final_entries(booth: Booth) -> list[PaperEntry]:
    """What stands of each ballot: the third person's reading where there is one."""
    final: dict[int, PaperEntry] = {}
    for entry in booth.entries.filter(typing__in=[Typing.SECOND, Typing.SETTLED]).order_by("number", "typing"):
        final[entry.number] = entry
    return list(final.values())


def digest_of(protocol: BoothProtocol) -> str:
    """The SHA-256 of what two people signed."""
    return sha256(protocol.text.encode()).hexdigest()


def _signed_text(protocol: BoothProtocol) -> str:
    """All that was signed, as one line of JSON with its keys in order."""
    signed = {
        "cycle": protocol.booth.cycle_id,
        "booth": protocol.booth.name,
        **protocol.facts,
        "note": protocol.note,
        "signed_by": str(protocol.signed_by),
        "signed_at": protocol.signed_at.isoformat(),
        "countersigned_by": str(protocol.countersigned_by),
        "countersigned_at": protocol.countersigned_at and protocol.countersigned_at.isoformat(),
    }
    return json.dumps(signed, ensure_ascii=False, sort_keys=True)


def _store_ballots(booth: Booth) -> None:
    ballot_key = KeyedHash(booth.cycle, "ballot")
    ballots = [
        Ballot(
            cycle=booth.cycle,
            ballot_key=ballot_key(f"paper:{booth.pk}:{entry.number}"),
            channel=Channel.PAPER,
            choices=entry.choices,
        )
        for entry in final_entries(booth)
        if not entry.is_invalid
    ]
    SystemRandom().shuffle(ballots)
    Ballot.objects.bulk_create(ballots)


def _record(act: str, protocol: BoothProtocol, by: User, **more: str) -> None:
    cycle = protocol.booth.cycle
    facts = {"cycle": cycle.pk, "booth": protocol.booth_id, **protocol.facts, **more}
    record(act, cycle, by=by, municipality=cycle.municipality, **facts)
