"""Live delivery: open pages hear that something changed."""
