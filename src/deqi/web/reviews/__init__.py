"""The page of a review: decision, reasons, progress, forecast, and what is decided."""
