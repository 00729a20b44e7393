"""For journalists: sentences to quote, what is final, and the media kit."""
