"""Proposals that ask for something alike, in whichever language they were written."""

from collections import defaultdict
from collections.abc import Iterable
from math import log

from budgeting.cycles.models import Cycle
from budgeting.proposals.finding import cards_in_order
from budgeting.proposals.models import Proposal, ProposalWord
from portal.languages.concepts import THINGS
from portal.languages.roots import MARK, readings_of

LONGEST_TEXT = 1500  # letters: the subject is named early, and a look-up must stay quick while somebody writes
LIGHTEST = 2  # weight of a word in a summary: long texts have half of all words in common
THING_COUNTS = 2  # a road in both is worth two rare words
FEWEST_WORDS = 2  # in common, where no thing is
_THINGS = frozenset(MARK + thing for thing in THINGS)


def similar_proposals(
    cycle: Cycle, texts: Iterable[str], *, without: Proposal | None = None, limit: int = 5
) -> list[Proposal]:
    """The public proposals of the cycle most like these texts, the most alike first, in two queries.

    Alike are those whose title or summary names the same thing, or shares two words with the texts. A word counts
    the more, the fewer proposals hold it, and in a title more than in a summary. The first text is the most telling.
    """
    words = _words_of(texts)
    found = ProposalWord.objects.filter(
        root__in=words, weight__gte=LIGHTEST, proposal__in=cycle.proposals.public().values("pk")
    )
    if without:
        found = found.exclude(proposal=without)
    shared = list(found.values_list("proposal", "root", "weight")) if words else []
    scores = _scores(shared, words)
    best = sorted(scores, key=lambda pk: (-scores[pk], -pk))[:limit]
    return cards_in_order(best) if best else []


def _words_of(texts: Iterable[str]) -> dict[str, int]:
    """{root: which word of the texts it comes from}; a thing is a word of its own."""
    readings = readings_of(" ".join(text for text in texts if text)[:LONGEST_TEXT])
    places: dict[str, int] = {}
    for place, reading in enumerate(readings):
        for root in reading:
            places.setdefault(root, place)
    return places


def _scores(shared: list[tuple[int, str, int]], words: dict[str, int]) -> dict[int, float]:
    """{proposal: score} of those that are alike; `shared` are (proposal, root, weight)."""
    holders: dict[str, int] = defaultdict(int)
    for _proposal, root, _weight in shared:
        holders[root] += 1
    everybody = 1 + len({proposal for proposal, _root, _weight in shared})
    gains: dict[int, dict[int, float]] = defaultdict(dict)  # the best of a word's roots counts, once
    things: set[int] = set()
    for proposal, root, weight in shared:
        gain = log(1 + everybody / holders[root]) * weight * (THING_COUNTS if root in _THINGS else 1)
        gains[proposal][words[root]] = max(gain, gains[proposal].get(words[root], 0))
        if root in _THINGS:
            things.add(proposal)
    return {
        proposal: sum(by_word.values())
        for proposal, by_word in gains.items()
        if proposal in things or len(by_word) >= FEWEST_WORDS
    }
