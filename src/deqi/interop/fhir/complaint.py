"""Which of several complaints on record is the main one, and since when."""

from datetime import date

from deqi.core.facts import Speaker, Statement
from deqi.interop.fhir.desk import Desk
from deqi.knowledge import value_sets


def finish(desk: Desk) -> None:
    """Say the main complaint that lasts, and the earliest day it is said to have begun.

    Generated records repeat a complaint that lasts at each visit; the earliest of
    them tells when it began.
    """
    if not desk.complaints:
        return
    ranks = value_sets.complaints()
    main = min(desk.complaints, key=lambda each: ranks[each.condition]).condition
    same = [each for each in desk.complaints if each.condition == main]
    latest = max(same, key=lambda each: each.at or date.min)
    others = sorted({each.note for each in desk.complaints} - {e.note for e in same})
    note = f"{latest.note}; also {', '.join(others)}" if others else latest.note
    desk.say(
        Statement("condition", main, Speaker.RECORD, latest.at, latest.where, note)
    )
    begun = [each for each in same if each.onset is not None]
    if begun:
        first = min(begun, key=lambda each: each.onset or date.max)
        desk.say(
            Statement(
                "onset_date",
                first.onset,
                Speaker.RECORD,
                first.at,
                first.where,
                first.note,
            )
        )
