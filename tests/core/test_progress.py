"""Progress: which scores are compared, and what several instruments say together."""

from datetime import date, timedelta

import pytest

from deqi.core import progress
from deqi.core.instruments import Measurement
from deqi.knowledge import instruments

FIRST = date(2026, 1, 5)
SHOWN_BY = [instruments.catalogue()[name] for name in ("NRS", "RMDQ24")]


def scores(instrument: str, **by_day: float) -> list[Measurement]:
    """Return scores by day: ``d7=4`` on day 7, ``b3=6`` three days before."""
    return [
        Measurement(
            FIRST + timedelta(days=int(day[1:]) * (-1 if day[0] == "b" else 1)),
            instrument,
            score,
        )
        for day, score in by_day.items()
    ]


@pytest.mark.parametrize(
    ("measured", "found"),
    [
        ([], "not_measured"),
        (scores("NRS", d0=7), "not_measured"),
        (scores("NRS", b9=7), "not_measured"),
        (scores("PEG", d0=7, d9=3), "not_measured"),
        (scores("NRS", d0=7, d9=5), "improved"),
        (scores("NRS", d0=7, d9=6), "unclear"),
        (scores("NRS", d0=7, d9=7), "not_improved"),
        (scores("NRS", d0=7, d9=8), "not_improved"),
        (scores("NRS", d0=7, d9=9), "worse"),
        (scores("NRS", d0=7, d5=3, d9=7), "not_improved"),
        (scores("NRS", b9=9, b2=7, d9=6), "unclear"),
        (scores("NRS", b2=7, d0=5, d9=5), "not_improved"),
        (scores("NRS", d2=7, d9=5), "improved"),
        (scores("NRS", d0=7, d40=2), "not_measured"),
        (scores("NRS", d0=7, d9=5) + scores("RMDQ24", d0=12, d9=12), "improved"),
        (scores("NRS", d0=7, d9=5) + scores("RMDQ24", d0=10, d9=14), "unclear"),
        (scores("NRS", d0=7, d9=6) + scores("RMDQ24", d0=10, d9=14), "worse"),
        (scores("NRS", d0=7, d9=7) + scores("RMDQ24", d0=12, d9=11), "unclear"),
    ],
)
def test_progress(measured, found):
    day = FIRST + timedelta(days=30)
    assert progress.judge(SHOWN_BY, measured, since=FIRST, day=day) == found


def test_gain_turns_with_the_direction():
    (hope,) = [instruments.catalogue()["EXPECTATION"]]
    for latest, found in ((7, "unclear"), (3, "not_improved")):
        measured = scores("EXPECTATION", d0=5, d9=latest)
        day = FIRST + timedelta(days=9)
        assert progress.judge([hope], measured, since=FIRST, day=day) == found
