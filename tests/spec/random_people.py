"""Random persons: any value of the catalogue for any fact, or nothing said of it."""

from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import strategies as st

from deqi.care.values import Wishes
from deqi.core.facts import Kind, Spec
from deqi.core.reading import Clearance, Medicine, Value
from deqi.knowledge import courses, facts, precautions, red_flags
from deqi.knowledge import coverage as payers
from tests.spec.people import TODAY, harmless

SPECS = facts.catalogue().specs
RISKS = tuple(
    spec for spec in SPECS.values() if spec.safe is not None and spec.id != "clearances"
)
"""Facts that have a harmless value, so that another one is a risk."""


LETTERS = st.builds(
    Clearance,
    rule=st.sampled_from(
        [rule.id for rule in (*red_flags.catalogue(), *precautions.catalogue())]
    ),
    by=st.just("Dr A"),
    role=st.just("specialist"),
    given=st.just(TODAY - timedelta(days=9)),
    document=st.just("letter 1"),
    expires=st.sampled_from([TODAY - timedelta(days=1), TODAY]),
)
"""Written advice on any rule, some of it expired."""


def levels(spec: Spec) -> list[str]:
    """Return the levels of a choice or list, vocabularies spelled out."""
    named = (
        sorted(facts.vocabulary(level)) if level.startswith("@") else [level]
        for level in spec.levels
    )
    return [level for several in named for level in several]


def values(spec: Spec) -> st.SearchStrategy[Value]:
    """Draw any value that the fact may take."""
    match spec.kind:
        case Kind.BOOL:
            drawn = st.booleans()
        case Kind.DATE:
            oldest = TODAY - timedelta(days=365 * 95)
            born = spec.id == "birth_date"
            drawn = st.dates(oldest if born else date(2000, 1, 1), TODAY)
        case Kind.NUMBER:
            high = int(spec.high) if spec.high is not None else 300
            edges = st.sampled_from([0.4, 0.5, 49.9, 50, 99.9, 100])
            drawn = st.integers(0, high) | (
                edges if spec.high is None else st.nothing()
            )
        case Kind.CHOICE:
            drawn = st.sampled_from(levels(spec))
        case _:
            drawn = _lists(spec)
    return drawn


def _lists(spec: Spec) -> st.SearchStrategy[Value]:
    if spec.id == "clearances":
        return st.lists(LETTERS, max_size=2).map(tuple)
    if spec.id == "medicines":
        return st.sampled_from([(), (Medicine("", "warfarin"),)])
    if not levels(spec):
        return st.sampled_from([(), ("walk the dog",)])
    return st.lists(st.sampled_from(levels(spec)), max_size=3, unique=True).map(tuple)


def risks(spec: Spec) -> st.SearchStrategy[Value]:
    """Draw any value but the harmless one."""
    return values(spec).filter(lambda value: value != spec.safe)


def anybody() -> st.SearchStrategy[Mapping[str, Value]]:
    """Draw a person of whom anything may be known, and much may not."""
    return st.fixed_dictionaries(
        {}, optional={spec.id: values(spec) for spec in SPECS.values()}
    )


def somebody() -> st.SearchStrategy[Mapping[str, Value]]:
    """Draw the harmless person with up to eight things changed or unsaid."""
    changes = st.lists(
        st.sampled_from(sorted(SPECS)).flatmap(
            lambda name: st.tuples(
                st.just(name), st.none() | values(SPECS[name]) | values(SPECS[name])
            )
        ),
        max_size=8,
    )
    return changes.map(lambda pairs: {**harmless(), **dict(pairs)})


def examined() -> st.SearchStrategy[Mapping[str, Value]]:
    """Draw such a person after a palpation that found many tender places."""
    sites = st.sampled_from(levels(SPECS["palpated_tender_points"]))
    found = st.sampled_from(levels(SPECS["palpated_tender_muscles"]))
    return st.builds(
        lambda known, tender, tight: {
            **known,
            "palpated_tender_points": tuple(tender),
            "palpated_tender_muscles": tuple(tight),
        },
        somebody(),
        st.lists(sites, min_size=6, max_size=18, unique=True),
        st.lists(found, max_size=4, unique=True),
    )


def people() -> st.SearchStrategy[Mapping[str, Value]]:
    """Draw either kind of person."""
    return anybody() | somebody()


def wishes() -> st.SearchStrategy[Wishes]:
    """Draw what a caller may ask for."""
    return st.builds(
        Wishes,
        style=st.sampled_from([None, "traditional", "western", "combined"]),
        payer=st.none() | st.sampled_from(sorted(payers.catalogue())),
        cadence=st.none() | st.sampled_from(sorted(courses.catalogue())),
        examined=st.booleans(),
        sessions_so_far=st.integers(0, 3),
        relapse=st.booleans(),
    )
