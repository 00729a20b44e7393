"""A vote made longer by two officials, and the outages that oblige them to it."""
