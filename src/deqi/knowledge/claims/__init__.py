"""What the source articles claim, told in other words, and the verdict on each."""

from collections.abc import Mapping
from functools import cache

from deqi.evidence.dossier import Claim, Verdict
from deqi.knowledge import tables
from deqi.knowledge.schema import Provenance
from deqi.knowledge.tables import Line

_ROOM = "claims"
_TABLE = "claims.csv"

_ARTICLES = "articles"


@cache
def catalogue() -> Mapping[str, Claim]:
    """Return every claim by id, in the order of the articles.

    Raises
    ------
    UnreadableRecord
        Where a row cannot be read.
    """
    return tables.read(_ROOM, _TABLE, _read)


@cache
def provenance() -> Mapping[str, Provenance]:
    """Return where the table and every claim come from, by id."""
    return tables.provenance(_ROOM, tables.ABOUT)


def _read(line: Line) -> Claim:
    origin = line.provenance
    return Claim(
        id=origin.id,
        article=int(line.given("article")),
        claim=line.text("claim"),
        verdict=Verdict(line.text("verdict")),
        why=line.text("why"),
        # An article is where a claim stands; it does not speak for its own truth.
        sources=tuple(name for name in origin.source_ids if name != _ARTICLES),
        kind=line.text("kind"),
        backing=line.text("backing"),
        records=tuple(line.text("records").split()),
        reviewed=origin.is_reviewed,
    )
