"""The public's data for other people's programs: read only, JSON, nothing of the reader."""
