"""Episodes, plans, courses, consents."""
