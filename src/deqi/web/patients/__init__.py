"""Pages of patients: the search, registration, the card and the chart."""
