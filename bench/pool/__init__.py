"""REML pools a second: ours, many at once and one by one, beside metafor."""
