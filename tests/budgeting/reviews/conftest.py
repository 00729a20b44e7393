"""A proposal that waits for its review."""

import pytest

from budgeting.proposals.models import Proposal
from tests.budgeting.reviews.verdicts import make_under_review
from tests.people import Cast


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    return make_under_review(cast)
