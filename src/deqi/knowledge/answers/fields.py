"""Reads the fields of records that choose other records."""

from collections.abc import Mapping
from dataclasses import dataclass

from deqi.evidence.grading import Domain, Step
from deqi.knowledge.schema import Fields, Record, UnreadableRecord


@dataclass(frozen=True, slots=True)
class Reader:
    """One record, or one table inside a record, read field by field.

    Parameters
    ----------
    record : Record
        Whose provenance holds.
    inner : mapping or None
        A table inside; None reads the record's own fields.
    """

    record: Record
    inner: Fields | None = None

    @property
    def id(self) -> str:
        """Return the record's id."""
        return self.record.provenance.id

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the record's source ids."""
        return self.record.provenance.source_ids

    @property
    def fields(self) -> Fields:
        """Return the fields that are read."""
        return self.record.fields if self.inner is None else self.inner

    def has(self, name: str) -> bool:
        """Return True where the field is there."""
        return name in self.fields

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; the default where it is absent."""
        value = self.fields.get(name, default)
        if not isinstance(value, str):
            raise self._wrong(name, "text")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts; empty where it is absent."""
        value = self.fields.get(name, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self._wrong(name, "list of texts")
        return tuple(value)

    def number(self, name: str) -> float:
        """Return a number."""
        value = self.fields.get(name)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self._wrong(name, "number")
        return value

    def pair(self, name: str) -> tuple[float, float] | None:
        """Return two numbers; None where they are absent."""
        value = self.fields.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or [type(v) for v in value] != [int, int]:
            raise self._wrong(name, "pair of whole numbers")
        return value[0], value[1]

    def flag(self, name: str) -> bool:
        """Return true or false; false where it is absent."""
        value = self.fields.get(name, False)
        if not isinstance(value, bool):
            raise self._wrong(name, "true or false")
        return value

    def words(self, name: str) -> Mapping[str, str]:
        """Return a table of texts; empty where it is absent."""
        value = self.fields.get(name, {})
        if not isinstance(value, dict):
            raise self._wrong(name, "table")
        return {str(key): str(each) for key, each in value.items()}

    def tables(self, name: str) -> tuple["Reader", ...]:
        """Return a list of tables, or one table as such a list; empty where absent."""
        value = self.fields.get(name, [])
        found = [value] if isinstance(value, dict) else value
        if not isinstance(found, list) or not all(isinstance(v, dict) for v in found):
            raise self._wrong(name, "table, nor list of tables")
        return tuple(Reader(self.record, each) for each in found)

    def steps(self) -> tuple[Step, ...]:
        """Return the steps down in certainty."""
        return tuple(
            Step(
                Domain(step.text("domain")),
                int(step.number("down")),
                step.text("reason"),
            )
            for step in self.tables("steps")
        )

    def _wrong(self, name: str, kind: str) -> UnreadableRecord:
        return UnreadableRecord(f"{self.record.provenance.key}: {name} is no {kind}")
