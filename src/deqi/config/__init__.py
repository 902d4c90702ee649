"""Wires: environment, settings, the embedded database, root addresses."""
