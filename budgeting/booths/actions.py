"""Setting up booths, printing their ballot sheets, taking back spoiled ones."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from budgeting.booths.models import Booth, SheetBatch, SpoiledSheet
from budgeting.booths.permissions import may_set_up_booths, may_work_at_booths
from budgeting.booths.serials import LARGEST, read_serial
from budgeting.cycles.models import Area, Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.voting.identity.card.queries import has_unbound_votes
from budgeting.voting.locks import wait_for_casts
from portal.accounts.models import User
from portal.log.models import record
from portal.places.models import Settlement

LARGEST_BATCH = 500


@transaction.atomic
def create_booth(cycle: Cycle, *, by: User, name: str, settlement: Settlement | None = None) -> Booth:
    """Sets up a booth, until the vote is over; from then on cards have to be bound to people.

    NotPossible where the cycle has one of this name, and once people have voted whom no booth would know again.
    """
    if not may_set_up_booths(by, cycle):
        raise NotAllowed
    wait_for_casts(cycle)
    cycle.refresh_from_db()
    if cycle.is_vote_over:
        raise NotPossible(_("The vote is over."))
    if has_unbound_votes(cycle):
        raise NotPossible(
            _("People have voted with cards that are bound to nobody, so no booth can be set up any more.")
        )
    try:
        with transaction.atomic():
            booth = Booth.objects.create(cycle=cycle, name=name, settlement=settlement)
    except IntegrityError:
        raise NotPossible(_("There is a booth of this name already.")) from None
    record("create_booth", cycle, by=by, municipality=cycle.municipality, cycle=cycle.pk, booth=booth.pk, name=name)
    return booth


@transaction.atomic
def print_sheets(booth: Booth, *, by: User, count: int, area: Area | None = None) -> SheetBatch:
    """Gives the booth a batch of sheets with the cycle's next serials; the PDF is drawn from the batch.

    However many print at once, serials follow one another without a gap: the cycle's booths are locked meanwhile.
    NotPossible before the ballot's numbers stand and after the vote, and without an area where areas have lists.
    """
    cycle = booth.cycle
    if not may_work_at_booths(by, cycle):
        raise NotAllowed
    if not cycle.is_frozen:
        raise NotPossible(_("The projects have no numbers yet: sheets are printed once the vote is signed for."))
    if cycle.is_vote_over:
        raise NotPossible(_("The vote is over."))
    if not 1 <= count <= LARGEST_BATCH:
        raise NotPossible(_("A batch holds between 1 and %(most)s sheets.") % {"most": LARGEST_BATCH})
    check_area(cycle, area)
    list(Booth.objects.select_for_update(no_key=True).filter(cycle=cycle).order_by("pk"))
    last = SheetBatch.objects.filter(booth__cycle=cycle).aggregate(last=Max("last_serial"))["last"] or 0
    if last + count > LARGEST:
        raise NotPossible(_("There are no serials left for this batch."))
    batch = SheetBatch.objects.create(
        booth=booth, area=area, first_serial=last + 1, last_serial=last + count, printed_by=by
    )
    serials = {"first": batch.first_serial, "last": batch.last_serial}
    record("print_sheets", cycle, by=by, municipality=cycle.municipality, cycle=cycle.pk, booth=booth.pk, **serials)
    return batch


def check_area(cycle: Cycle, area: Area | None) -> None:
    """NotPossible where a sheet of this area is none of the cycle's."""
    areas = {one.pk for one in cycle.areas.all()}
    if areas and (area is None or area.pk not in areas):
        raise NotPossible(_("Say for which area the sheet is."))


@transaction.atomic
def spoil_sheet(booth: Booth, *, by: User, typed: str) -> int:
    """Takes back a spoiled sheet of this booth by the serial on its stub; returns the serial.

    Its holder is given another sheet and stays stamped once. NotPossible with what is wrong about the serial.
    """
    cycle = booth.cycle
    if not may_work_at_booths(by, cycle):
        raise NotAllowed
    hold_booth(booth)
    serial = read_serial(typed)
    if serial is None:
        raise NotPossible(_("This serial has a typing mistake. Compare it with the stub, sign by sign."))
    batches = SheetBatch.objects.filter(first_serial__lte=serial, last_serial__gte=serial, booth__cycle=cycle)
    batch = batches.select_related("booth").first()
    if batch is None:
        raise NotPossible(_("No sheet with this serial was printed."))
    if batch.booth_id != booth.pk:
        raise NotPossible(_("This sheet belongs to another booth: %(booth)s.") % {"booth": batch.booth.name})
    try:
        with transaction.atomic():
            SpoiledSheet.objects.create(booth=booth, serial=serial)
    except IntegrityError:
        raise NotPossible(_("This sheet has been taken back as spoiled already.")) from None
    return serial


def hold_booth(booth: Booth) -> Booth:
    """The booth as it stands now, locked until the transaction ends.

    NotPossible once its protocol is signed by two people: nothing of the booth can change any more.
    """
    stored = Booth.objects.select_for_update(no_key=True).get(pk=booth.pk)
    if Booth.objects.filter(pk=booth.pk, protocol__countersigned_at__isnull=False).exists():
        raise NotPossible(_("This booth's protocol is signed by two people. Nothing of it can change any more."))
    return stored
