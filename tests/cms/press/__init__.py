"""For journalists: quotes, what is final, the media kit."""
