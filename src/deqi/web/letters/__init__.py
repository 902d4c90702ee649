"""Pages of letters: drafted, edited, signed, printed, sent."""
