"""Cycles in which people have answered the questions about themselves."""

from django.test import Client

from budgeting.cycles.models import Cycle
from budgeting.inclusion.actions import ask_report, count_answers, keep_author_answer, make_report, new_token
from budgeting.inclusion.models import InclusionReport, Part, Tally
from budgeting.proposals.models import Proposal
from budgeting.results.actions import count_cycle
from portal.accounts.models import User
from tests.budgeting.results.closed import make_over
from tests.people import Cast

WOMAN = {"gender": "woman", "age": "30-44", "settlement": ""}


def answer(cycle: Cycle, part: Part = Part.VOTE, times: int = 1, language: str = "az", **said: str) -> None:
    for _time in range(times):
        count_answers(cycle, part, token=new_token(cycle, part), language=language, answers={**WOMAN, **said})


def numbers(cycle: Cycle, question: str, part: Part = Part.VOTE) -> dict[str, int]:
    return dict(Tally.objects.filter(cycle=cycle, part=part, question=question).values_list("answer", "number"))


def make_counted(cast: Cast, votes: int = 30, **said: int) -> Cycle:
    """A published result of `votes` ballots, with so many answers of each gender; half of the voters on the az page."""
    cycle = make_over(cast, [[1]] * votes)
    with_open_vote = Cycle.objects.get(pk=cycle.pk)
    for gender, times in said.items():
        tally_directly(with_open_vote, gender, times)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    return Cycle.objects.select_related("municipality").get(pk=cycle.pk)


def tally_directly(cycle: Cycle, gender: str, times: int) -> None:
    """As if so many had answered while the vote was open."""
    Tally.objects.create(cycle=cycle, part=Part.VOTE, question="gender", answer=gender, number=times)
    row, _is_new = Tally.objects.get_or_create(cycle=cycle, part=Part.VOTE, question="language", answer="az")
    row.number += times
    row.save()


def make_public_report(cast: Cast, cycle: Cycle) -> InclusionReport:
    return make_report(ask_report(cycle, by=cast.official))


def say_of_authors(proposals: list[Proposal], *genders: str) -> None:
    """What the first authors say, in turn."""
    for proposal, gender in zip(proposals, genders, strict=False):
        keep_author_answer(proposal, by=proposal.author, gender=gender, age="")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
