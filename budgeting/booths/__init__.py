"""Voting on paper: booths, ballot sheets, the roll at the table, typing the ballots in, the booth's protocol."""
