"""The public answer: what tends to happen anyway, what is gained, and what harms."""
