"""A clinic's own rows, to take along."""
