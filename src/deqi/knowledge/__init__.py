"""Knows: sourced, dated records, loaded into core values; unreviewed until signed."""
