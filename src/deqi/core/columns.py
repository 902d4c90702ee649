"""Conditions over columns of facts: the language of `expressions` for many at once.

Words
-----
column
    One fact of n people. A number is float64, NaN where unknown. A claim is int8: 1
    true, 0 false, -1 unknown. A choice is int8 too: the place of its level, -1 unknown.
levels
    By name, what a choice may be, in the order of its codes. What has levels is a
    choice; what has none, or empty ones, is a number or a claim.

Shapes: n people; what hangs on no column at all has the shape ().
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from deqi.core.expressions import (
    Always,
    AtLeast,
    Claim,
    Compare,
    Expression,
    Includes,
    Known,
    Node,
    Not,
    OneOf,
    UnreadableExpression,
)

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int8]
Bools = npt.NDArray[np.bool_]
Array = Floats | Codes
Columns = Mapping[str, Array]

UNKNOWN = -1
"""The code of a claim or a choice that is not known."""


@dataclass(frozen=True, slots=True)
class Truths:
    """For each person, whether a condition holds.

    Parameters
    ----------
    holds : array of bool
        True where it holds for certain.
    may : array of bool
        True where it holds, and where the facts known so far leave it open.
    """

    holds: Bools
    may: Bools

    def codes(self) -> Codes:
        """Return a claim as columns have it."""
        return claims(self.holds, self.holds == self.may)


def claims(holds: Bools, known: Bools | bool = True) -> Codes:
    """Return a column of claims: 1 or 0 where they are known, -1 elsewhere."""
    return np.where(known, holds, UNKNOWN).astype(np.int8)


@dataclass(frozen=True, slots=True)
class Table:
    """What is known of n people.

    Parameters
    ----------
    columns : mapping of str to array
        By name, each of shape (n,). A fact without a column is unknown of all.
    levels : mapping of str to tuple of str
        By name, what a choice may be.
    """

    columns: Columns
    levels: Mapping[str, tuple[str, ...]]

    def holds(self, condition: Expression) -> Truths:
        """Return for each person what `Expression.holds` says of that person.

        Raises
        ------
        UnreadableExpression
            Where a column is of another kind than the condition takes it for; lists
            have no columns.
        """
        return self._holds(condition.node)

    def _holds(self, node: Node) -> Truths:
        match node:
            case Always():
                value = np.asarray(node.value)
                return Truths(value, value)
            case Not():
                part = self._holds(node.part)
                return Truths(~part.may, ~part.holds)
            case AtLeast():
                return _at_least(node.count, [self._holds(each) for each in node.parts])
            case Includes():
                raise UnreadableExpression(f"{node.name} is a list: it has no column")
        return self._look(node)

    def _look(self, node: Claim | Known | Compare | OneOf) -> Truths:
        column = self.columns.get(node.name, _NOTHING)
        known = _is_known(column)
        if isinstance(node, Known):
            same = self._is(node, column, known)
            return Truths(same != node.negated, same != node.negated)
        found = known & self._found(node, column)
        return Truths(found, found | ~known)

    def _found(self, node: Claim | Compare | OneOf, column: Array) -> Bools:
        match node:
            case Compare():
                return self._compared(node, column)
            case OneOf():
                same = [self._equals(node.name, each, column) for each in node.levels]
                return np.asarray(_joined(np.logical_or, [_none(column), *same]))
        if not self._is_claim(node.name, column):
            raise UnreadableExpression(f"{node.name} is no claim")
        return np.asarray(column == 1)

    def _is(self, node: Known, column: Array, known: Bools) -> Bools:
        if node.state is None:
            return ~known
        if not self._is_claim(node.name, column):
            return _none(column)
        return np.asarray(column == int(node.state))

    def _compared(self, node: Compare, column: Array) -> Bools:
        if node.sign in ("==", "!="):
            same = self._equals(node.name, node.limit, column)
            return same if node.sign == "==" else ~same
        if isinstance(node.limit, str) or self.levels.get(node.name):
            raise UnreadableExpression(f"{node.name} {node.sign} {node.limit!r}")
        return np.asarray(_ORDERS[node.sign](column, node.limit))

    def _equals(self, name: str, limit: float | str, column: Array) -> Bools:
        levels = self.levels.get(name)
        if levels:
            code = levels.index(limit) if limit in levels else None
            return _none(column) if code is None else np.asarray(column == code)
        if isinstance(limit, str):
            return _none(column)
        return np.asarray(column == limit)

    def _is_claim(self, name: str, column: Array) -> bool:
        return column.dtype == np.int8 and not self.levels.get(name)


_NOTHING: Codes = np.asarray(UNKNOWN, dtype=np.int8)
_ORDERS: Mapping[str, Callable[[Array, float], Bools]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _is_known(column: Array) -> Bools:
    if column.dtype == np.int8:
        return np.asarray(column != UNKNOWN)
    return ~np.isnan(column)


def _none(column: Array) -> Bools:
    return np.zeros(column.shape, dtype=np.bool_)


def _at_least(count: int, parts: Sequence[Truths]) -> Truths:
    return Truths(
        _enough(count, [part.holds for part in parts]),
        _enough(count, [part.may for part in parts]),
    )


def _enough(count: int, parts: Sequence[Bools]) -> Bools:
    if count == len(parts):
        return np.asarray(_joined(np.logical_and, parts))
    if count == 1:
        return np.asarray(_joined(np.logical_or, parts))
    total = np.zeros((), dtype=np.int64)
    for part in parts:
        total = total + part
    return np.asarray(total >= count)


def _joined(join: np.ufunc, parts: Sequence[Bools]) -> Bools:
    found = parts[0]
    for part in parts[1:]:
        found = join(found, part)
    return found
