"""Campaigns and pages for other people's programs."""
