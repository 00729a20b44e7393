"""Translating: the desk on which texts get their other languages, by people or by a machine they check."""
