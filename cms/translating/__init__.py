"""The same page in several languages: what is translated, from what, and whether it is still right."""
