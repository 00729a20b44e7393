"""The public pages of budgeting. A view loads what the reader may see, calls one action, and renders."""
