"""People, sign-in by code, roles and organisations."""
