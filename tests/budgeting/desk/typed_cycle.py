"""What an administrator types to write a cycle."""

from tests.factories import LANGUAGES

CYCLE = {
    **{f"title_{code}": f"Budget {code}" for code in LANGUAGES},
    "envelope_tetri": "100 000",
    "proposing_from_at": "2027-03-01T09:00",
    "proposing_until_at": "2027-04-01T18:00",
    "voting_from_at": "2027-05-01T09:00",
    "voting_until_at": "2027-05-20T18:00",
    "objections_until_at": "2027-06-01T18:00",
    "implementing_until_at": "2028-06-01T18:00",
    "longest_text": "5000",
    "max_photos": "5",
    "backing_threshold": "0",
    "min_age": "16",
    "ballot_kind": "approval",
    "min_projects": "1",
    "silence_days": "0",
    "max_projects": "5",
    "votes_in": "both",
    "identity_methods": ["card"],
    "method": "greedy",
}
