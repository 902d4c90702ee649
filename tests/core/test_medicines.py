"""The day's opioids: added up only where every amount is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.core.medicines import Edition, daily_mme
from deqi.core.reading import Medicine
from deqi.knowledge import medicines

TABLE = medicines.conversions()


def taken(ingredient: str | None, daily: float | None, name: str = "x") -> Medicine:
    return Medicine("RxNorm:1", name, ingredient, daily)


@pytest.mark.parametrize(
    ("several", "in_2022", "in_2016"),
    [
        ([], 0, 0),
        ([taken(None, None, "ibuprofen")], 0, 0),
        ([taken("morphine", 30)], 30, 30),
        ([taken("codeine", 120)], 18, 18),
        ([taken("fentanyl transdermal", 25)], 60, 60),
        ([taken("hydrocodone", 40)], 40, 40),
        ([taken("hydromorphone", 8)], 40, 32),
        ([taken("oxycodone", 40)], 60, 60),
        ([taken("oxymorphone", 10)], 30, 30),
        ([taken("tapentadol", 100)], 40, 40),
        ([taken("tramadol", 200)], 40, 20),
        ([taken("methadone", 20)], 94, 80),
        ([taken("methadone", 30)], 141, 240),
        ([taken("methadone", 60)], 282, 600),
        ([taken("methadone", 61)], 286.7, 732),
        ([taken("buprenorphine transdermal", 10)], None, 126),
        ([taken("morphine", 30), taken("tramadol", 100)], 50, 40),
        ([taken("Oxycodone", 10)], 15, 15),
        ([taken("morphine", 30), taken("oxycodone", None)], None, None),
        ([taken("morphine", -5)], None, None),
        ([taken("fentanyl", 25)], None, None),
        ([taken(None, None, "Hydrocodone 5 MG / paracetamol")], None, None),
        ([Medicine("", "the white ones")], None, None),
        ([Medicine("RxNorm:1", "")], None, None),
        (["oxycodone"], None, None),
    ],
)
def test_daily_mme(several, in_2022, in_2016):
    assert daily_mme(several, TABLE) == in_2022
    assert daily_mme(several, TABLE, edition=Edition.CDC2016) == in_2016


def test_unknown_medicines_have_an_unknown_sum():
    assert daily_mme(None, TABLE) is None


opioids = st.builds(
    taken, st.sampled_from(sorted(TABLE)), st.none() | st.floats(0, 500)
)


@given(st.lists(opioids, max_size=4), opioids, st.sampled_from(Edition))
def test_one_more_opioid_never_makes_the_sum_smaller(several, more, edition):
    before = daily_mme(several, TABLE, edition=edition)
    after = daily_mme([*several, more], TABLE, edition=edition)
    assert after is None or (before is not None and after >= before)


@given(st.lists(opioids, max_size=4), st.sampled_from(Edition))
def test_a_missing_amount_leaves_the_sum_unknown(several, edition):
    gap = [*several, taken("morphine", None)]
    assert daily_mme(gap, TABLE, edition=edition) is None
