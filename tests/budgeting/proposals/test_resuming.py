"""The link to a draft is sent to whoever writes it."""

from datetime import timedelta

import pytest

from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.resuming import PAUSE, send_link
from portal.accounts.models import Rhythm
from portal.clock import now, pinned
from portal.messages.models import Notice
from tests.factories import make_cycle, make_draft
from tests.people import ROLES, Cast


def test_send_link_tells_the_author_in_their_language(cast: Cast) -> None:
    cast.resident.language = "az"
    draft = make_draft(cast, make_cycle(cast))

    send_link(draft, by=cast.resident)

    notice = Notice.objects.get()
    assert (notice.user, notice.path) == (cast.resident, f"/az/proposals/{draft.pk}/write/")


def test_send_link_is_for_those_who_write_it(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast))
    for name in ("neighbour", *ROLES):
        with pytest.raises(NotAllowed):
            send_link(draft, by=getattr(cast, name))
    assert Notice.objects.count() == 0


def test_send_link_again_has_to_wait(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast))
    send_link(draft, by=cast.resident)
    with pytest.raises(NotPossible):
        send_link(draft, by=cast.resident)
    with pinned(now() + PAUSE + timedelta(seconds=1)):
        send_link(draft, by=cast.resident)
    assert Notice.objects.count() == 2


def test_send_link_to_who_wants_no_messages_says_what_to_do(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast))
    cast.resident.rhythm = Rhythm.NEVER
    with pytest.raises(NotPossible):
        send_link(draft, by=cast.resident)
    assert Notice.objects.count() == 0
