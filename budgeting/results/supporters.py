"""From which areas a project's supporters come, as far as the ballots tell. No Django, no database."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from budgeting.voting.hiding import with_hidden

Cells = list[tuple[int | None, int | None]]


def supporters_by_area(ballots: Iterable[Collection[str]], areas: Mapping[str, int | None]) -> dict[str, Cells]:
    """{project of the whole municipality: its votes by the area from whose list the same ballot chose as well}.

    `areas` gives each project's area, None for the list of the whole municipality. A ballot carries no place: who
    chose from no area's list stands under None. Nothing is said where there are no areas, and where no ballot chose
    from both lists. Cells under ten are None, and others with them so that none can be worked out from the votes,
    which are known. A project that nobody chose has no cells.
    """
    found: dict[str, Counter[int | None]] = {}
    for choices in ballots:
        places = {areas[one] for one in choices} - {None}
        place = places.pop() if len(places) == 1 else None
        for project in choices:
            if areas[project] is None:
                found.setdefault(project, Counter())[place] += 1
    columns = [*dict.fromkeys(area for area in areas.values() if area is not None), None]
    if all(set(cells) == {None} for cells in found.values()):
        return {}
    return {
        project: list(with_hidden({column: cells[column] for column in columns}).items())
        for project, cells in found.items()
    }
