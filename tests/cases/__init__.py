"""The cases that the vote was promised to stand up to, by their numbers."""
