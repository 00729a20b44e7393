"""What others show in their own pages: no session, no cookie, no script."""
