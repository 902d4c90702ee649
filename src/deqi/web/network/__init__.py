"""How clinics stand, and the way to everything that a manager sees to."""
