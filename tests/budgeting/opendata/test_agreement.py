"""Every number of a result is the same wherever it can be read: each reader takes it out of what is sent."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.counting.pabulib.reading import parse_election
from budgeting.cycles.models import Cycle
from budgeting.results.charts import MOST_BARS
from tests.budgeting.opendata.reading import data, get, rows
from tests.budgeting.results.test_imports import run_import
from tests.people import Cast

WOLA, TARGOWEK, WIELICZKA, ASSEN = (
    "Poland_Warszawa_2022_Wola.pb",
    "Poland_Warszawa_2019_Targowek_Mieszkaniowy.pb",
    "Poland_Wieliczka_2023_Green_Budget.pb",
    "Netherlands_Assen_2024.pb",
)
FUNDED = {"Funded": True, "Not funded": False}


@dataclass
class Told:
    """What one place tells, by the project's number on the ballot; None is not told there."""

    votes: dict[int, int] | None = None
    costs: dict[int, int] | None = None
    funded: dict[int, bool] | None = None
    ballots: int | None = None
    spent: int | None = None
    left: int | None = None


def tetri(text: str) -> int:
    """ "1,234 zł" or "1,234.50" in tetri."""
    number = re.sub(r"[^\d.]", "", text)
    return round(float(number) * 100)


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", html)).replace("\N{NO-BREAK SPACE}", " ")


def stored(cycle_pk: int) -> Told:
    """Straight from the table, not through the query that all readers are fed by."""
    from budgeting.results.models import Count

    count = Count.objects.get(cycle=cycle_pk)
    outcomes = list(count.outcomes.select_related("project"))
    spent = sum(one.cost_tetri for one in outcomes if one.is_funded)
    return Told(
        votes={one.project.number: one.votes for one in outcomes},
        costs={one.project.number: one.cost_tetri for one in outcomes},
        funded={one.project.number: one.is_funded for one in outcomes},
        ballots=count.ballots,
        spent=spent,
        left=count.envelope_tetri - spent,
    )


def on_the_page(pk: int) -> Told:
    html = Client().get(reverse("results", args=[pk])).content.decode()
    table = re.search(r'<table class="results">.*?<tbody>(.*?)</tbody>', html, re.S)[1]
    lines = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.S) for row in re.findall(r"<tr.*?</tr>", table, re.S)]
    numbers = [int(re.match(r"\s*№ (\d+)", plain(cells[1]))[1]) for cells in lines]
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html, re.S))
    return Told(
        votes={number: int(cells[2].replace(",", "")) for number, cells in zip(numbers, lines, strict=True)},
        costs={number: tetri(plain(cells[3])) for number, cells in zip(numbers, lines, strict=True)},
        funded={number: FUNDED[plain(cells[4]).strip()] for number, cells in zip(numbers, lines, strict=True)},
        ballots=int(plain(facts["Counted ballots"]).replace(",", "")),
        spent=tetri(plain(facts["Money given"]).split("/")[0]),
        left=tetri(plain(facts["Remaining amount"])),
    )


def bars_in(html: str) -> Told:
    bars = re.findall(r"№ (\d+) [^<]*</a>.*?tone-(\w+).*?<strong>([\d,]+)</strong>", html, re.S)
    return Told(
        votes={int(number): int(votes.replace(",", "")) for number, _tone, votes in bars},
        funded={int(number): tone == "good" for number, tone, _votes in bars},
    )


def on_the_chart_of_the_page(pk: int) -> Told:
    return bars_in(Client().get(reverse("results", args=[pk])).content.decode())


def in_the_embed(pk: int) -> Told:
    html = Client().get(reverse("embed_results", args=[pk]), {"lang": "en"}).content.decode()
    told = bars_in(html)
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html, re.S))
    told.ballots = int(facts["Counted ballots"].replace(",", ""))
    told.spent = tetri(plain(facts["Money given"]))
    return told


def in_the_svg_of_votes(pk: int) -> Told:
    """The labels at the bars: what is seen, and what the PNG, which is this picture, shows."""
    svg = get(f"{reverse('picture_results', args=[pk, 'svg'])}?lang=en").decode()
    marks = re.findall(r"<text[^>]*>(.*?)</text>|(<rect[^>]*/>)", svg)
    numbers, votes, tones = [], [], []
    for text, rect in marks:
        words = unescape(text)
        if found := re.match(r"№ (\d+) ", words):
            numbers.append(int(found[1]))
        elif rect and 'height="16"' in rect:
            tones.append('class="good"' in rect)
        elif re.fullmatch(r"[\d,]+", words) and len(votes) < len(tones):
            votes.append(int(words.replace(",", "")))
    return Told(votes=dict(zip(numbers, votes, strict=True)), funded=dict(zip(numbers, tones, strict=True)))


def in_the_svg_of_money(pk: int) -> Told:
    """The description, which a screen reader says."""
    svg = get(f"{reverse('picture_money', args=[pk, 'svg'])}?lang=en").decode()
    [words] = re.findall(r"<desc>(.*?)</desc>", svg, re.S)
    *funded, left = [tetri(part.rpartition(": ")[2]) for part in re.split(r"; (?=№ \d|Remaining)", unescape(words))]
    return Told(spent=sum(funded), left=left)


def in_the_csv(pk: int) -> Told:
    table = rows(reverse("data_results", args=[pk]))
    return Told(
        votes={int(row["number"]): int(row["votes"]) for row in table},
        costs={int(row["number"]): int(row["cost_tetri"]) for row in table},
        funded={int(row["number"]): row["is_funded"] == "1" for row in table},
    )


def in_the_json(pk: int) -> Told:
    file = data(reverse("data_results_json", args=[pk]))
    return Told(
        votes={one["number"]: one["votes"] for one in file["projects"]},
        costs={one["number"]: one["cost_tetri"] for one in file["projects"]},
        funded={one["number"]: one["is_funded"] for one in file["projects"]},
        ballots=file["ballots"],
        spent=file["spent_tetri"],
        left=file["left_tetri"],
    )


def in_the_pb(pk: int) -> Told:
    """Votes as its table says them, and as its ballots add up."""
    text = get(reverse("data_election", args=[pk]))
    election = parse_election(BytesIO(text), len(text))
    numbers = {row["project_id"]: int(row["number"]) for row in rows(reverse("data_results", args=[pk]))}
    added = dict.fromkeys(numbers, 0)
    for vote in election.votes:
        for choice in vote.choices:
            added[choice] += 1
    assert added == {one.project_id: one.votes for one in election.projects}
    spent = sum(one.cost for one in election.projects if one.is_selected)
    return Told(
        votes={numbers[one.project_id]: one.votes for one in election.projects},
        costs={numbers[one.project_id]: one.cost * 100 for one in election.projects},
        funded={numbers[one.project_id]: bool(one.is_selected) for one in election.projects},
        ballots=len(election.votes),
        spent=spent * 100,
        left=(election.budget - spent) * 100,
    )


def in_the_api(pk: int) -> Told:
    file = data(reverse("api_result", args=[pk]))
    return Told(
        votes={one["number"]: one["votes"] for one in file["outcomes"]},
        costs={one["number"]: one["cost_tetri"] for one in file["outcomes"]},
        funded={one["number"]: one["is_funded"] for one in file["outcomes"]},
        ballots=file["ballots"],
        spent=file["spent_tetri"],
        left=file["left_tetri"],
    )


# A further place that tells a result gets a line here.
READERS: tuple[Callable[[int], Told], ...] = (
    *(on_the_page, in_the_embed, in_the_svg_of_votes, in_the_svg_of_money),
    *(in_the_csv, in_the_json, in_the_pb, in_the_api),
)


@pytest.mark.parametrize("name", [WOLA, TARGOWEK, WIELICZKA, ASSEN])
def test_every_place_tells_the_same_numbers_of_a_real_election(cast: Cast, pabulib: Path, name: str) -> None:
    run_import(pabulib / name)
    pk = Cycle.objects.get().pk
    expected = stored(pk)

    for reader in READERS:
        for what, value in vars(reader(pk)).items():
            if value is not None:
                assert value == getattr(expected, what), (reader.__name__, what)
    most = sorted(expected.votes.values(), reverse=True)[:MOST_BARS]
    drawn = on_the_chart_of_the_page(pk)
    assert sorted(drawn.votes.values(), reverse=True) == most
    assert drawn.votes.items() <= expected.votes.items()
    assert drawn.funded.items() <= expected.funded.items()
