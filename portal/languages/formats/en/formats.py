"""Formats of English: day first like the rest of the site, decimal point."""

from portal.languages.formats.shared import *  # noqa: F403

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
