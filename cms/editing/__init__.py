"""The editor's screens: whose language they speak, where an editor begins, and the guide."""
