"""The vote: ballots without a person, a roll without a choice, and the ways to prove who you are."""
