"""The phones of voters."""

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.budgeting.voting.identity.listed import Phones


@pytest.fixture
def phones(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Phones:
    return Phones(django_capture_on_commit_callbacks)
