"""The record of who did what to a cycle: it only grows."""
