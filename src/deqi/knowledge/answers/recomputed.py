"""What is to be computed anew and held against what was published."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from deqi.evidence.agreement import Tolerance
from deqi.evidence.answers import PublishedShown
from deqi.evidence.dossier import Contrast
from deqi.evidence.recipes import Recipe
from deqi.knowledge import answers, loader
from deqi.knowledge.answers import plans
from deqi.knowledge.answers.fields import Reader


@dataclass(frozen=True, slots=True)
class Recomputation:
    """One result to compute anew.

    Parameters
    ----------
    id, title : str
        Its name, and what it is.
    kind : str
        ``pool``; ``gradient``: trials side by side; else what of one row: ``means``,
        ``errors``, ``arms``, ``share_difference``, ``share_ratio``; or ``restated``.
    recipes : tuple of Recipe
        What is pooled.
    contrast : Contrast or None
        The row of a single result.
    pool, published : PublishedShown or None
        What is restated; what it is held against, where that is a pool.
    points : float or None
        Points to one standard deviation, where the result is told in points.
    mixes : bool
        True where kinds of control are mixed, which is otherwise refused.
    why : str
        What a reader must know of the comparison.
    """

    id: str
    title: str
    kind: str
    recipes: tuple[Recipe, ...]
    contrast: Contrast | None
    pool: PublishedShown | None
    published: PublishedShown | None
    points: float | None
    mixes: bool
    why: str


@cache
def catalogue() -> Mapping[str, Recomputation]:
    """Return what is to be computed anew, by id.

    Raises
    ------
    UnreadableRecord
        For a field of the wrong kind, or a record that is not there.
    """
    found = loader.records(answers.ROOM, "recomputed.toml").values()
    made = [_recomputation(Reader(record)) for record in found]
    return {each.id: each for each in made}


def tolerance() -> Tolerance:
    """Return how far figures may part and still be called close."""
    settings = Reader(loader.records(answers.ROOM, "settings.toml")["agreement"])
    return Tolerance(settings.number("near"), settings.number("units"))


def _recomputation(reader: Reader) -> Recomputation:
    named = reader.text("points_record", "")
    return Recomputation(
        id=reader.id,
        title=reader.text("title"),
        kind=reader.text("kind"),
        recipes=tuple(plans.recipe(name) for name in reader.texts("effects")),
        contrast=plans.row(reader.text("row")) if reader.has("row") else None,
        pool=_pool(reader, "pool"),
        published=_pool(reader, "published"),
        points=plans.point(named).value if named else None,
        mixes=reader.flag("mixes"),
        why=reader.text("why"),
    )


def _pool(reader: Reader, name: str) -> PublishedShown | None:
    return plans.published(reader.text(name)) if reader.has(name) else None
