"""Backing: how many people stand behind a proposal before it is reviewed."""
