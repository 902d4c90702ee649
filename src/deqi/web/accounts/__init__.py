"""Signing in, the second step, how long a session lasts, and the place one works at."""
