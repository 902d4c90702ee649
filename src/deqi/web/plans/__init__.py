"""The page of a plan: what is proposed and why, what may be expected, and the signature."""
