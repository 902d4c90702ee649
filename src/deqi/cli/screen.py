"""``deqi screen``: facts and screening for one person or very many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from deqi.care import chain, values
from deqi.cli import inputs, outputs, persons, records
from deqi.core.facts import Speaker, Statement
from deqi.core.findings import Screening


@dataclass(frozen=True, slots=True)
class Screened:
    """One patient screened.

    Parameters
    ----------
    file, patient : str
        Where the record stands, and its patient's id.
    facts : mapping of str to Told
        What is known, and who said it.
    screening : Screening
        What the rules make of it.
    deceased : bool
        The record says that the person has died.
    """

    file: str
    patient: str
    facts: Mapping[str, values.Told]
    screening: Screening
    deceased: bool = False


Result = Screened | records.Unread
_DONE, _REFUSED, _UNREADABLE = 0, 1, 2


def screen(
    patient: Annotated[list[Path], Parameter(negative="")],
    /,
    *,
    answers: Annotated[list[Path] | None, Parameter(negative="")] = None,
    today: date | None = None,
    json: bool = False,
    jsonl: bool = False,
) -> int:
    """Screen many people: facts, findings, restrictions, open questions.

    Exit code 2 where something could not be read; the rest is screened all the same.
    A single document that is read and refused gives 1, unless lines are asked for.

    Parameters
    ----------
    patient
        FHIR R4 files, folders of them, Bulk Data folders, or - for bundles as NDJSON
        on standard input.
    answers
        Answers that hold for every person screened.
    today
        The day of the decision; the day it is where not given.
    json
        Print one JSON object: that of the one person, or {"results": [...]}.
    jsonl
        Print one JSON object a line, one line a person.
    """
    day = inputs.today_or(today)
    said = persons.read_answers(answers or (), today=day)
    source = records.Source(day)
    results = (_result(found, said, day) for found in source.read(patient))
    if jsonl:
        code = _stream(results)
    elif json:
        code = _one_object(list(results))
    else:
        code = _page(results)
    if source.skipped:
        outputs.note(f"{source.skipped} inputs hold no patient and were skipped")
    return code


def _result(
    found: records.Found | records.Unread, said: Sequence[Statement], day: date
) -> Result:
    if isinstance(found, records.Unread):
        return found
    examined = any(word.by is Speaker.PRACTITIONER for word in said)
    facts, screening = chain.screen(
        (*found.reading.statements, *said),
        today=day,
        wishes=values.Wishes(examined=examined),
    )
    return Screened(
        found.file,
        found.reading.patient,
        chain.told(facts),
        screening,
        found.reading.deceased,
    )


def _stream(results: Iterable[Result]) -> int:
    unread = False
    for each in results:
        outputs.print_json(each, indent=None)
        unread |= isinstance(each, records.Unread)
    return _UNREADABLE if unread else _DONE


def _one_object(results: Sequence[Result]) -> int:
    outputs.print_json(results[0] if len(results) == 1 else {"results": results})
    unread = [each for each in results if isinstance(each, records.Unread)]
    return _code(unread, alone=len(results) == 1)


def _page(results: Iterable[Result]) -> int:
    console = outputs.page()
    outcomes: Counter[str] = Counter()
    unread: list[records.Unread] = []
    for each in results:
        if isinstance(each, records.Unread):
            unread.append(each)
            console.print(f"{each.file}: {each.error}")
            continue
        outcomes[each.screening.outcome.value] += 1
        console.print(_line(each))
    counted = ", ".join(f"{count} {word}" for word, count in outcomes.most_common())
    console.print(f"\n{sum(outcomes.values())} people: {counted or 'none'}")
    return _code(unread, alone=not outcomes)


def _code(unread: Sequence[Result], *, alone: bool) -> int:
    if not unread:
        return _DONE
    refused = alone and len(unread) == 1 and isinstance(unread[0], records.NotTaken)
    return _REFUSED if refused else _UNREADABLE


def _line(each: Screened) -> str:
    found = [_name(finding.id, finding.urgency) for finding in each.screening.findings]
    questions = len(each.screening.questions)
    findings = ", ".join(found) or "no findings"
    return (
        f"{each.screening.outcome.value:10} {each.patient}  {findings};"
        f" {questions} questions ({each.file})"
    )


def _name(finding: str, urgency: object) -> str:
    return f"{finding} ({urgency})" if urgency else finding
