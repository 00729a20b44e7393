"""A six-digit code sent to a phone of any country."""
