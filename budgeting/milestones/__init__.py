"""Implementation: a funded project from the count to the finished playground, with its days, money and pictures."""
