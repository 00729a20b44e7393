"""Lists of what waits, which parts above budgeting add to the inbox: the desk does not know them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from budgeting.waiting import Waiting
from portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class AddedList:
    """`name` holds the page number in the address; `is_for` says who sees the list, also while it is empty."""

    name: str
    title: str | Promise
    is_for: Callable[[User], bool]
    waiting_for: Callable[[User], Waiting]


ADDED: list[AddedList] = []


def adds_list(added: AddedList) -> None:
    """Adds the list to everybody's inbox for whom it is; one of the same name is replaced."""
    ADDED[:] = [*(one for one in ADDED if one.name != added.name), added]
