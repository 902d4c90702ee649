"""Sign-offs of knowledge records by named clinicians."""
