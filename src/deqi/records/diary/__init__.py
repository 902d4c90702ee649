"""Visits: booked times that cannot overlap, and what became of them."""
