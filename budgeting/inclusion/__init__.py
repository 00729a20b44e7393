"""Who took part: optional answers kept apart from people and ballots, and the report made of them."""
