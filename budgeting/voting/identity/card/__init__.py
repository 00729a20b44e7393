"""One-time voting cards: a printed code, handed out in the villages."""
