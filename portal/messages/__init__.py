"""Messages that leave the site: SMS here, mail through Django."""
