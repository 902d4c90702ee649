"""Which facts, and which of their levels, the conditions of all records look at.

Words
-----
whole
    Looked at whatever the level is: a claim named alone, a number compared, a negation.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from deqi.core.expressions import (
    AtLeast,
    Claim,
    Compare,
    Expression,
    Includes,
    Known,
    Node,
    Not,
    OneOf,
)
from deqi.core.facts import Kind, Spec

WHOLE = "*"
Looks = Mapping[str, frozenset[str]]


def expressions_in(value: object) -> Iterator[Expression]:
    """Yield every condition inside a loaded value, however deep it stands."""
    for each in _inside(value):
        if isinstance(each, Expression):
            yield each


def sources_in(value: object) -> Iterator[tuple[str, str]]:
    """Yield, for every part of a loaded value, what it is called and its sources."""
    for each in _inside(value):
        sources = getattr(each, "sources", ())
        for source in sources if isinstance(sources, tuple) else ():
            if isinstance(source, str):
                yield str(getattr(each, "id", type(each).__name__)), source


def looks(expressions: Iterable[Expression]) -> Looks:
    """Return, by fact, the levels that conditions look at; `WHOLE` stands for all.

    ``x != 'none'`` looks at every level, as does anything inside a negation: what is
    not named there counts.
    """
    found: dict[str, set[str]] = {}
    for expression in expressions:
        for name, level in _looks(expression.node, negated=False):
            found.setdefault(name, set()).add(level)
    return {name: frozenset(levels) for name, levels in found.items()}


def unread(spec: Spec, levels: Iterable[str], seen: frozenset[str]) -> tuple[str, ...]:
    """Return the levels of a fact that no condition looks at.

    Parameters
    ----------
    spec : Spec
        The fact.
    levels : iterable of str
        What it may hold, vocabularies spelled out; of no use for claims and numbers.
    seen : frozenset of str
        What conditions look at.

    Returns
    -------
    tuple of str
        `WHOLE` alone where nothing looks at the fact at all. The harmless value needs
        no reader.
    """
    if WHOLE in seen:
        return ()
    if not seen or spec.kind not in (Kind.CHOICE, Kind.LIST):
        return (WHOLE,)
    return tuple(sorted(set(levels) - seen - {str(spec.safe)}))


def _inside(value: object) -> Iterator[object]:
    """Yield a value and all that it holds, but not the inside of a condition."""
    yield value
    held: Iterable[object] = ()
    if isinstance(value, Mapping):
        held = value.values()
    elif isinstance(value, list | tuple):
        held = value
    elif is_dataclass(value) and not isinstance(value, type | Expression):
        held = (getattr(value, field.name) for field in fields(value))
    for each in held:
        yield from _inside(each)


def _looks(node: Node, *, negated: bool) -> Iterator[tuple[str, str]]:
    match node:
        case Not(part):
            yield from _looks(part, negated=True)
        case AtLeast(_, parts):
            for part in parts:
                yield from _looks(part, negated=negated)
        case Claim(name) | Known(name):
            yield name, WHOLE
        case Compare(name, sign, limit):
            whole = negated or sign != "==" or not isinstance(limit, str)
            yield name, WHOLE if whole else str(limit)
        case OneOf(name, levels):
            yield from ((name, WHOLE if negated else level) for level in levels)
        case Includes(level, name):
            yield name, WHOLE if negated else level
        case _:
            # A constant looks at nothing.
            return
