"""Links that open one page for one purpose, kept as hashes."""
