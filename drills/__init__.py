"""Drills: what happens when something is broken on purpose, on the real thing."""
