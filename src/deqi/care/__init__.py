"""Composes: facts, knowledge and evidence into one Care value; no Django, no FHIR."""
