"""Objections: what residents say went wrong with a vote or its count, answered by the same clock as everything asked."""
