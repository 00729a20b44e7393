"""What a campaign prints: the sheet people sign, and a poster."""
