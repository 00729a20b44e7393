"""Serials of ballot sheets: six digits and a sign that catches a slip of the pen."""

from budgeting.voting.codes import code_of_number, read_code

DIGITS = 6
LARGEST = 10**DIGITS - 1


def show_serial(serial: int) -> str:
    """ "000123-K": the serial with its check sign."""
    code = code_of_number(serial, DIGITS + 1)
    return f"{code[:-1]}-{code[-1]}"


def read_serial(typed: str) -> int | None:
    """The serial, from whatever was typed, with or without its leading zeros; None if the check sign does not fit."""
    kept = "".join(sign for sign in typed if sign.isalnum())
    code = read_code(kept.rjust(DIGITS + 1, "0"), DIGITS + 1)
    return (int(code[:-1]) or None) if code and code[:-1].isdecimal() else None
