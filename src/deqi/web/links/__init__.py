"""Pages that a link opens without signing in: the check-in, and the way to an account."""
