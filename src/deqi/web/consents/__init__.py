"""Consent taken at the desk: by the patient, or by who may speak for them."""
