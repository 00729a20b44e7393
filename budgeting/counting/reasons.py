"""Why a project won or lost, in any rule."""

from enum import StrEnum


class Reason(StrEnum):
    FITS = "fits"
    SHARED = "shared"
    COMPLETED = "completed"
    NO_MONEY_LEFT = "no_money_left"
    STOPPED = "stopped"
    ENOUGH_WINNERS = "enough_winners"
    NO_VOTES = "no_votes"
    BELOW_THRESHOLD = "below_threshold"
    SAME_PLACE = "same_place"
    WITHDRAWN = "withdrawn"
    TOO_DEAR = "too_dear"
    SPENT = "spent"


WON = frozenset({Reason.FITS, Reason.SHARED, Reason.COMPLETED})
