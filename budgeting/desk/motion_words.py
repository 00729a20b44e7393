"""What a motion says, in words the other official can second."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from budgeting.motions.models import Act, Motion
from budgeting.voting.extending.models import ExtensionCode
from budgeting.voting.models import Channel
from portal.languages.templatetags.languages import moment, number

Line = tuple[str | Promise, str]


def facts_of(motion: Motion) -> list[Line]:
    """(name, value) of what is seconded with this motion; nothing where its own page tells it."""
    say = _WORDS.get(Act(motion.act))
    return say(motion.facts) if say else []


def _closing(facts: dict[str, Any]) -> list[Line]:
    return [(channel.label, number(facts.get(channel.value, 0))) for channel in Channel]


def _count(facts: dict[str, Any]) -> list[Line]:
    withdrawn = ", ".join(f"№ {one}" for one in facts["withdrawn"])
    said = [(_("Why it is counted again"), facts["reason"]), (_("Projects that were withdrawn"), withdrawn)]
    return [(name, value) for name, value in said if value]


def _publication(facts: dict[str, Any]) -> list[Line]:
    return [(_("Count"), f"№ {facts['count']}")]


def _extension(facts: dict[str, Any]) -> list[Line]:
    return [
        (_("Present end of the vote"), moment(datetime.fromisoformat(facts["from_at"]))),
        (_("New end of the vote"), moment(datetime.fromisoformat(facts["until_at"]))),
        (_("Why it is extended"), str(ExtensionCode(facts["code"]).label)),
        (_("Reason"), facts["reason"]),
    ]


def _withdrawal(facts: dict[str, Any]) -> list[Line]:
    return [(_("Number of the project"), f"№ {facts['number']}"), (_("Reason"), facts["reason"])]


_WORDS: dict[Act, Callable[[dict[str, Any]], list[Line]]] = {
    Act.CLOSE: _closing,
    Act.COUNT: _count,
    Act.PUBLISH: _publication,
    Act.EXTEND: _extension,
    Act.WITHDRAW: _withdrawal,
}
