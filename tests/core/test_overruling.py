"""Terms of overruling are whole, or there are none."""

import pytest

from deqi.core.review import Reason
from deqi.core.review.overruling import GOES_ON, Bar, Terms
from deqi.core.review.values import Decision

WORDS = {bar: Reason("x", None, bar.value, ("product",), False) for bar in Bar}


def test_terms_need_somebody_who_may_and_words_for_every_bar():
    assert Terms(frozenset({"practitioner"}), WORDS)
    for roles, told in ((frozenset(), WORDS), (frozenset({"practitioner"}), {})):
        with pytest.raises(ValueError, match="roles, and words"):
            Terms(roles, told)


def test_every_decision_goes_on_needling_or_does_not():
    waits = {Decision.DISCHARGE, Decision.MEASURE, Decision.PAUSE, Decision.REFER}
    assert GOES_ON | waits == set(Decision)
    assert not GOES_ON & waits
