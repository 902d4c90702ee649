"""What anybody may read: what Deqi is, what the evidence says, how to become a patient."""
