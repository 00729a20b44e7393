"""Formats of this language: day first, 24 hours, Monday first, decimal comma (CLDR 48)."""

from portal.languages.formats.shared import *  # noqa: F403

THOUSAND_SEPARATOR = "."
