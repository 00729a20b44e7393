"""The words a proposal is found by."""

from importlib import import_module

from django.apps import apps

from budgeting.proposals.models import Proposal, ProposalWord
from budgeting.proposals.words import index_proposals
from tests.factories import make_cycle, make_draft, make_settlement
from tests.people import Cast


def _words() -> set[tuple[int, str, int]]:
    return set(ProposalWord.objects.values_list("proposal", "root", "weight"))


def test_word_weighs_most_where_it_stands_first(cast: Cast) -> None:
    texts = {"title": "Alma", "summary": "Alma armud", "text": "Alma armud heyva"}
    proposal = make_draft(cast, make_cycle(cast), **texts)

    weights = dict(ProposalWord.objects.filter(root__in=["alm", "armud", "heyv"]).values_list("root", "weight"))

    assert (weights, proposal.words.exists()) == ({"alm": 3, "armud": 2, "heyv": 1}, True)


def test_words_are_written_anew(cast: Cast) -> None:
    proposal = make_draft(cast, make_cycle(cast), title="Alma")
    Proposal.objects.filter(pk=proposal.pk).update(title_az="Armud")
    proposal.refresh_from_db()

    index_proposals([proposal])

    assert [list(Proposal.objects.search(query)) for query in ("alma", "armud")] == [[], [proposal]]


def test_migration_writes_the_words_of_earlier_proposals(cast: Cast) -> None:
    cycle = make_cycle(cast)
    village = make_settlement(cast.municipality)
    for title in ("Körpü", "Məktəb"):
        make_draft(cast, cycle, title=title, settlement=village)
    expected = _words()
    ProposalWord.objects.all().delete()

    import_module("budgeting.migrations.0011_words_of_earlier_proposals").write_words(apps, None)

    assert _words() == expected
