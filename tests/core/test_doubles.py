"""When two entries are taken for one human being."""

from datetime import date

import pytest

from deqi.core.doubles import Entry, Likeness, likenesses

BORN = date(1971, 5, 4)


def entry(given, family="example", *, born=BORN, email="", phone=""):
    words = frozenset(given.split())
    return Entry(words | frozenset(family.split()), words, born, email, phone)


ADA = entry("ada", email="ada@example.org", phone="0201111")


@pytest.mark.parametrize(
    ("other", "because"),
    [
        (entry("ada"), (Likeness.NAME_AND_BIRTH,)),
        (entry("example", "ada"), (Likeness.NAME_AND_BIRTH,)),
        (entry("ada", "married"), (Likeness.BIRTH_AND_PART_OF_NAME,)),
        (entry("ada", born=date(1970, 5, 4)), ()),
        (
            entry("ada", born=date(1970, 5, 4), email="ada@example.org"),
            (Likeness.EMAIL,),
        ),
        (
            entry("ada", phone="0201111", email="ada@example.org"),
            (Likeness.NAME_AND_BIRTH, Likeness.EMAIL, Likeness.PHONE),
        ),
    ],
)
def test_says_why_two_are_alike(other, because):
    assert likenesses(ADA, other) == because
    assert likenesses(other, ADA) == because


def test_twins_are_two():
    assert likenesses(ADA, entry("bob")) == ()


def test_a_family_that_shares_a_telephone_is_not_one_person():
    child = entry("bob", born=date(2010, 1, 1), phone="0201111")
    assert likenesses(ADA, child) == ()


def test_nothing_entered_is_not_the_same():
    known = entry("ada", born=date(1970, 1, 1))
    assert likenesses(entry("ada"), known) == ()
