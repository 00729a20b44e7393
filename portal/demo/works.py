"""The demo's works: funded projects at each step, one late with its reason, one done and shown, one disputed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate
from django.utils.translation import override

from budgeting.cycles.models import Cycle
from budgeting.milestones.actions import change_spending, move_milestone, plan_milestone, reach_milestone
from budgeting.milestones.confirming import confirm_done
from budgeting.milestones.models import Kind, Milestone, Shows
from budgeting.milestones.notes_translated import NOTES
from budgeting.milestones.papers import add_milestone_photo
from budgeting.milestones.queries import implementation_of
from budgeting.proposals.models import Proposal
from budgeting.translating.actions import save_translation
from portal.clock import pinned
from portal.demo.people import DOMAIN, People, person
from portal.demo.pictures import ALTS, scene

DETAILS = {
    Kind.BUDGET: {"budget_line": "05 02 04", "decree_number": "18"},
    Kind.CONTRACT: {"contractor": "შპს „სამცხის მშენებელი“"},
}
MOVED = "მასალა თოვლის გამო გვიან მივიდა, ამიტომ სამუშაო ორი კვირით გვიან დასრულდება."
NOTE = {
    "ka": "ლამპები ღამის თერთმეტი საათიდან ნახევარი სიმძლავრით ანათებს, რომ დენი დაიზოგოს.",
    "hy": "Գիշերվա ժամը տասնմեկից լամպերը լուսավորում են կես հզորությամբ՝ հոսանքը խնայելու համար։",
    "az": "Lampalar gecə saat on birdən cərəyana qənaət etmək üçün yarım güclə yanır.",
}
NOT_DONE = {
    "hy": "Դռան շեմը բարձր է, կաթի տարաները ներս տանել հնարավոր չէ։",
    "ka": "კარი არ იკეტება, შენობაში წყალი ჯერ არ შეყვანილა.",
}


@dataclass(frozen=True, slots=True)
class Course:
    """How one project went: its steps with the day each was taken, counted from the end of the objections, and the
    next step with its planned day; how much of its cost is contracted and paid, in percent."""

    taken: dict[Kind, int]
    upcoming: tuple[Kind, int] | None = None
    contracted: int = 0
    paid: int = 0


STEPS = (Kind.BUDGET, Kind.TENDER, Kind.CONTRACT, Kind.WORKS, Kind.DONE)
LIGHTED, DISPUTED, LATE = 6, 4, 2  # numbers of projects
COURSES = {
    LIGHTED: Course(dict(zip(STEPS, (5, 12, 30, 41, 70), strict=True)), contracted=94, paid=94),
    DISPUTED: Course(dict(zip(STEPS, (5, 12, 28, 39, 66), strict=True)), contracted=98, paid=90),
    LATE: Course(dict(zip(STEPS[:4], (5, 14, 33, 46), strict=True)), (Kind.DONE, 70), contracted=97, paid=40),
    8: Course(dict(zip(STEPS[:3], (5, 20, 61), strict=True)), (Kind.WORKS, 110), contracted=96),
    3: Course(dict(zip(STEPS[:2], (5, 58), strict=True)), (Kind.CONTRACT, 100)),
    9: Course({Kind.BUDGET: 5}, (Kind.TENDER, 120)),
}


def follow_works(cycle: Cycle, people: People) -> None:
    """What the officials wrote down of the funded projects since the objections ended, and what residents say of it."""
    projects = [row.project for row in implementation_of(cycle).rows]
    for project in projects:
        if course := COURSES.get(project.number or 0):
            _follow(project, course, people)
    by_number = {project.number: project for project in projects}
    if DISPUTED in by_number:
        _say(by_number[DISPUTED], ("hy", "ka", "hy"), is_done=False)
    if LIGHTED in by_number:
        _say(by_number[LIGHTED], ("hy", "hy", "ka", "hy"), is_done=True)
        _show(by_number[LIGHTED], people)


def _follow(project: Proposal, course: Course, people: People) -> None:
    begun, cost, official = project.cycle.objections_until_at, project.cost_tetri or 0, people["official"]
    steps: dict[Kind, Milestone] = {}
    with pinned(_after(begun, 3)), override("ka"):
        for kind, days in (*course.taken.items(), *([course.upcoming] if course.upcoming else [])):
            steps[kind] = plan_milestone(project, by=official, kind=kind, planned_on=localdate(_after(begun, days)))
    for kind, days in course.taken.items():
        with pinned(_after(begun, days)), override("ka"):
            on, milestone = localdate(_after(begun, days)), steps[kind]
            said = DETAILS.get(kind, {}) | ({"decree_on": on} if kind == Kind.BUDGET else {})
            note = NOTE["ka"] if kind == Kind.DONE and project.number == LIGHTED else ""
            reach_milestone(milestone, by=official, done_on=on, note=note, **said)
    last = max(course.taken.values())
    with pinned(_after(begun, last, hours=4)), override("ka"):
        money = {"contracted_tetri": _part(cost, course.contracted), "paid_tetri": _part(cost, course.paid)}
        change_spending(project, by=people["official2"], planned_tetri=cost, **money)
    if project.number == LATE and course.upcoming:
        step = steps[course.upcoming[0]]
        with pinned(_after(begun, last + 20)), override("ka"):
            planned_on = step.planned_on + timedelta(days=14)
            move_milestone(step, by=official, planned_on=planned_on, reason=MOVED)


def _part(cost_tetri: int, percent: int) -> int:
    """So much of the cost, in whole lari."""
    return cost_tetri * percent // 10_000 * 100


def _after(begun: datetime, days: int, hours: int = -6) -> datetime:
    return begun + timedelta(days=days, hours=hours)


def _say(project: Proposal, languages: tuple[str, ...], *, is_done: bool) -> None:
    done = Milestone.objects.get(project=project, kind=Kind.DONE)
    for place, language in enumerate(languages):
        resident = person(f"neighbour-{place}@{DOMAIN}", "", language)
        with pinned(done.changed_at + timedelta(days=2 + place)), override(language):
            confirm_done(project, by=resident, is_done=is_done, reason="" if is_done else NOT_DONE[language])


def _show(project: Proposal, people: People) -> None:
    """The street before and after, drawn; and the note in the languages of the villages."""
    works, done = (Milestone.objects.get(project=project, kind=kind) for kind in (Kind.WORKS, Kind.DONE))
    for milestone, shows, name in ((works, Shows.BEFORE, "dark-road"), (done, Shows.AFTER, "lamps")):
        milestone.project = project
        with pinned(done.changed_at + timedelta(hours=1)), override("ka"):
            upload = SimpleUploadedFile(f"{name}.png", scene(name))
            add_milestone_photo(milestone, by=people["official"], upload=upload, shows=shows, alt=ALTS[name]["ka"])
    done.refresh_from_db()
    with pinned(done.changed_at + timedelta(days=1)):
        for language in ("hy", "az"):
            save_translation(NOTES, done, language, by=people["translator"], texts={"note": NOTE[language]})
