"""A project taken out of a running vote by two officials."""
