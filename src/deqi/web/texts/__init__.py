"""A clinic's own texts: letters, aftercare, messages, and what a patient agrees to."""
