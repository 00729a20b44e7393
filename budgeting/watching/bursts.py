"""From how many ballots in one window a group looks odd. Published on the page *Watching this vote*."""

from budgeting.watching.models import Suspicion

FEWEST = {Suspicion.BLOCK: 30, Suspicion.PHONES: 10, Suspicion.BOOTH: 60, Suspicion.HASTY: 10}
