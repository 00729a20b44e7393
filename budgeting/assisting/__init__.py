"""Assisting: staff write a proposal down for a resident, from paper, the phone or a meeting."""
