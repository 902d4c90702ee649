"""Pages of money: what a payer covers, and a bill for one session."""
