"""Campaigns: a demand of residents to somebody in office, the people behind it, and the answer it gets."""
