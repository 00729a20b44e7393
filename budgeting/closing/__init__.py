"""The close of a vote: ballots rewritten in random order, the old rows and the key gone, the numbers frozen."""
