"""Blocks that show the budget as it is now. They keep which cycle, never a number of it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from budgeting.results.charts import votes_chart
from cms.blocks.chosen import CycleBlock, ThemeBlock, first_of
from cms.blocks.groups import BUDGET, LIVE_PREVIEW
from cms.blocks.live import MOST, live_of

WINNERS, ALL = "winners", "all"


class CycleCardBlock(blocks.StructBlock):
    cycle = CycleBlock()

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        return {**context, "cycle": live_of(value, parent_context).cycles.get(value["cycle"])}

    def get_preview_value(self) -> Any:
        return self.normalize({"cycle": first_of(CycleBlock)()})

    class Meta:
        label = _("A budget and its stage")
        icon = "calendar-check"
        group = BUDGET
        description = _("Which stage a budget is in, its dates, and what residents can do now.")
        template = "cms/blocks/cycle.html"
        preview_template = LIVE_PREVIEW


class ProjectListBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    cycle = CycleBlock()
    show = blocks.ChoiceBlock(
        label=_("Which"),
        choices=[
            (WINNERS, pgettext_lazy("projects", "Those that the vote has chosen")),
            (ALL, pgettext_lazy("projects", "All proposals, and all projects once the vote has begun")),
        ],
        default=WINNERS,
    )
    theme = ThemeBlock(required=False, help_text=_("Empty: of every theme."))
    most = blocks.IntegerBlock(label=_("How many at most"), default=6, min_value=1, max_value=MOST)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context, live = super().get_context(value, parent_context), live_of(value, parent_context)
        cycle = live.cycles.get(value["cycle"])
        return {**context, "cycle": cycle, "projects": self._projects(value, live) if cycle else []}

    def _projects(self, value: Any, live: Any) -> list[Any]:
        if value["show"] == WINNERS:
            found = [outcome.project for outcome in live.outcomes.get(value["cycle"], ()) if outcome.is_funded]
        else:
            found = [one for one in live.proposals if one.cycle_id == value["cycle"]]
        wanted = [one for one in found if value["theme"] in (None, one.theme_id)]
        return wanted[: value["most"] or MOST]

    def get_preview_value(self) -> Any:
        return self.normalize({"cycle": first_of(CycleBlock)(), "show": ALL, "theme": None, "most": 3})

    class Meta:
        label = _("Projects of a budget")
        icon = "list-ul"
        group = BUDGET
        description = _("The projects that won, or the proposals of a budget, of every theme or of one.")
        template = "cms/blocks/projects.html"
        preview_template = LIVE_PREVIEW


class ResultsChartBlock(blocks.StructBlock):
    cycle = CycleBlock(help_text=_("The chart is empty until the result is published."))
    most = blocks.IntegerBlock(label=_("How many projects at most"), default=10, min_value=1, max_value=50)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context, live = super().get_context(value, parent_context), live_of(value, parent_context)
        outcomes, cycle = live.outcomes.get(value["cycle"], []), live.cycles.get(value["cycle"])
        if not outcomes or not cycle:
            return context
        count, shown = outcomes[0].count, outcomes[: value["most"] or None]
        count.cycle = cycle
        return {
            **context,
            "cycle": cycle,
            "count": count,
            "outcomes": shown,
            "chart": votes_chart(count, shown),
            "total": len(outcomes),
        }

    def get_preview_value(self) -> Any:
        return self.normalize({"cycle": first_of(CycleBlock)(), "most": 5})

    class Meta:
        label = _("Chart of a result")
        icon = "order"
        group = BUDGET
        description = _("The votes each project got, as bars and as a table, once the result is published.")
        template = "cms/blocks/results.html"
        preview_template = LIVE_PREVIEW
