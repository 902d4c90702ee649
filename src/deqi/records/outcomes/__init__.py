"""Measurements and reviews."""
