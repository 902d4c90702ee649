"""What the forecast knows before it sees a person, by instrument and stage."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from deqi.core.conditions import Stage
from deqi.core.expressions import Expression, parse
from deqi.core.forecast import priors
from deqi.core.forecast.priors import Prior
from deqi.core.reading import Values
from deqi.knowledge import instruments, loader
from deqi.knowledge.forecasts import figures
from deqi.knowledge.schema import Provenance, Record, UnreadableRecord

ROOM = "forecasts"
_FILES = ("priors.toml", "spreads.toml")


@cache
def catalogue() -> Mapping[tuple[str, Stage], Prior]:
    """Return every prior that is for everybody, by instrument and stage.

    Returns
    -------
    mapping of (str, Stage) to Prior
        A pair that is not there has no forecast: no record says how it goes.

    Raises
    ------
    UnreadableRecord
        For a field of the wrong kind, a row that is not there or has no figure, or two
        priors of everybody for one instrument and stage.
    PriorImpossible
        Where the figures contradict each other.
    """
    found: dict[tuple[str, Stage], Prior] = {}
    for name, each in _every().items():
        if each.when is None:
            if each.key in found:
                raise UnreadableRecord(f"{ROOM}:{name}: {each.key} has a prior")
            found[each.key] = each.prior
    return found


def by_id() -> Mapping[str, Prior]:
    """Return every prior by the id of its record, those of some people among them."""
    return {name: each.prior for name, each in _every().items()}


def choose(instrument: str, stage: Stage, values: Values) -> Prior | None:
    """Return the prior of a person.

    Parameters
    ----------
    instrument : str
        Its id.
    stage : Stage
        How long the complaint had lasted when treatment began.
    values : mapping
        What is known of the person.

    Returns
    -------
    Prior or None
        The first whose condition holds; where none does, or it is not known whether
        one does, that of everybody. None where no record says how it goes.
    """
    key = instrument, stage
    for each in _every().values():
        if each.key == key and each.when is not None and each.when.holds(values):
            return each.prior
    return catalogue().get(key)


@cache
def provenance() -> Mapping[str, Provenance]:
    """Return where each record of the room comes from, by id."""
    return {
        key: record.provenance
        for file in _FILES
        for key, record in loader.records(ROOM, file).items()
    }


@dataclass(frozen=True, slots=True)
class _Kept:
    """A prior, the stage it is of, and for whom it is: None is everybody."""

    prior: Prior
    stage: Stage
    when: Expression | None

    @property
    def key(self) -> tuple[str, Stage]:
        return self.prior.instrument.id, self.stage


@cache
def _every() -> Mapping[str, _Kept]:
    return {
        name: _Kept(_prior(record), Stage(record.text("stage")), _when(record))
        for name, record in loader.records(ROOM, "priors.toml").items()
    }


def _when(record: Record) -> Expression | None:
    return parse(record.text("when")) if "when" in record.fields else None


def _prior(record: Record) -> Prior:
    instrument = instruments.catalogue()[record.text("instrument")]
    told = figures.read(record, instrument)
    made = priors.derive(
        told.published,
        instrument,
        name=record.provenance.id,
        responder_percent=instruments.battery().responder_percent,
    )
    own = record.provenance.source_ids
    sources = tuple(dict.fromkeys((*told.sources, *own)))
    return replace(made, sources=sources, reviewed=record.provenance.is_reviewed)
