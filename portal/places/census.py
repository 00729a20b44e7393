"""What the file of places says of the people who live there, with its sources. It holds no gender, age or village."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "municipalities.json"


@dataclass(frozen=True, slots=True)
class Census:
    """A municipality at the census of 2014: people, and percent of them by community; None or {} where unknown."""

    population: int | None
    population_source: str
    percent: dict[str, float]
    percent_source: str


def census_of(slug: str) -> Census | None:
    """What is known of the municipality; None of one that is not in the file."""
    return _all().get(slug)


@cache
def _all() -> dict[str, Census]:
    places = json.loads(_FILE.read_text(encoding="utf-8"))["municipalities"]
    return {
        one["slug"]: Census(
            one["population_2014"],
            one["population_2014_source"] or "",
            one["ethnic_shares_2014_pct"] or {},
            one["ethnic_shares_2014_source"] or "",
        )
        for one in places
    }
