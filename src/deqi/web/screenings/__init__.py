"""The page of a screening: what was found, what is asked, what is decided otherwise."""
