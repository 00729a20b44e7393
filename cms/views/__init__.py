"""Pages that are not in the tree: forms and files beside it."""
