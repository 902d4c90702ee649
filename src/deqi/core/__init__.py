"""Decides: pure functions from frozen values to frozen values; no clock, disk or chance."""
