"""What clinics say of themselves, and their rooms."""
