"""The page of tasks that are due."""
