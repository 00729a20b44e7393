"""Results: a count over a cycle's ballots, and what it decided for each project."""
