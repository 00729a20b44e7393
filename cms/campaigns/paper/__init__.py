"""Signatures on paper: sheets that are scanned, counted by two people, and handed over."""
