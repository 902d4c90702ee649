"""Pages of documents: the folder of a patient, and one file served."""
