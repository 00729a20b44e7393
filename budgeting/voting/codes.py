"""Codes people read, type and dictate: no look-alike letters, and a last sign that catches a slip.

Source: Crockford's base 32 (no I, L, O, U) with its check symbol modulo 37 limited to the alphabet's
own 32 signs, so that any keyboard can type it.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_GROUP = 4


def draw_code(length: int) -> str:
    """A random code of `length` signs, the last of which checks the others."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(length - 1))
    return body + _check_sign(body)


def code_of_digest(digest: str, length: int) -> str:
    """The code that a hexadecimal digest gives, always the same: for receipts."""
    number = int(digest, 16)
    body = "".join(ALPHABET[number >> 5 * place & 31] for place in range(length - 1))
    return body + _check_sign(body)


def code_of_number(number: int, length: int) -> str:
    """The number with leading zeros and the sign that checks it, `length` signs in all: for serials."""
    body = f"{number:0{length - 1}d}"
    return body + _check_sign(body)


def read_code(typed: str, length: int) -> str | None:
    """The code as drawn, from whatever was typed: spaces, dashes, lower case; None if it cannot be one."""
    code = "".join(sign for sign in typed.upper().translate(_LOOKALIKES) if sign.isalnum())
    if len(code) != length or any(sign not in ALPHABET for sign in code):
        return None
    return code if code[-1] == _check_sign(code[:-1]) else None


def show_code(code: str) -> str:
    """In groups of four: "7K2M-9QXA-T4PD"."""
    return "-".join(code[place : place + _GROUP] for place in range(0, len(code), _GROUP))


def _check_sign(body: str) -> str:
    """Weights 1, 3, 5, … modulo 32 are odd, so any one wrong sign and most swaps change the sum."""
    total = sum(ALPHABET.index(sign) * (2 * place + 1) for place, sign in enumerate(body))
    return ALPHABET[total % len(ALPHABET)]
