"""Voting at once on SQLite, in a file and from two processes: each waits for the other, and nobody is refused.

Without IMMEDIATE transactions a read that turns into a write fails at once with "database is locked".
"""

from pathlib import Path

from scripts.site import Site, serving
from scripts.voter import Load, run


def test_eight_voters_at_once_are_all_counted(tmp_path: Path) -> None:
    site = Site(tmp_path, f"sqlite:///{tmp_path}/khma.sqlite3")
    vote = site.ask("fill", "60")

    with serving(site, threads=4) as server:
        tally = run(Load("cast", server.port, vote["path"], vote["cards"], voters=8, seconds=60))

    assert (tally.errors, tally.done) == ([], 60)
    kept = site.ask("receipts")
    assert (len(kept["receipts"]), kept["roll"]) == (60, 60)
