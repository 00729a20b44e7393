"""Four languages, three scripts: folding for search, slugs, formats, and which text a reader gets."""
