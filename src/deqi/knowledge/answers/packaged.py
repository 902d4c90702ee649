"""Reads the packaged answers: computed beforehand, so that a decision needs no NumPy.

``make docs`` writes them from the rows; a test fails where one is not fresh.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from deqi.knowledge.schema import UnreadableRecord

FOLDER = "packaged"

PARTS = (
    "usual_course",
    "over_usual_care",
    "over_sham",
    "harms",
    "certainty",
    "why",
    "population",
    "verdict",
    "not_known",
    "sources",
)
"""What of an answer is packaged."""


@cache
def read(question: str) -> Mapping[str, object]:
    """Return the packaged answer to a question.

    Parameters
    ----------
    question : str
        Id of its record.

    Raises
    ------
    UnreadableRecord
        Where a part is missing, or no harm is named.
    """
    place = files("deqi.knowledge").joinpath("answers", FOLDER, f"{question}.json")
    found = json.loads(place.read_text(encoding="utf-8"))
    if not isinstance(found, dict) or tuple(found) != PARTS or not found["harms"]:
        raise UnreadableRecord(f"the packaged answer to {question} is not whole")
    return found
