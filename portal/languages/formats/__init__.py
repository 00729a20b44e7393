"""Input and output formats of each language, where Django's own are missing or American."""
