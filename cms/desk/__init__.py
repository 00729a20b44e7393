"""What staff do with pages at their desk."""
