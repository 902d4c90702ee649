"""The intake: one step a screen, kept as it is told, taken up where it was left."""
