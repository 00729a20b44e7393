"""Attachments: photos and documents of a proposal, cleaned before they are kept."""
