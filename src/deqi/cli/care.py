"""``deqi care``: the whole decision chain for one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from deqi.care import chain, values
from deqi.cli import inputs, outputs, persons

Style = Literal["traditional", "western", "combined"]


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Choices:
    """What may be asked for beside the record.

    Parameters
    ----------
    style
        Traditional, western or combined; else the person's preference.
    payer
        Who pays, such as us_medicare_ncd_30_3_3: adds the ledger.
    cadence
        How often and how long, such as trial_default.
    today
        The day of the decision; the day it is where not given.
    """

    style: Style | None = None
    payer: str | None = None
    cadence: str | None = None
    today: date | None = None


def care(
    patient: Path,
    /,
    *,
    answers: Annotated[list[Path] | None, Parameter(negative="")] = None,
    choices: Choices | None = None,
    json: bool = False,
) -> None:
    """Decide for one person: screening, plan, course, each line with its reason.

    Parameters
    ----------
    patient
        A FHIR R4 Bundle or Patient as JSON; - reads standard input.
    answers
        Answers to intake questions; may be given more than once.
    json
        Print one JSON object.
    """
    wanted = choices or Choices()
    day = inputs.today_or(wanted.today)
    decided, name = decide(patient, answers or (), wanted, day)
    if json:
        outputs.print_json(decided)
        return
    from deqi.cli import care_page

    care_page.show(decided, name)


def decide(
    patient: Path, answers: list[Path] | tuple[Path, ...], choices: Choices, day: date
) -> tuple[values.Care, str]:
    """Return the care of the person on record, and the patient's id.

    Raises
    ------
    Refused
        Where the record says that the person has died.
    """
    person = persons.read_person(patient, answers, today=day)
    if person.deceased:
        raise inputs.Refused("the record says that this person has died")
    wishes = values.Wishes(
        style=choices.style,
        payer=choices.payer,
        cadence=choices.cadence,
        examined=person.examined,
    )
    return chain.decide(person.statements, today=day, wishes=wishes), person.patient
