"""The network, its clinics, rooms, practitioners and their credentials."""
