"""Which records answer which question, how sure they are, and how an answer is told."""

from collections.abc import Mapping
from functools import cache

from deqi.core.conditions import Stage
from deqi.evidence.plans import Question
from deqi.evidence.wording import Phrase
from deqi.knowledge import loader
from deqi.knowledge.answers import fields
from deqi.knowledge.schema import Provenance, UnreadableRecord

ROOM = "answers"
_FILES = (
    "courses.toml",
    "effects.toml",
    "gains.toml",
    "phrases.toml",
    "questions.toml",
    "recomputed.toml",
    "settings.toml",
)

PARTS = ("usual_course", "over_usual_care", "over_sham")
"""What an answer holds, or says why it does not."""


@cache
def questions() -> Mapping[str, Question]:
    """Return every question by id.

    Raises
    ------
    UnreadableRecord
        Where a part is missing and no reason is given.
    """
    found = loader.records(ROOM, "questions.toml").values()
    made = [_question(fields.Reader(record)) for record in found]
    return {each.id: each for each in made}


@cache
def of_condition(condition: str) -> tuple[Question, ...]:
    """Return the questions about one condition, in the order of the file."""
    found = questions().values()
    return tuple(each for each in found if each.condition == condition)


@cache
def phrases() -> tuple[Phrase, ...]:
    """Return how an answer is told, in the order of reading."""
    found = loader.records(ROOM, "phrases.toml").values()
    return tuple(_phrase(fields.Reader(record)) for record in found)


@cache
def provenance() -> Mapping[str, Provenance]:
    """Return where each record of the room comes from, as ``file/id``."""
    return {
        f"{file.removesuffix('.toml')}/{key}": record.provenance
        for file in _FILES
        for key, record in loader.records(ROOM, file).items()
    }


@cache
def setting(name: str) -> float:
    """Return the value of a setting.

    Raises
    ------
    UnreadableRecord
        Where there is none.
    """
    return fields.Reader(loader.records(ROOM, "settings.toml")[name]).number("value")


def harms() -> tuple[str, ...]:
    """Return the ids of the adverse events that every answer shows."""
    return loader.records(ROOM, "settings.toml")["harms"].texts("rows")


def older_note() -> str:
    """Return what is not known where no trial looked at older people apart."""
    return loader.records(ROOM, "settings.toml")["older_note"].text("text")


def rare_per() -> int:
    """Return per how many people a harm is told that is known by its count only."""
    record = fields.Reader(loader.records(ROOM, "settings.toml")["harms"])
    return int(record.number("rare_per"))


def _question(record: fields.Reader) -> Question:
    made = Question(
        id=record.id,
        condition=record.text("condition"),
        stages=tuple(Stage(each) for each in record.texts("stages")),
        is_for_older=record.text("ages", "") == "older",
        when_unknown=record.flag("when_unknown"),
        population=record.text("population"),
        verdict=record.text("verdict"),
        usual_course=record.text("usual_course", ""),
        over_usual_care=record.text("over_usual_care", ""),
        over_sham=record.text("over_sham", ""),
        others=record.texts("others"),
        why=record.words("why"),
        published=record.texts("published"),
        guidelines=record.texts("guidelines"),
        own=record.texts("own"),
        not_known=record.texts("not_known"),
    )
    for part in PARTS:
        if not getattr(made, part) and not {part, "all"} & set(made.why):
            raise UnreadableRecord(f"{ROOM}:{made.id} has no {part} and says no why")
    return made


def _phrase(record: fields.Reader) -> Phrase:
    return Phrase(
        id=record.id,
        part=record.text("part"),
        needs=record.texts("needs"),
        lacks=record.texts("lacks"),
        equals=record.words("equals"),
        sentences=record.texts("sentences"),
    )
