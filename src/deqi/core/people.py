"""Everything known of one person on one day: settled, derived, open or not applicable.

Words
-----
catalogue
    All facts that may be asked, in the order in which their questions depend on
    each other.
open
    Unknown, and the question matters for this person.
not applicable
    ``ask_when`` is false: nobody is asked. The harmless value holds, except for what
    only an examination could tell: that stays unknown.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from deqi.core.facts import (
    Fact,
    Holds,
    Rank,
    Speaker,
    Spec,
    Statement,
    UnknownFact,
    settle,
)
from deqi.core.medicines import Conversion, daily_mme
from deqi.core.reading import Span, Value, Values

PERSONAL = frozenset({"age", "sex_at_birth", "age_at_onset", "sessions_so_far"})
"""What a gate reads that no other answer can open: the person's own age and sex."""

RULES_OUT = frozenset({"sex_at_birth", "sessions_so_far"})
"""Of those, what can make a fact impossible; an age alone only makes it unlikely."""

EXAMINED = "examined"
"""What a gate reads where only an examination can tell: unseen is never harmless."""

_DERIVED_FROM: Mapping[str, tuple[str, ...]] = {
    "age": ("birth_date",),
    "age_at_onset": ("birth_date", "onset_date", "duration_weeks"),
    "style": (),
    "examined": (),
    "sessions_so_far": (),
}


@dataclass(frozen=True)
class Catalogue:
    """All facts the product knows how to ask, and the counts made of them.

    Parameters
    ----------
    specs : mapping of str to Spec
        In the order in which questions are shown.
    counts : mapping of str to tuple of str
        Derived counts: name to the claims counted.
    opioids : mapping of str to Conversion
        From which the day's opioid dose is added up.
    each_visit_days : int
        How many days a word holds that each visit asks again.
    """

    specs: Mapping[str, Spec]
    counts: Mapping[str, tuple[str, ...]]
    opioids: Mapping[str, Conversion] = field(default_factory=dict, repr=False)
    each_visit_days: int = 1
    layers: tuple[tuple[Spec, ...], ...] = field(init=False, repr=False)
    by_weight: tuple[Spec, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Order the facts: by what their gates read, and by the weight of a question."""
        depths: dict[str, int] = {}
        for fact in self.specs:
            self._depth(fact, depths, ())
        deepest = max(depths.values(), default=0)
        layers = tuple(
            tuple(spec for spec in self.specs.values() if depths[spec.id] == depth)
            for depth in range(deepest + 1)
        )
        object.__setattr__(self, "layers", layers)
        heaviest = tuple(sorted(self.specs.values(), key=_weight))
        object.__setattr__(self, "by_weight", heaviest)

    def derived_names(self) -> frozenset[str]:
        """Return the names that expressions may read besides fact ids."""
        return frozenset(_DERIVED_FROM) | frozenset(self.counts)

    def _depth(self, name: str, depths: dict[str, int], trail: tuple[str, ...]) -> int:
        if name in trail:
            raise ValueError(f"questions wait for each other: {' > '.join(trail)}")
        if name not in depths:
            inner = [
                self._depth(other, depths, (*trail, name))
                for other in self._reads(name)
            ]
            below = max(inner, default=-1)
            # A derived name is ready as soon as the facts it is made of are.
            depth = below + 1 if name in self.specs else max(below, 0)
            if name not in self.specs:
                return depth
            depths[name] = depth
        return depths[name]

    def _reads(self, name: str) -> frozenset[str]:
        if name in self.counts:
            return frozenset(self.counts[name])
        if name in _DERIVED_FROM:
            return frozenset(_DERIVED_FROM[name])
        if name not in self.specs:
            raise UnknownFact(name)
        spec = self.specs[name]
        derived = spec.derived_when.names() if spec.derived_when else frozenset[str]()
        return spec.ask_when.names() | derived


def _weight(spec: Spec) -> tuple[int, int]:
    return list(Rank).index(spec.rank), list(Holds).index(spec.holds_up)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the moment itself says, which no question can: derived names.

    Parameters
    ----------
    style : str or None
        Style asked for; None leaves it to the person's preference.
    examined : bool
        A practitioner is examining, so findings of the examination are asked.
    sessions_so_far : int
        Sessions already given in this episode.
    """

    style: str | None = None
    examined: bool = False
    sessions_so_far: int = 0


@dataclass(frozen=True)
class Facts(Mapping[str, Fact]):
    """Everything known of one person on one day.

    Parameters
    ----------
    spoken : mapping of str to Fact
        Facts that somebody spoke of, and those derived from them.
    values : mapping of str to Value
        What expressions read: settled and derived values, and the harmless value of
        each fact that does not apply to this person, unless only an examination could
        tell. A missing id is unknown.
    open : tuple of str
        Ids of facts that are unknown and apply, in the order of the catalogue.
    again : tuple of str
        Ids of facts of rank absolute that each visit asks again, and whose last word is
        too old for a session today.
    today : date
        The day on which all this holds.
    """

    spoken: Mapping[str, Fact]
    values_read: Values = field(repr=False)
    open: tuple[str, ...] = field(repr=False)
    today: date
    again: tuple[str, ...] = field(default=(), repr=False)

    def __getitem__(self, key: str) -> Fact:
        """Return one fact that somebody spoke of."""
        return self.spoken[key]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids of the facts spoken of."""
        return iter(self.spoken)

    def __len__(self) -> int:
        """Return how many facts somebody spoke of."""
        return len(self.spoken)

    def value(self, name: str) -> Value:
        """Return what an expression reads under a name; None where unknown."""
        return self.values_read.get(name)

    def disputed(self) -> tuple[str, ...]:
        """Return the ids of facts on which speakers differ."""
        return tuple(fact.id for fact in self.spoken.values() if fact.disputed)


def know(
    statements: Iterable[Statement],
    catalogue: Catalogue,
    *,
    today: date,
    circumstances: Circumstances = Circumstances(),
) -> Facts:
    """Settle all statements about one person.

    Parameters
    ----------
    statements : iterable of Statement
        From records and answers, in any order.
    catalogue : Catalogue
        All facts that may be asked.
    today : date
        The day of the decision.
    circumstances : Circumstances
        Style asked for, whether somebody examines, sessions so far.

    Returns
    -------
    Facts

    Raises
    ------
    UnknownFact
        For a statement about an id that the catalogue does not hold.
    """
    said: dict[str, list[Statement]] = {}
    for word in statements:
        if word.fact not in catalogue.specs:
            raise UnknownFact(word.fact)
        said.setdefault(word.fact, []).append(word)
    values: dict[str, Value] = _moment(circumstances)
    spoken: dict[str, Fact] = {}
    unknown: set[str] = set()
    for layer in catalogue.layers:
        for spec in layer:
            _settle_into(spec, said.get(spec.id, ()), today, values, spoken, unknown)
        _derive(catalogue, today, values, spoken, unknown)
    order = tuple(fact for fact in catalogue.specs if fact in unknown)
    again = tuple(_asked_again(catalogue, spoken, today))
    return Facts(spoken, values, order, today, again)


def _asked_again(
    catalogue: Catalogue, spoken: Mapping[str, Fact], today: date
) -> Iterator[str]:
    oldest = today - timedelta(days=catalogue.each_visit_days)
    for spec in catalogue.by_weight:
        fact = spoken.get(spec.id)
        if fact is None or fact.value is None or spec.asked_at != "each_visit":
            continue
        if spec.rank is Rank.ABSOLUTE and (fact.at is None or fact.at < oldest):
            yield spec.id


def _moment(circumstances: Circumstances) -> dict[str, Value]:
    return {
        "style": circumstances.style,
        "examined": circumstances.examined,
        "sessions_so_far": circumstances.sessions_so_far,
    }


def _settle_into(
    spec: Spec,
    said: Sequence[Statement],
    today: date,
    values: dict[str, Value],
    spoken: dict[str, Fact],
    unknown: set[str],
) -> None:
    applies = spec.ask_when.holds(values) is not False
    fact = settle(spec, said if applies else _despite(spec, said), today)
    if (fact is None or fact.value is None) and spec.derived_when is not None:
        # A hint, such as a 'no' too old to count, asks only what nothing answers.
        fact = _derived_claim(spec, values) or fact
    if fact is not None:
        spoken[spec.id] = fact
    if fact is not None and fact.value is not None:
        values[spec.id] = fact.value
    elif applies:
        unknown.add(spec.id)
    elif spec.safe is not None and EXAMINED not in spec.ask_when.names():
        values[spec.id] = spec.safe


def _despite(spec: Spec, said: Sequence[Statement]) -> list[Statement]:
    """Keep what stands although the question does not apply.

    A record cannot be right where the person's own sex, or that and their age, rules
    the fact out. Where only an age or another answer closes the gate, a risk on record
    makes the question right after all, and a risk stands until it is settled.
    """
    names = spec.ask_when.names()
    personal = names <= PERSONAL and bool(names & RULES_OUT)
    return [
        word
        for word in said
        if word.by is not Speaker.RECORD or (not personal and spec.is_risk(word.value))
    ]


def _derived_claim(spec: Spec, values: Values) -> Fact | None:
    holds = spec.derived_when.holds(values) if spec.derived_when else None
    if holds is None:
        return None
    return Fact(spec.id, holds, Speaker.DERIVED.value, None)


def _derive(
    catalogue: Catalogue,
    today: date,
    values: dict[str, Value],
    spoken: dict[str, Fact],
    unknown: set[str],
) -> None:
    born, onset = values.get("birth_date"), values.get("onset_date")
    if isinstance(born, date):
        values["age"] = years_between(born, today)
    if _answered_beside_record(spoken):
        onset = None
    if isinstance(onset, date) and "duration_weeks" in catalogue.specs:
        weeks = round((today - onset).days / 7, 1)
        values["duration_weeks"] = weeks
        fact = Fact("duration_weeks", weeks, Speaker.DERIVED.value, None)
        spoken["duration_weeks"] = fact
        unknown.discard("duration_weeks")
    elif isinstance(weeks_said := values.get("duration_weeks"), int | float):
        onset = today - timedelta(weeks=weeks_said)
    if isinstance(born, date) and isinstance(onset, date):
        values["age_at_onset"] = years_between(born, onset)
    if values.get("style") is None and isinstance(
        wanted := values.get("style_preference"), str
    ):
        values["style"] = wanted if wanted != "none" else None
    for name, claims in catalogue.counts.items():
        values[name] = _count(claims, values)
    _derive_dose(catalogue, values, spoken)


def _derive_dose(
    catalogue: Catalogue, values: dict[str, Value], spoken: dict[str, Fact]
) -> None:
    taken = values.get("medicines")
    if not isinstance(taken, tuple) or "opioid_mme" in spoken:
        return
    dose = daily_mme(taken, catalogue.opioids)
    if dose is not None and "opioid_mme" in catalogue.specs:
        values["opioid_mme"] = dose
        spoken["opioid_mme"] = Fact("opioid_mme", dose, Speaker.DERIVED.value, None)


def _answered_beside_record(spoken: Mapping[str, Fact]) -> bool:
    """Return True where a person told the weeks, and only a record the day."""
    told, dated = spoken.get("duration_weeks"), spoken.get("onset_date")
    if told is None or dated is None or told.source == Speaker.DERIVED.value:
        return False
    return dated.source.startswith(Speaker.RECORD.value)


def _count(claims: Sequence[str], values: Values) -> Span:
    told = tuple(claim for claim in claims if values.get(claim) is not False)
    sure = sum(values.get(claim) is True for claim in told)
    return Span(sure, len(told), told)


def years_between(born: date, day: date) -> int:
    """Return whole years of age; negative where the day lies before the birth."""
    before = (day.month, day.day) < (born.month, born.day)
    return day.year - born.year - before


def rests_on(names: Iterable[str], facts: Facts) -> tuple[str, ...]:
    """Return the ids of the facts behind names that expressions read, each once.

    A derived name such as ``age`` stands for the facts it is made of; one that nobody
    spoke of adds nothing where another did.
    """
    found: dict[str, None] = {}
    for name in names:
        parts = _DERIVED_FROM.get(name, (name,))
        told = [part for part in parts if part in facts.spoken]
        found.update(dict.fromkeys(told or parts))
    return tuple(found)
