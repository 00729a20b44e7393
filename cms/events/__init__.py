"""Events: how long before them they were announced, and their calendars."""
