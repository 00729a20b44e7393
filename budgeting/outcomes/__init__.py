"""You said, we did: what became of every proposal of a cycle, and the gate that waits until that is known of all."""
