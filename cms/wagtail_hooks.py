"""What Wagtail finds of ours; each slice keeps its own."""

from cms.editing import hooks as editing_hooks  # noqa: F401 - registers when imported
from cms.organisations import hooks as organisations_hooks  # noqa: F401 - registers when imported
from cms.translating import hooks as translating_hooks  # noqa: F401 - registers when imported
