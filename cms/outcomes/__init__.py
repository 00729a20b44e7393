"""What came of a campaign, as each side says: the organisation that asked, and the office that answered."""
