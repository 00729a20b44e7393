"""Watching a vote without seeing anybody: how many, how far, and what looks odd."""
