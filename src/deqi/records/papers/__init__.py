"""Letters, documents, requests of patients, tasks."""
