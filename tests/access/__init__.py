"""Who may do what at every address: one table, walked."""
