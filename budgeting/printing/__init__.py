"""Printing: posters and blank forms as PDF."""
