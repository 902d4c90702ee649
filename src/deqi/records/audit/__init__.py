"""Who asked what of whom, and what an idempotency key stands for."""
