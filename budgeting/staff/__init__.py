"""Staff: giving and taking roles in a municipality."""
