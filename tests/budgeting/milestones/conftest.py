"""The funded project most of these tests are about."""

from tests.budgeting.milestones.works import project

__all__ = ["project"]  # a fixture
