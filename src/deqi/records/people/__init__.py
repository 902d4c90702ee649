"""Persons, and the patients that they are at a clinic."""
