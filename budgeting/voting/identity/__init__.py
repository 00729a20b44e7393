"""Ways to prove who votes. Each is a folder that can be copied or deleted whole; a cycle names those it takes."""

from budgeting.voting.identity.base import IdentityMethod, Voter
from budgeting.voting.identity.card.method import VotingCard

METHODS: dict[str, IdentityMethod] = {method.name: method for method in (VotingCard(),)}

__all__ = ["METHODS", "IdentityMethod", "Voter"]
