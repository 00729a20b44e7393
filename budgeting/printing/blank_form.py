"""The blank form of a proposal, in three languages at once, for people who write on paper."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from budgeting.cycles.models import Cycle
from budgeting.printing.sheet import HEIGHT_MM, INK, MARGIN_MM, SOFT, WIDTH_MM, Sheet
from budgeting.proposals.models import Beneficiary
from portal.languages.templatetags.languages import moment
from portal.languages.texts import PUBLIC_LANGUAGES, read_text

LINE_MM = 9
BOX_MM = 5
INNER_MM = WIDTH_MM - 2 * MARGIN_MM
# What is asked, and on how many lines it is answered.
QUESTIONS: tuple[tuple[str | Promise, int], ...] = (
    (gettext_lazy("Your name, or initials"), 1),
    (gettext_lazy("Town or village"), 1),
    (gettext_lazy("Title: what should be done, in a few words"), 2),
    (gettext_lazy("What is wrong today, what should be done, who will benefit"), 11),
    (gettext_lazy("Where exactly"), 2),
    (gettext_lazy("Rough cost in lari, if you know it"), 1),
    (gettext_lazy("Phone or email, if you want to hear what becomes of it"), 1),
)


def blank_form(cycle: Cycle) -> bytes:
    """The PDF, in Georgian, Armenian and Azerbaijani side by side."""
    first = PUBLIC_LANGUAGES[0]
    with override(first):
        sheet = Sheet(_("Proposal"), first)
    _in_each(sheet, lambda: f"{_('Proposal')} · {read_text(cycle, 'title')}", size=13, is_bold=True)
    _in_each(sheet, lambda: f"{cycle.municipality.name} · {_('Until')}: {moment(cycle.proposing_until_at)}", color=SOFT)
    sheet.gap(3)
    for question, lines in QUESTIONS:
        _ask(sheet, question, lines)
    _ask_who_benefits(sheet)
    _ask_consent(sheet)
    return sheet.as_bytes()


def _in_each(sheet: Sheet, sentence: Callable[[], str], size: float = 9.5, **look: object) -> None:
    """The sentence in every language, each on a line of its own."""
    for code in PUBLIC_LANGUAGES:
        with override(code):
            sheet.words(sentence(), size=size, **look)  # type: ignore[arg-type]


def _ask(sheet: Sheet, question: str | Promise, lines: int) -> None:
    _keep_together(sheet, 16 + min(lines, 3) * LINE_MM)
    _in_each(sheet, lambda: str(question))
    for _line in range(lines):
        _keep_together(sheet, LINE_MM)
        sheet.gap(LINE_MM)
        _rule(sheet)
    sheet.gap(4)


def _ask_who_benefits(sheet: Sheet) -> None:
    _keep_together(sheet, 60)
    _in_each(sheet, lambda: _("Who will benefit most"), is_bold=True)
    sheet.gap(2)
    for kind in Beneficiary:
        _tick(sheet, kind.label.__str__)
    sheet.gap(3)


def _ask_consent(sheet: Sheet) -> None:
    """Staff may type the paper in only for somebody who agreed to it. Source: design, 4 (assisted entry)."""
    _keep_together(sheet, 70)
    _tick(sheet, lambda: _("I agree that the municipality publishes this proposal with the name I wrote."), each=True)
    sheet.gap(8)
    for label in (gettext_lazy("Date"), gettext_lazy("Signature")):
        _in_each(sheet, label.__str__)
        sheet.gap(LINE_MM)
        _rule(sheet)
        sheet.gap(3)


def _tick(sheet: Sheet, sentence: Callable[[], str], *, each: bool = False) -> None:
    """A box to tick, with the sentence in all languages: on one line, or `each` on its own."""
    sheet.set_draw_color(*INK)
    sheet.rect(MARGIN_MM, sheet.get_y() + 0.5, BOX_MM, BOX_MM)
    sheet.set_left_margin(MARGIN_MM + BOX_MM + 3)
    sheet.set_x(MARGIN_MM + BOX_MM + 3)
    said = []
    for code in PUBLIC_LANGUAGES:
        with override(code):
            said.append(sentence())
    sheet.words("\n".join(said) if each else " · ".join(said), size=10)
    sheet.set_left_margin(MARGIN_MM)
    sheet.set_x(MARGIN_MM)
    sheet.gap(2)


def _rule(sheet: Sheet) -> None:
    sheet.set_draw_color(*SOFT)
    sheet.line(MARGIN_MM, sheet.get_y(), MARGIN_MM + INNER_MM, sheet.get_y())


def _keep_together(sheet: Sheet, needed_mm: float) -> None:
    if sheet.get_y() + needed_mm > HEIGHT_MM - MARGIN_MM:
        sheet.add_page()
