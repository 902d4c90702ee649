"""The patient's own care: home, plan, course, consent, advice, visits."""
