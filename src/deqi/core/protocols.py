"""What a plan starts from: recipes, patterns of tradition, advice, measures.

Words
-----
recipe
    The points or muscles a plan begins with, for one style, while a condition holds.
pattern
    A traditional reading of the complaint; theory, shown as such.
"""

from dataclasses import dataclass

from deqi.core.expressions import Expression


@dataclass(frozen=True, slots=True)
class Recipe:
    """The points or muscles that a plan begins with.

    Parameters
    ----------
    id, style : str
        ``low_back``; ``traditional``, ``western`` or ``palpation``.
    when : Expression
        Holds where the recipe fits.
    protocol : str
        Id of the trial protocol it follows; empty where none does.
    points : tuple of (str, str)
        Code, and ``both``, ``midline`` or ``pain_side``.
    substitutes : tuple of (str, str)
        Points that take the place of those a restriction takes out, in order.
    muscles : tuple of str
        Ids, on the side of the pain.
    response, stimulation, why : str
        In words.
    sources : tuple of str
        Source ids.
    """

    id: str
    style: str
    when: Expression
    protocol: str
    points: tuple[tuple[str, str], ...]
    substitutes: tuple[tuple[str, str], ...]
    muscles: tuple[str, ...]
    response: str
    stimulation: str
    why: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of traditional theory.

    Parameters
    ----------
    id, name, adjunct : str
        What it is called, and what tradition adds to needles; may be empty.
    icd11, signs, points, sources : tuple of str
        Codes, signs, points, source ids.
    """

    id: str
    name: str
    icd11: tuple[str, ...]
    signs: tuple[str, ...]
    points: tuple[str, ...]
    adjunct: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """A goal, a co-treatment or a piece of lifestyle advice.

    Parameters
    ----------
    id, kind : str
        ``walking``; ``goal``, ``co_treatment`` or ``lifestyle``.
    when : Expression
        Holds where it fits the person.
    text, evidence : str
        What to do, and what is truly known of it.
    sources : tuple of str
        Source ids.
    reviewed : bool
        True once a clinician has signed it.
    """

    id: str
    kind: str
    when: Expression
    text: str
    evidence: str
    sources: tuple[str, ...]
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """An instrument of the core set.

    Parameters
    ----------
    instrument, when : str
        Its id, and at which times.
    baseline : tuple of str
        Facts whose mean is the baseline; empty where no fact gives it.
    """

    instrument: str
    when: str
    baseline: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Retention:
    """How long needles stay.

    Parameters
    ----------
    id, title : str
        ``trial_default``, and what it follows.
    minutes : tuple of (int, int)
        Least and most.
    sources : tuple of str
        Source ids.
    """

    id: str
    title: str
    minutes: tuple[int, int]
    sources: tuple[str, ...]
