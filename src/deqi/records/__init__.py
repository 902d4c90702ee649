"""The records: tables, constraints, querysets and migrations, one small app a noun.

Only ``deqi.operations`` reads and writes them; the database itself keeps each clinic to
its own rows (``isolation``).
"""

APPS = (
    "deqi.records.accounts",
    "deqi.records.clinics",
    "deqi.records.people",
    "deqi.records.episodes",
    "deqi.records.intake",
    "deqi.records.diary",
    "deqi.records.charting",
    "deqi.records.outcomes",
    "deqi.records.papers",
    "deqi.records.links",
    "deqi.records.signoffs",
    "deqi.records.audit",
)
"""For ``INSTALLED_APPS``; ``audit`` stands last: it applies the isolation once all the
tables of the others are there."""
