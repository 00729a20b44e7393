"""What of budgeting others can show."""

from django.utils.translation import gettext_lazy as _

from budgeting.embeds import cards, records
from budgeting.embeds.kinds import Kind, register

CYCLE = "cycles/<numbered:pk>"

register(
    Kind("cycle", _("A cycle"), CYCLE, cards.cycle_card, 640, pages=("cycle", "proposals"), listed=cards.listed_cycles)
)
register(
    Kind(
        "results",
        _("Results"),
        f"{CYCLE}/results",
        cards.results_card,
        720,
        pages=("results", "results_step"),
        listed=cards.listed_results,
    )
)
register(Kind("money", _("Where the money goes"), f"{CYCLE}/money", cards.money_card, 560, listed=cards.listed_results))
register(
    Kind(
        "turnout",
        _("Turnout"),
        f"{CYCLE}/turnout",
        cards.turnout_card,
        420,
        pages=("watch", "turnout"),
        listed=cards.listed_votes,
    )
)
register(
    Kind(
        "proposal",
        _("A proposal or project"),
        "proposals/<numbered:pk>",
        records.proposal_card,
        360,
        pages=("proposal",),
        thing="proposal",
    )
)
register(
    Kind(
        "office",
        _("How an office answers"),
        "offices/<numbered:pk>",
        records.office_card,
        520,
        pages=("office",),
        thing="office",
        field="name",
    )
)
