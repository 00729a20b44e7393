"""The protocol of a close, as facts and as a PDF."""

import json
from hashlib import sha256
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override
from pypdf import PdfReader

from budgeting.booths.models import Booth, BoothProtocol
from budgeting.closing.models import Closing
from budgeting.closing.protocol import protocol_of
from budgeting.cycles.models import Cycle
from budgeting.voting.models import Roll
from portal.languages.templatetags.languages import moment
from portal.log.models import Entry
from portal.log.sealing import seal_log
from tests.budgeting.results.closed import make_closed
from tests.factories import make_vote
from tests.people import Cast

HIDDEN = "hidden (small number)"


def pdf_of(cycle: Cycle, language: str = "en") -> PdfReader:
    return PdfReader(BytesIO(Client().get(f"/{language}/cycles/{cycle.pk}/protocol.pdf").content))


def text_of(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def test_the_protocol_says_who_when_and_how_many(cast: Cast) -> None:
    cycle = make_closed(cast, [[1]] * 12)
    closing, root = Closing.objects.get(), seal_log().root

    text = text_of(pdf_of(cycle))

    motion = closing.motion
    assert f"moved by Official on {moment(motion.moved_at)}, seconded by Other_official" in text
    assert ("Online: 12" in text, "On paper: 0" in text, "Voting card: 12" in text, "Counted: 12" in text) == (
        True,
    ) * 4
    for digits in (closing.facts["receipts_root"], root, protocol_of(closing).checksum):
        assert digits in text.replace(" ", "")


@pytest.mark.parametrize(("language", "pages"), [("ka", 1), ("hy", 2), ("az", 2), ("en", 2)])
def test_it_is_in_the_readers_language_and_in_georgian(cast: Cast, language: str, pages: int) -> None:
    cycle = make_closed(cast)

    pdf = pdf_of(cycle, language)

    assert (len(pdf.pages), pdf.trailer["/Root"]["/Lang"]) == (pages, language)
    for code in (language, "ka"):
        with override(code):
            assert " ".join(gettext("Voters").split()) in text_of(pdf)
        assert f"Budget 2026 {code}" in text_of(pdf)


@pytest.mark.parametrize(
    ("methods", "voters", "told"),
    [
        (  # the channels hide one another, and then no method may be shown that would tell a channel
            {"online": {"card": 18, "list": 12}, "paper": {"booth": 4}},
            {"online": None, "paper": None},
            {"card": None, "list": None, "booth": None},
        ),
        (
            {"online": {"card": 4, "list": 12, "desk": 18}, "paper": {"booth": 12}},
            {"online": 34, "paper": 12},
            {"card": None, "list": None, "desk": 18, "booth": 12},
        ),
    ],
)
def test_fewer_than_ten_are_hidden_and_what_would_give_them_away(
    cast: Cast, methods: dict[str, dict[str, int]], voters: dict[str, int | None], told: dict[str, int | None]
) -> None:
    make_closed(cast, [[1]] * 4)
    closing = Closing.objects.get()
    closing.facts["methods"] = methods
    closing.save()

    facts = protocol_of(closing)

    assert {cell.key: cell.count for cell in facts.voters} == voters
    assert {cell.key: cell.count for cell in facts.methods} == told


def test_a_hidden_number_says_that_it_is_hidden(cast: Cast) -> None:
    assert f"Online: {HIDDEN}" in text_of(pdf_of(make_closed(cast, [[1]] * 4)))


def test_a_small_booth_hides_its_voters(cast: Cast) -> None:
    cycle = make_closed(cast)
    for name, stamped in (("School", 40), ("Library", 3), ("Club", 20)):
        numbers = {"received": 50, "unused": 50 - stamped, "spoiled": 0}
        facts = {**numbers, **dict.fromkeys(("stamped", "envelopes", "entered", "valid"), stamped), "invalid": 0}
        booth = Booth.objects.create(cycle=cycle, name=name)
        BoothProtocol.objects.create(booth=booth, facts=facts, signed_by=cast.booth_officer)

    booths = protocol_of(Closing.objects.get()).booths

    shown = {name: next(cell.count for cell in cells if cell.key == "stamped") for name, cells in booths.items()}
    assert shown == {"School": 40, "Library": None, "Club": None}


def test_the_checksum_is_that_of_the_facts_in_the_file(cast: Cast) -> None:
    cycle = make_closed(cast)

    pdf = pdf_of(cycle)

    carried = pdf.metadata.subject
    checksum = protocol_of(Closing.objects.get()).checksum
    assert (sha256(carried.encode()).hexdigest(), json.loads(carried)["ballots"]["counted"]) == (checksum, 4)
    assert checksum in text_of(pdf).replace(" ", "")


def test_the_log_root_is_that_of_the_first_seal_over_the_close(cast: Cast) -> None:
    make_closed(cast)
    closing = Closing.objects.get()
    assert protocol_of(closing).log_root == ""

    first = seal_log()
    Entry.objects.create(act="sign_gate", subject="later")
    seal_log()

    assert protocol_of(closing).log_root == first.root


def test_there_is_no_protocol_before_the_close(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast)

    assert client.get(reverse("closing_protocol", args=[cycle.pk])).status_code == 404
    assert "protocol.pdf" not in client.get(reverse("cycle", args=[cycle.pk])).content.decode()


def test_no_voter_is_in_it(cast: Cast) -> None:
    cycle = make_closed(cast, [[1]] * 12)

    carried = pdf_of(cycle).metadata.subject

    assert not any(key in carried for key in Roll.objects.values_list("voter_key", flat=True))
