"""What the demo says and shows."""
