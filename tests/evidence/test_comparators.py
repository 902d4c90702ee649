"""The kinds of control, and that they never mix."""

import pytest

from deqi.evidence import comparators
from deqi.evidence.comparators import Comparator, ComparatorsDiffer, ComparatorUnknown


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("sham", Comparator.SHAM),
        ("Sham (seed patches)", Comparator.SHAM),
        ("placebo", Comparator.SHAM),
        ("usual care (physiotherapy)", Comparator.USUAL_CARE),
        ("usual_care", Comparator.USUAL_CARE),
        ("no treatment or waitlist", Comparator.NO_TREATMENT),
        ("waiting list", Comparator.NO_TREATMENT),
        ("active (massage)", Comparator.ACTIVE),
        ("active (usual care drugs)", Comparator.ACTIVE),
    ],
)
def test_a_control_is_read_by_what_stands_outside_of_brackets(
    text: str, kind: Comparator
) -> None:
    assert comparators.read(text) is kind


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no kind"),
        ("shamrock", "no kind"),
        ("inactive", "no kind"),
        ("sham (dead-battery TENS) and active (TENS)", "several"),
        ("sham (two kinds) and usual care", "several"),
    ],
)
def test_words_of_no_kind_or_of_several_are_refused(text: str, says: str) -> None:
    with pytest.raises(ComparatorUnknown, match=says):
        comparators.read(text)


def test_one_kind_is_let_through_and_two_are_not() -> None:
    sham, usual = Comparator.SHAM, Comparator.USUAL_CARE
    assert comparators.require_one([sham, sham]) is sham
    assert comparators.require_one([]) is None
    assert comparators.require_one([None, None]) is None
    with pytest.raises(ComparatorsDiffer, match="sham, usual_care"):
        comparators.require_one([sham, usual])
    with pytest.raises(ComparatorsDiffer, match="sham, unknown"):
        comparators.require_one([sham, None])
