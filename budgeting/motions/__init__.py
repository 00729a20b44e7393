"""The two-person rule: one official moves, another seconds, and only then is it done."""
