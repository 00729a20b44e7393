#!/usr/bin/env python
"""Runs Django's commands with Khma's settings."""

import os
import sys


def main() -> None:
    if sys.argv[1:2] == ["count"]:
        # Counting a file needs no site, and loading one takes as long as many a count.
        from budgeting.counting.__main__ import main as count

        sys.exit(count(sys.argv[1:]))
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
