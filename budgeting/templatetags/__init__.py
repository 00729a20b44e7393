"""Template tags of budgeting."""
