"""What a charting line becomes: a session as charted, or all that is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from deqi.core.points import Channel, Hazard, Level, Muscle, Point, Sides
from deqi.core.regions import BodyMap

Place = tuple[int, int]
"""Where words stand in the line: first character and one past the last, from 0."""


class Rule(StrEnum):
    """The rules of the charting line whose breach refuses the line."""

    EMPTY_LINE = "empty_line"
    QUOTE_OPEN = "quote_open"
    SEPARATOR_MISSING = "separator_missing"
    UNKNOWN_WORD = "unknown_word"
    UNKNOWN_POINT = "unknown_point"
    FORBIDDEN_POINT = "forbidden_point"
    SIDE_MISSING = "side_missing"
    MIDLINE_WITH_SIDE = "midline_with_side"
    LEVEL_MISSING = "level_missing"
    LEVEL_UNKNOWN = "level_unknown"
    LEVEL_NOT_TAKEN = "level_not_taken"
    MUSCLE_NOT_TAKEN = "muscle_not_taken"
    DEPTH_NOT_A_NUMBER = "depth_not_a_number"
    DEPTH_ZERO = "depth_zero"
    DEPTH_OVER_CAP = "depth_over_cap"
    COUNT_NOT_A_NUMBER = "count_not_a_number"
    COUNT_ZERO = "count_zero"
    FREQUENCY_ZERO = "frequency_zero"
    FREQUENCY_WITHOUT_EA = "frequency_without_ea"
    MINUTES_ZERO = "minutes_zero"
    MINUTES_WITHOUT_STIMULATION = "minutes_without_stimulation"
    RESTRICTED = "restricted"
    OVERRULE_WITHOUT_REASON = "overrule_without_reason"
    TWICE = "twice"
    VALUE_MISSING = "value_missing"
    VALUE_NOT_A_NUMBER = "value_not_a_number"
    RETENTION_RANGE = "retention_range"
    UNKNOWN_ADVERSE_EVENT = "unknown_adverse_event"
    ADVERSE_EVENT_AND_NONE = "adverse_event_and_none"
    NOTHING_NEEDLED = "nothing_needled"
    NEEDLES_MISSING = "needles_missing"
    NEEDLE_COUNT = "needle_count"


class Doubt(StrEnum):
    """What is accepted and still worth a second look."""

    CAP_UNKNOWN = "cap_unknown"
    DEPTH_MISSING = "depth_missing"
    DEPTH_UNCHECKED = "depth_unchecked"
    GENTLE_ONLY = "gentle_only"
    OVERRULE_NOT_NEEDED = "overrule_not_needed"
    POINT_TWICE = "point_twice"
    RETENTION_MISSING = "retention_missing"
    ADVERSE_EVENTS_MISSING = "adverse_events_missing"
    GRADE_MISSING = "grade_missing"


class ImpossibleChart(ValueError):
    """A session that nobody can have charted."""


def needles_a_count(sides: Sides) -> int:
    """Return how many needles one count means: ``x3`` on both sides is six."""
    return 2 if sides is Sides.BOTH else 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the line, or one warning about it.

    Parameters
    ----------
    code : Rule or Doubt
        Its name.
    message : str
        One sentence that says what to do.
    at : tuple of (int, int)
        Where in the line.
    """

    code: Rule | Doubt
    message: str
    at: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Needling:
    """One site as it was needled.

    Parameters
    ----------
    point : str or None
        Code of the point; None where only a muscle is named.
    muscle : str or None
        Id of the muscle; None where none is named.
    sides : Sides
        ``left``, ``right``, ``both`` or ``midline``.
    level : str or None
        Spinal level after ashi and jiaji.
    depth_mm : float or None
        Millimetres; None where not charted.
    response : str or None
        ``deqi``, ``twitch`` or ``none``; None where not charted.
    stimulation : str or None
        ``man``, ``ea`` or ``moxa``; None where not charted.
    count : int
        Needles on each side.
    frequency_hz, minutes : float or None
        Of the stimulation.
    overrule : str or None
        The reason given for what breaks a cap or a restriction.
    overruled : tuple of str
        The rules that the reason overrules; empty where it was not needed.
    at : tuple of (int, int)
        Where in the line.
    """

    point: str | None
    muscle: str | None
    sides: Sides
    level: str | None
    depth_mm: float | None
    response: str | None
    stimulation: str | None
    count: int
    frequency_hz: float | None
    minutes: float | None
    overrule: str | None
    overruled: tuple[str, ...]
    at: Place

    def __post_init__(self) -> None:
        """Refuse a site without a name, and numbers that mean nothing."""
        if not (self.point or self.muscle):
            raise ImpossibleChart("a needle goes into a point or a muscle")
        numbers = (self.depth_mm, self.count, self.frequency_hz, self.minutes)
        if any(number is not None and number <= 0 for number in numbers):
            raise ImpossibleChart("what is counted or measured is more than nothing")
        if self.overruled and not self.overrule:
            raise ImpossibleChart("nothing is overruled without a reason")

    @property
    def needles(self) -> int:
        """Return the number of needles, over both sides."""
        return self.count * needles_a_count(self.sides)


@dataclass(frozen=True, slots=True)
class AdverseEvent:
    """One adverse event.

    Parameters
    ----------
    kind : str
        Of the taxonomy: ``bruise_haematoma``.
    grade : int or None
        1 (transient) to 5 (death); None where not charted.
    """

    kind: str
    grade: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A session as charted, without error.

    Parameters
    ----------
    needling : tuple of Needling
        At least one, in the order of the line.
    retention_minutes : int or None
        None where not charted.
    needles : dict
        ``in`` and ``out``: needles counted in and out.
    lots : tuple of str
        Lot numbers of the needles.
    adverse_events : tuple of AdverseEvent
        Empty both for ``ae none`` and where nothing was charted.
    adverse_events_charted : bool
        True where the line names an event or says ``ae none``.
    warnings : tuple of Problem
        In an order that does not depend on the places of the words.
    """

    needling: tuple[Needling, ...]
    retention_minutes: int | None
    needles: dict[str, int]
    lots: tuple[str, ...]
    adverse_events: tuple[AdverseEvent, ...]
    adverse_events_charted: bool
    warnings: tuple[Problem, ...]

    def __post_init__(self) -> None:
        """Refuse a session without a needle, and events that nobody charted."""
        if not self.needling:
            raise ImpossibleChart("a session has at least one needle")
        if self.adverse_events and not self.adverse_events_charted:
            raise ImpossibleChart("an adverse event that is there was charted")


@dataclass(frozen=True, slots=True)
class Refusal:
    """All that is wrong with a line.

    Parameters
    ----------
    errors : tuple of Problem
        At least one, in the order of the line.
    """

    errors: tuple[Problem, ...]

    def __post_init__(self) -> None:
        """Refuse to refuse without an error."""
        if not self.errors:
            raise ImpossibleChart("a line is refused for a reason")


@dataclass(frozen=True, slots=True)
class Words:
    """What charting words mean, as the records say.

    Parameters
    ----------
    events : mapping of str to str
        Word after ``ae`` to the kind of the taxonomy.
    grades : mapping of str to int
        Word for a grade to its number.
    aliases : mapping of str to str
        Other names of points, in capitals, to codes.
    techniques : mapping of str to str
        Stimulation to the technique that a restriction may name.
    retention_minutes : tuple of (int, int)
        Least and greatest retention that is no slip of the keyboard.
    left_behind : str
        Kind of the event that explains why fewer needles came out than went in.
    gentle : frozenset of str
        Techniques that a needle may only approach: charting them warns.
    """

    events: Mapping[str, str]
    grades: Mapping[str, int]
    aliases: Mapping[str, str]
    techniques: Mapping[str, str]
    retention_minutes: tuple[int, int]
    left_behind: str
    gentle: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Vocabulary:
    """Everything that the words of a charting line refer to.

    Parameters
    ----------
    points : mapping of str to Point
        The catalogue.
    muscles : mapping of str to Muscle
        By id.
    channels : mapping of str to Channel
        All fourteen, so that each of the 361 codes of the WHO is known.
    levels : mapping of str to Level
        Spinal levels by code.
    body : BodyMap
        Regions, for restrictions that name one.
    words : Words
        Adverse events, grades, other names.
    forbidden : frozenset of str
        Codes that are never needled, with or without a catalogue row.
    hazards : mapping of str to tuple of Hazard
        What lies under codes that are known to be dangerous, with or without a row.
    """

    points: Mapping[str, Point] = field(repr=False)
    muscles: Mapping[str, Muscle] = field(repr=False)
    channels: Mapping[str, Channel] = field(repr=False)
    levels: Mapping[str, Level] = field(repr=False)
    body: BodyMap = field(repr=False)
    words: Words = field(repr=False)
    forbidden: frozenset[str] = frozenset()
    hazards: Mapping[str, tuple[Hazard, ...]] = field(default_factory=dict, repr=False)
