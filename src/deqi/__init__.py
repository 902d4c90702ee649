"""Deqi: the open clinic system for acupuncture and back pain."""
