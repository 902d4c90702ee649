"""Conditions over facts, in three-valued logic, as knowledge records write them.

Words
-----
expression
    A condition such as ``pregnant and age >= 12`` that a record carries as text.
holds
    True, False, or None where the facts known so far leave it open.
because
    The facts on which a true (or open) expression rests.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from deqi.core.reading import Read, Span, Values

Truth = bool | None
Reads = tuple[Read, ...]


class UnreadableExpression(ValueError):
    """A record's condition is not in the language of this module."""


@dataclass(frozen=True, slots=True)
class Always:
    """Holds whatever is known."""

    value: bool

    def holds(self, _values: Values) -> Truth:
        """Return the constant."""
        return self.value

    def because(self, _values: Values) -> tuple[str, ...]:
        """Return nothing: a constant rests on no fact."""
        return ()

    def reads(self) -> Reads:
        """Return nothing: a constant reads no fact."""
        return ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact named alone: a true claim, or a list that has something in it."""

    name: str

    def holds(self, values: Values) -> Truth:
        """Return the claim itself; a list holds when it is not empty."""
        value = values.get(self.name)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, tuple):
            return bool(value)
        raise UnreadableExpression(f"{self.name} is no claim and no list")

    def because(self, _values: Values) -> tuple[str, ...]:
        """Return the fact."""
        return (self.name,)

    def reads(self) -> Reads:
        """Return the fact, read whole."""
        return (Read(self.name),)


@dataclass(frozen=True, slots=True)
class Known:
    """``x is unknown``, ``x is true``, ``x is not false``: never open itself."""

    name: str
    state: bool | None
    negated: bool

    def holds(self, values: Values) -> Truth:
        """Compare the state of knowledge, so that the answer is never open."""
        value = values.get(self.name)
        same = value is None if self.state is None else value is self.state
        return same is not self.negated

    def because(self, _values: Values) -> tuple[str, ...]:
        """Return the fact."""
        return (self.name,)

    def reads(self) -> Reads:
        """Return the fact, with the state as its level."""
        return (Read(self.name, self.state),)


@dataclass(frozen=True, slots=True)
class Compare:
    """A number, date-free choice or span against a constant."""

    name: str
    sign: str
    limit: float | str

    def holds(self, values: Values) -> Truth:
        """Compare; open while the fact is unknown or its span straddles the limit."""
        value = values.get(self.name)
        if value is None:
            return None
        if isinstance(value, Span):
            low = _compare(value.low, self.sign, self.limit)
            high = _compare(value.high, self.sign, self.limit)
            inside = self.sign in ("==", "!=") and not value.excludes(self.limit)
            if value.low == value.high:
                return low
            return None if inside or low is not high else low
        return _compare(value, self.sign, self.limit)

    def because(self, values: Values) -> tuple[str, ...]:
        """Return the fact, or the facts that a span was counted from."""
        value = values.get(self.name)
        return value.counted if isinstance(value, Span) else (self.name,)

    def reads(self) -> Reads:
        """Return the fact with the level it is compared to, where that is a choice."""
        return (Read(self.name, self.limit if isinstance(self.limit, str) else None),)


@dataclass(frozen=True, slots=True)
class OneOf:
    """``x in ('a', 'b')``: a choice among levels."""

    name: str
    levels: tuple[str, ...]

    def holds(self, values: Values) -> Truth:
        """Return whether the choice is among the levels."""
        value = values.get(self.name)
        return None if value is None else value in self.levels

    def because(self, _values: Values) -> tuple[str, ...]:
        """Return the fact."""
        return (self.name,)

    def reads(self) -> Reads:
        """Return the fact once for each level."""
        return tuple(Read(self.name, level) for level in self.levels)


@dataclass(frozen=True, slots=True)
class Includes:
    """``'fall' in trigger``: a list that names a level."""

    level: str
    name: str

    def holds(self, values: Values) -> Truth:
        """Return whether the list names the level."""
        value = values.get(self.name)
        if value is None:
            return None
        if not isinstance(value, tuple):
            raise UnreadableExpression(f"{self.name} is no list")
        return self.level in value

    def because(self, _values: Values) -> tuple[str, ...]:
        """Return the fact."""
        return (self.name,)

    def reads(self) -> Reads:
        """Return the fact with the level."""
        return (Read(self.name, self.level),)


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of one part."""

    part: "Node"

    def holds(self, values: Values) -> Truth:
        """Negate; open stays open."""
        inner = self.part.holds(values)
        return None if inner is None else not inner

    def because(self, values: Values) -> tuple[str, ...]:
        """Return what the part rests on."""
        return self.part.because(values)

    def reads(self) -> Reads:
        """Return what the part reads."""
        return self.part.reads()


@dataclass(frozen=True, slots=True)
class AtLeast:
    """``at_least(2, a, b, c)``; ``and`` and ``or`` are its two ends."""

    count: int
    parts: tuple["Node", ...]

    def holds(self, values: Values) -> Truth:
        """Count the parts that hold, and those that still may."""
        sure = maybe = 0
        for part in self.parts:
            inner = part.holds(values)
            if inner:
                sure += 1
            elif inner is None:
                maybe += 1
        if sure >= self.count:
            return True
        return None if sure + maybe >= self.count else False

    def because(self, values: Values) -> tuple[str, ...]:
        """Return the parts that hold, and while open also the open ones."""
        wanted = (True,) if self.holds(values) else (True, None)
        found: dict[str, None] = {}
        for part in self.parts:
            if part.holds(values) in wanted:
                found.update(dict.fromkeys(part.because(values)))
        return tuple(found)

    def reads(self) -> Reads:
        """Return what all parts read."""
        return tuple(read for part in self.parts for read in part.reads())


Node = Always | Claim | Known | Compare | OneOf | Includes | Not | AtLeast


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition of a record, parsed.

    Parameters
    ----------
    text : str
        As the record writes it.
    node : Node
        What it means.
    """

    text: str
    node: Node

    def holds(self, values: Values) -> Truth:
        """Return True, False, or None while unknown facts leave it open."""
        return self.node.holds(values)

    def because(self, values: Values) -> tuple[str, ...]:
        """Return the ids of the facts it rests on, in the order of the text."""
        return self.node.because(values)

    def reads(self) -> Reads:
        """Return every fact and level that the text names."""
        return self.node.reads()

    def names(self) -> frozenset[str]:
        """Return the ids of all facts that the text names."""
        return frozenset(read.name for read in self.reads())


def parse(text: str) -> Expression:
    """Read a condition.

    Parameters
    ----------
    text : str
        ``always``, ``never``, a fact id, comparisons with constants (``age > 50``,
        ``style in ('western', 'combined')``, ``'fall' in trigger``), states
        (``x is unknown``, ``x is not false``), ``at_least(n, ...)``, joined by
        ``and``, ``or``, ``not``.

    Returns
    -------
    Expression

    Raises
    ------
    UnreadableExpression
        Where the text is none of these.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError as broken:
        raise UnreadableExpression(f"not a condition: {text!r}") from broken
    return Expression(text, _node(tree.body))


def _node(tree: ast.expr) -> Node:
    match tree:
        case ast.Name(id="always" | "never" as word):
            return Always(word == "always")
        case ast.Name(id=name):
            return Claim(name)
        case ast.BoolOp(op=op, values=parts):
            nodes = tuple(_node(part) for part in parts)
            return AtLeast(len(nodes) if isinstance(op, ast.And) else 1, nodes)
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return Not(_node(part))
        case ast.Call(
            func=ast.Name(id="at_least"),
            args=[ast.Constant(value=int(count)), *parts],
            keywords=[],
        ):
            return AtLeast(count, tuple(_node(part) for part in parts))
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            return _comparison(left, sign, right)
    raise UnreadableExpression(f"not a condition: {ast.unparse(tree)!r}")


_SIGNS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_STATES: Mapping[str, bool | None] = {"unknown": None, "true": True, "false": False}


def _comparison(left: ast.expr, sign: ast.cmpop, right: ast.expr) -> Node:
    match left, sign, right:
        case ast.Name(id=name), ast.Is() | ast.IsNot(), ast.Name(id=state) if (
            state in _STATES
        ):
            return Known(name, _STATES[state], isinstance(sign, ast.IsNot))
        case ast.Name(id=name), ast.In(), ast.Tuple(elts=levels):
            return OneOf(name, tuple(_text(level) for level in levels))
        case ast.Constant(value=str(level)), ast.In(), ast.Name(id=name):
            return Includes(level, name)
        case ast.Name(id=name), _, ast.Constant(value=(str() | int() | float()) as to):
            if type(sign) in _SIGNS and not isinstance(to, bool):
                return Compare(name, _SIGNS[type(sign)], to)
    raise UnreadableExpression(
        f"not a comparison: {ast.unparse(left)} .. {ast.unparse(right)}"
    )


def _text(tree: ast.expr) -> str:
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        return tree.value
    raise UnreadableExpression(f"not a level: {ast.unparse(tree)}")


def _compare(value: object, sign: str, limit: float | str) -> bool:
    if sign == "==":
        return value == limit
    if sign == "!=":
        return value != limit
    if not isinstance(value, int | float) or isinstance(limit, str):
        raise UnreadableExpression(f"{value!r} {sign} {limit!r} has no order")
    if sign == "<":
        return value < limit
    if sign == "<=":
        return value <= limit
    return value > limit if sign == ">" else value >= limit
