"""A proposal written down at a village meeting, sent back once, and translated too early."""

from datetime import timedelta

from django.utils.timezone import localdate
from django.utils.translation import override

from budgeting.assisting.actions import enter_proposal
from budgeting.cycles.models import Cycle, Theme
from budgeting.cycles.stages import Stage
from budgeting.proposals.actions import change_state, publish_proposal, save_draft, submit_proposal
from budgeting.proposals.models import Origin
from budgeting.translating.actions import save_translation
from budgeting.translating.sources import PROPOSALS
from portal.clock import pinned
from portal.demo.people import People

TEXTS = {
    "title": "Məktəb avtobusu üçün örtülü dayanacaq",
    "summary": "Uşaqlar avtobusu yağışın və küləyin altında gözləyir, üstü örtülü bir dayanacaq lazımdır.",
    "text": "Səhərlər iyirmiyə yaxın uşaq avtobusu yolun kənarında gözləyir.\n\nDamı və skamyası olan kiçik dayanacaq "
    "istəyirik.",
}
IMPROVED = TEXTS["text"] + "\n\nYeri: mağazanın yanındakı boş sahə, bələdiyyənin torpağıdır."
GEORGIAN = {
    "title": "გადახურული გაჩერება სკოლის ავტობუსისთვის",
    "summary": "ბავშვები ავტობუსს წვიმასა და ქარში ელოდებიან, საჭიროა გადახურული გაჩერება.",
    "text": "დილაობით ოციოდე ბავშვი ავტობუსს გზის პირას ელოდება.\n\nგვინდა პატარა გაჩერება სახურავითა და სკამით.",
}


def write_down_at_a_meeting(cycle: Cycle, people: People) -> None:
    """The booth officer enters it; a moderator asks where exactly, so that the first translation is outdated."""
    if cycle.stage != Stage.PROPOSING:
        return
    village = cycle.municipality.settlements.get(slug="talaveri")
    evening = cycle.proposing_from_at + timedelta(days=6, hours=1)
    with pinned(evening), override("az"):
        proposal = enter_proposal(
            cycle,
            by=people["booth"],
            origin=Origin.MEETING,
            origin_place="Faxralı",
            consented_on=localdate(evening),
            author_name="Gülxanım M.",
            written_in="az",
            theme=Theme.objects.get(slug="roads"),
            settlement=village,
            **TEXTS,
        )
    with pinned(evening + timedelta(days=1)), override("az"):
        save_translation(PROPOSALS, proposal, "ka", by=people["translator"], texts=GEORGIAN)
        change_state(proposal, "send_back", by=people["moderator"], reason="Zəhmət olmasa, yerini dəqiq yazın.")
    with pinned(evening + timedelta(days=2)), override("az"):
        save_draft(proposal, by=people["booth"], text=IMPROVED)
        submit_proposal(proposal, by=people["booth"])
    with pinned(evening + timedelta(days=3)):
        publish_proposal(proposal, by=people["moderator"])
