"""The pages of one episode, each by its own noun."""
