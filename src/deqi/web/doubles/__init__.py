"""Pages of doubles: the list of likely ones, and two side by side."""
