"""The desk check: an officer sees the document and hands over a code; the vote itself is cast on another device."""
