"""What holds for every screening and session: principles, hygiene, rates of harm."""

from collections.abc import Mapping

from deqi.knowledge import loader
from deqi.knowledge.schema import Provenance, Record


def catalogue() -> Mapping[str, Record]:
    """Return every record by id; its ``kind`` is principle, hygiene or rate."""
    return loader.records("safety_net", "safety_net.toml")


def provenance() -> Mapping[str, Provenance]:
    """Return the provenance of every record."""
    return {key: record.provenance for key, record in catalogue().items()}
