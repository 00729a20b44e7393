"""The words a proposal is found by: kept in rows of their own, so that a search is a look-up on any database."""

from collections.abc import Iterable

from budgeting.proposals.models import LANGUAGES, Proposal, ProposalWord
from portal.languages.kept_roots import keep_roots
from portal.languages.roots import roots_of


def index_proposals(proposals: Iterable[Proposal]) -> None:
    """Keeps the words of these proposals as they are now."""
    proposals = list(proposals)
    rows = [
        ProposalWord(proposal=proposal, root=root, weight=weight)
        for proposal in proposals
        for root, weight in weighted_roots(proposal).items()
    ]
    keep_roots(ProposalWord.objects.filter(proposal__in=proposals), rows, "proposal_id")


def weighted_roots(proposal: Proposal) -> dict[str, int]:
    """{root: weight}: 3 for the title, 2 for the summary, the place and the author, 1 for the text."""
    place = proposal.settlement
    names = [getattr(place, f"name_{code}") for code in LANGUAGES] if place else []
    texts = {
        1: [getattr(proposal, f"text_{code}") for code in LANGUAGES],
        2: [getattr(proposal, f"summary_{code}") for code in LANGUAGES] + names + [proposal.author_name],
        3: [getattr(proposal, f"title_{code}") for code in LANGUAGES],
    }
    return {root: weight for weight, parts in texts.items() for root in roots_of(" ".join(filter(None, parts)))}
