"""You said, we did: what became of every proposal, and the gate that waits for it."""
