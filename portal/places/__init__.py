"""Where people live: regions, municipalities, settlements and their outlines. Knows nobody above."""
