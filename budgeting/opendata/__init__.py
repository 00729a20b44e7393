"""Open data: tables, maps, ballots, feeds and calendars for other people's programs, without a session."""
