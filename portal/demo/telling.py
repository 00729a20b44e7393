"""What the demo's people say of themselves after taking part, and the inclusion reports made of it."""

import random
from datetime import timedelta

from budgeting.backing.models import Backing
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import AFTER_THE_VOTE
from budgeting.inclusion.actions import ask_report, count_answers, keep_author_answer, make_report, new_token
from budgeting.inclusion.models import AgeBand, Gender, Part
from budgeting.proposals.models import Proposal
from portal.clock import pinned
from portal.demo.people import People
from portal.demo.plans import Plan

WOMEN_OF_HUNDRED, TELLING_OF_HUNDRED = 44, 70
AGES = (*AgeBand.values, "")
AGE_WEIGHTS = (3, 22, 30, 24, 15, 6)


def tell(cycle: Cycle, plan: Plan, written: list[Proposal]) -> None:
    """Authors, backers and voters answer, not all of them; call it before the vote is closed."""
    chance = random.Random(f"telling {plan.slug}")
    for proposal in written:
        if chance.randrange(100) < TELLING_OF_HUNDRED and proposal.author:
            gender, age = _gender(chance), _age(chance)
            keep_author_answer(proposal, by=proposal.author, gender=gender, age=age)
    if plan.stage not in AFTER_THE_VOTE:
        return
    places = [str(pk) for pk in cycle.municipality.settlements.values_list("pk", flat=True)][:6]
    backers = Backing.objects.filter(proposal__cycle=cycle).values("user").distinct().count()
    with pinned(cycle.voting_from_at + timedelta(days=1)):
        for part, number in ((Part.BACK, backers), (Part.VOTE, plan.voters)):
            for _person in range(number * TELLING_OF_HUNDRED // 100):
                said = {"gender": _gender(chance), "age": _age(chance), "settlement": chance.choice([*places, ""])}
                language = chance.choice([*plan.languages, plan.languages[0]])
                count_answers(cycle, part, token=new_token(cycle, part), language=language, answers=said)


def report(cycle: Cycle, people: People) -> None:
    """The report of a cycle whose result is published."""
    make_report(ask_report(cycle, by=people["official"]))


def _gender(chance: random.Random) -> str:
    said = chance.randrange(100)
    if said >= 94:
        return chance.choice(["", Gender.OTHER.value])
    return Gender.WOMAN.value if said < WOMEN_OF_HUNDRED else Gender.MAN.value


def _age(chance: random.Random) -> str:
    return chance.choices(AGES, AGE_WEIGHTS)[0]
