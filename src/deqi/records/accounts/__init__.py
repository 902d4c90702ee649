"""Who signs in, and what they may be at which clinic."""
