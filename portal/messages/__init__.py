"""Messages that leave the site: SMS here, mail through Django, and the codes people sign in with."""
