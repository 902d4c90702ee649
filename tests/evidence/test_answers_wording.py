"""Sentences from figures, where each figure comes from, and how hard they are to read."""

import pytest

from deqi.evidence import readability, wording
from deqi.evidence.readability import NothingToRead
from deqi.evidence.wording import Figure, Phrase, Sentence, UnknownPlace

DATA = {
    "gain": {"more": 17.6, "clear": True, "ends": [12.1, -23.4]},
    "why": "it was 65 people of 1,000.",
    "verdict": "gain",
    "nothing": None,
    "rate": 10000,
}


def phrase(part: str, *sentences: str, **told: object) -> Phrase:
    plain: dict[str, object] = {"needs": (), "lacks": (), "equals": {}, **told}
    return Phrase(id=part, part=part, sentences=sentences, **plain)  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    ("template", "text", "figures"),
    [
        ("no figure.", "No figure.", ()),
        ("{gain.more} more", "17.6 more", (Figure("17.6", "gain.more", 17.6),)),
        ("{gain.more:whole}", "18", (Figure("18", "gain.more", 17.6),)),
        ("{gain.more:one}", "17.6", (Figure("17.6", "gain.more", 17.6),)),
        ("{gain.ends.1:size}", "23", (Figure("23", "gain.ends.1", -23.4),)),
        ("in {rate}", "In 10,000", (Figure("10,000", "rate", 10000),)),
        (
            "{why}",
            "It was 65 people of 1,000.",
            (Figure("65", "why", 65.0), Figure("1,000", "why", 1000.0)),
        ),
    ],
)
def test_a_template_is_filled_and_each_figure_traced(
    template: str, text: str, figures: tuple[Figure, ...]
) -> None:
    assert wording.fill(template, DATA) == Sentence(text, figures)


@pytest.mark.parametrize(
    "template", ["{missing}", "{nothing}", "{gain.clear}", "{gain.ends.7}", "{why.x}"]
)
def test_a_place_without_a_figure_is_refused(template: str) -> None:
    with pytest.raises(UnknownPlace):
        wording.fill(template, DATA)


def test_of_each_part_the_first_phrase_that_holds_is_said() -> None:
    said = [
        phrase("a", "not this", needs=("nothing",)),
        phrase("a", "nor this", lacks=("gain.clear",)),
        phrase("a", "nor that", equals={"verdict": "loss"}),
        phrase("a", "this.", "and this.", needs=("gain.clear",)),
        phrase("a", "too late"),
        phrase("b", "that.", equals={"verdict": "gain"}),
    ]
    assert [s.text for s in wording.say(said, DATA)] == ["This.", "And this.", "That."]


@pytest.mark.parametrize(
    ("text", "found"),
    [("in 6 to 12 weeks", ["6", "12"]), ("10,000, 3.5.", ["10,000", "3.5"])],
)
def test_numbers_of_a_text(text: str, found: list[str]) -> None:
    assert wording.numbers(text) == found


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("pain", 1),
        ("people", 2),
        ("needle", 2),
        ("needles", 2),
        ("acupuncture", 4),
        ("eases", 2),
        ("more", 1),
        ("whole", 1),
        ("looked", 1),
        ("wanted", 2),
        ("the", 1),
        ("improvement", 4),
        ("day", 1),
        ("trial", 2),
        ("rules", 1),
        ("social", 2),
    ],
)
def test_syllables_are_counted_by_their_vowels(word: str, count: int) -> None:
    assert readability.syllables(word) == count


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("The cat sat on the mat.", 0.39 * 6 + 11.8 - 15.59),
        ("We saw 12 cats. They sat.", 0.39 * 3 + 11.8 - 15.59),
        ("a cat", 0.39 * 2 + 11.8 - 15.59),
    ],
)
def test_a_grade_follows_kincaid(text: str, grade: float) -> None:
    assert readability.grade(text) == pytest.approx(grade)


def test_hard_words_in_long_sentences_are_harder() -> None:
    plain = "Back pain often eases by itself. Nobody can promise more."
    hard = (
        "Musculoskeletal symptomatology characteristically demonstrates spontaneous"
        " amelioration irrespective of therapeutic intervention modalities."
    )
    assert readability.grade(plain) < 6
    assert readability.grade(hard) > 20


def test_a_text_without_words_is_refused() -> None:
    with pytest.raises(NothingToRead):
        readability.grade("12 34.")
