"""Pages that people write: home and municipalities, in Wagtail's own language trees."""
