"""Scripts that break things on purpose, on loopback: not collected with the tests."""
