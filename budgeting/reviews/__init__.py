"""Reviews: the municipality's check of a proposal and its cost."""
