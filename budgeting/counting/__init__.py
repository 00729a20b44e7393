"""How ballots become winners: no Django, no clock, no database."""
