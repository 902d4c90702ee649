"""Why a document is refused as a whole; each sentence stands on one line."""


class RefusedDocument(ValueError):
    """A document that cannot be read as one patient's R4 record."""


class NotFhir(RefusedDocument):
    """Neither a FHIR resource, nor a list of them, nor a CDS Hooks request."""


class NotR4(RefusedDocument):
    """FHIR of another version, whose fields mean other things."""


class SeveralPatients(RefusedDocument):
    """Resources about more than one patient."""


class NoPatient(RefusedDocument):
    """No resource that is, or is about, a patient."""
