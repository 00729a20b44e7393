"""The municipality's list of residents, kept as keyed hashes alone."""
