"""Which codes of a payer fit one session, and how many units the chart shows.

Words
-----
unit
    One count of a billing code; of codes by time, so many minutes one to one.
item
    One code of a bill with its units; None where the chart does not show how many.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from deqi.core.policies import Code


@dataclass(frozen=True, slots=True)
class Given:
    """What a session's chart says, as far as a bill looks at it.

    Parameters
    ----------
    minutes : int or None
        Spent one to one with the patient; None where not charted.
    electro : bool
        Current was used.
    points, muscles : int
        How many points, and how many muscles without a point, were needled.
    """

    minutes: int | None
    electro: bool
    points: int
    muscles: int


@dataclass(frozen=True, slots=True)
class Item:
    """One line that a bill may carry.

    Parameters
    ----------
    code : Code
        Of the payer.
    units : int or None
        None where the chart does not show how many.
    why : str
        One sentence.
    """

    code: Code
    units: int | None
    why: str


def items(codes: Iterable[Code], given: Given) -> tuple[Item, ...]:
    """Return the codes that fit a session, in the payer's order.

    Parameters
    ----------
    codes : iterable of Code
        What the payer's record lists; codes that only modify others are left out.
    given : Given
        Of the session.

    Returns
    -------
    tuple of Item
        A session of muscles alone is billed by muscles, any other by time, so that the
        two never stand on one bill.

    Source: knowledge ``coverage:us_cpt_timing``.
    """
    return tuple(_items(codes, given))


def _items(codes: Iterable[Code], given: Given) -> Iterator[Item]:
    only_muscles = given.muscles > 0 and given.points == 0
    for code in codes:
        if code.muscles is not None:
            if only_muscles and _holds(code.muscles, given.muscles):
                yield Item(code, 1, f"{given.muscles} muscles needled, once a session.")
        elif code.minutes is None:
            yield Item(code, None, "Choose by the payer's rules.")
        elif not only_muscles and code.electro is given.electro:
            yield from _timed(code, code.minutes, given.minutes)


def _holds(muscles: tuple[int, int | None], count: int) -> bool:
    least, most = muscles
    return least <= count and (most is None or count <= most)


def _timed(code: Code, unit: int, minutes: int | None) -> Iterator[Item]:
    if minutes is None:
        yield Item(code, None, "The minutes one to one are not charted.")
        return
    whole = minutes // unit
    told = f"{minutes} minutes one to one"
    if code.is_first:
        short = f"{told}, under {unit}: see the payer's rules."
        yield Item(code, 1 if whole else None, f"{told}." if whole else short)
    elif whole > 1:
        most = f"{told}: at most {whole - 1}"
        why = f"{most}, each only where needles were inserted anew."
        yield Item(code, None, why)
