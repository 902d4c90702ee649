"""Says from measurements whether a person has got better since a given day.

Words
-----
baseline
    The last score on or before that day; failing that, the first one after it.
latest
    The last score after the baseline.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from deqi.core import instruments
from deqi.core.instruments import Change, Measurement
from deqi.core.scales import Direction, Instrument


class Progress(StrEnum):
    """What the measurements say."""

    IMPROVED = "improved"
    UNCLEAR = "unclear"
    NOT_IMPROVED = "not_improved"
    WORSE = "worse"
    NOT_MEASURED = "not_measured"


def judge(
    shown_by: Iterable[Instrument],
    measurements: Sequence[Measurement],
    *,
    since: date,
    day: date,
) -> Progress:
    """Judge all changes between a first day and a later one together.

    Parameters
    ----------
    shown_by : iterable of Instrument
        Instruments that count.
    measurements : sequence of Measurement
        In any order.
    since : date
        The day on which treatment began.
    day : date
        Measurements after it are not looked at.

    Returns
    -------
    Progress
        ``improved`` where one instrument shows an important change and none a
        worsening, ``worse`` for the reverse, ``not_improved`` where nothing moved in
        the better direction, ``unclear`` for all else: smaller gains, or instruments
        that contradict each other.

    Source: knowledge ``instruments`` records; own reading of "improving".
    """
    known = [each for each in measurements if each.date <= day]
    changes = [
        (each, found)
        for each in shown_by
        if (found := change_since(each, known, since)) is not None
    ]
    better = any(found.important for _, found in changes)
    worse = any(found.worse for _, found in changes)
    if not changes:
        return Progress.NOT_MEASURED
    if better != worse:
        return Progress.IMPROVED if better else Progress.WORSE
    some_gain = any(_gains(each, found) for each, found in changes)
    return Progress.UNCLEAR if some_gain else Progress.NOT_IMPROVED


def change_since(
    instrument: Instrument, measurements: Sequence[Measurement], since: date
) -> Change | None:
    """Return the change of one instrument since a day.

    Parameters
    ----------
    instrument : Instrument
        Its record.
    measurements : sequence of Measurement
        Of any instruments, in any order.
    since : date
        The day on which treatment began.

    Returns
    -------
    Change or None
        None without a baseline and a later score.
    """
    own = sorted(
        (each.date, each.score)
        for each in measurements
        if each.instrument == instrument.id
    )
    if not own:
        return None
    before = [each for each in own if each[0] <= since]
    baseline = before[-1] if before else own[0]
    latest = own[-1]
    if latest[0] <= baseline[0]:
        return None
    return instruments.change(instrument, baseline[1], latest[1])


def _gains(instrument: Instrument, found: Change) -> bool:
    if not found.absolute:
        return False
    return (found.absolute < 0) is (instrument.direction is Direction.WORSE)
