"""What patients ask about their own record, and the clinic's answers."""
