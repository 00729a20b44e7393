"""Cycles: one participatory budget from call to last milestone, its stages and gates."""
