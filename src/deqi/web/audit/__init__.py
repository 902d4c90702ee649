"""Who asked what of whom."""
