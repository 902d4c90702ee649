"""Pages of the diary: today, any day, and one visit booked, moved or cancelled."""
