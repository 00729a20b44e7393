"""Campaigns as others show them."""
