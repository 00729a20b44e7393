"""What is written while it is sent, after the view has ended and its language with it."""

from collections.abc import Iterable, Iterator

from django.utils.translation import get_language, override


def in_language(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces, each made in the language that is active now; empty ones are left out."""
    return _made(iter(pieces), get_language())


def _made(pieces: Iterator[bytes], language: str) -> Iterator[bytes]:
    while True:
        with override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        if piece:
            yield piece
