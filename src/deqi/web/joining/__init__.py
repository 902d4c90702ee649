"""Becoming a patient: which clinic, and who one is."""
