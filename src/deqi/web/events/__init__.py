"""Adverse events at the desk: told, listed, and followed until they are over."""
