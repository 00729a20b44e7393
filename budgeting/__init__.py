"""Participatory budgeting: cycles, proposals, the vote, the count and what comes of it."""
