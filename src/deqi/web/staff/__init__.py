"""Who works where, and the credentials that let them needle."""
