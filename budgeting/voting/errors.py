"""What the vote refuses with, beside the sentences of its rules."""

from django.utils.translation import gettext as _

from budgeting.errors import NotPossible


class VoteNotOpen(NotPossible):
    """No ballot is taken now; `is_late` where the vote has been open and is over."""

    def __init__(self, *, is_late: bool = False) -> None:
        super().__init__(_("The vote is not open now."))
        self.is_late = is_late
