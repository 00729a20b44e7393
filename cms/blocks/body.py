"""The text of a page: the blocks an editor may choose from, and how they share what they read."""

from typing import Any

from wagtail import blocks

from cms.blocks.acting import ActionBlock, QuestionsBlock, VideoBlock
from cms.blocks.budget import CycleCardBlock, ProjectListBlock, ResultsChartBlock
from cms.blocks.files import DocumentsBlock
from cms.blocks.live import Live
from cms.blocks.pictures import MapBlock, PictureBlock
from cms.blocks.words import FiguresBlock, QuoteBlock, TextBlock


class Body(blocks.StreamBlock):
    """Blocks in any order. However many show something of the budget, it is read for all of them at once."""

    text = TextBlock()
    picture = PictureBlock()
    quote = QuoteBlock()
    figures = FiguresBlock()
    cycle = CycleCardBlock()
    projects = ProjectListBlock()
    results = ResultsChartBlock()
    map = MapBlock()
    documents = DocumentsBlock()
    video = VideoBlock()
    action = ActionBlock()
    questions = QuestionsBlock()

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        return {**context, "children": value, "live": Live(child.value for child in value)}

    class Meta:
        template = "cms/blocks/body.html"
