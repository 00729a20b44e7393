"""Proposals: what residents ask for, from a draft to the ballot."""
