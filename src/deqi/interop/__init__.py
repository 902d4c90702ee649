"""Speaks standards; never imports the care chain or the records."""
