"""The desk: where staff work, in their own language. It calls the same actions as every other front."""
