"""Reminders to people who began a ballot and left a contact: at most two, and nothing of the ballot."""
