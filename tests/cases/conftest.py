"""A vote by text message, and those who come to it."""

from collections.abc import Callable

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from budgeting.cycles.models import Cycle
from tests.cases.at_a_browser import Voter
from tests.factories import make_vote
from tests.people import Cast


@pytest.fixture
def voter(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Callable[..., Voter]:
    return lambda cycle, address="192.0.2.7": Voter(cycle, django_capture_on_commit_callbacks, address)


@pytest.fixture
def by_phone(cast: Cast) -> Cycle:
    return make_vote(cast, identity_methods=["sms"])
