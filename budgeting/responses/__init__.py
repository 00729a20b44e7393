"""Official answers: an ask points to what is answered, a response belongs to the ask."""
