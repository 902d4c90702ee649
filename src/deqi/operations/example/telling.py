"""A story from the first contact on: episodes, their visits, their ends."""

from __future__ import annotations

from datetime import timedelta

from deqi.core.review import Decision
from deqi.core.visits import Purpose
from deqi.operations import clock, episodes, tasks
from deqi.operations.access import NotLicensed
from deqi.operations.callers import Call
from deqi.operations.example import arriving, deciding, papers, treating, visiting
from deqi.operations.example.cases import Case, Part, after
from deqi.operations.example.treating import Course
from deqi.operations.operation import fresh_key

FIRST_VISIT = (2, 6)
_NOTES = {
    Decision.DISCHARGE: "Well enough to stop. Exercises go on; the door stays open.",
    Decision.REFER: "No more needles for now; the doctor looks anew, and has a letter.",
    Decision.PAUSE: "Wants to stop for now, and rings when the back asks for it.",
}


def tell(case: Case) -> Part[None]:
    """Tell a whole story: one episode, and a second where the complaint comes back."""
    arriving.register(case)
    if case.story.is_referred:
        papers.file_referral(case)
    if case.story.is_entered_twice:
        yield from papers.enter_twice(case)
    try:
        goes_on = yield from _episode(case)
        if goes_on and case.story.relapses:
            yield clock.now() + timedelta(days=case.lot("relapse").randint(30, 90))
            case.number = 1
            yield from _episode(case)
    except NotLicensed:
        _handed_over(case)


def _handed_over(case: Case) -> None:
    tasks.add(
        Call(case.house.manager, fresh_key()),
        "Find another practitioner: the licence of the last one ends",
        due_on=case.today + timedelta(days=7),
        urgency="soon",
        patient=case.patient,
    )


def _episode(case: Case) -> Part[bool]:
    """Tell one episode; return whether it ended well enough for another one."""
    yield after(4)
    arriving.open_episode(case)
    yield after(8)
    arriving.answer(case)
    found = arriving.outcome(case)
    if arriving.is_led_out(found):
        yield from arriving.lead_out(case, found)
        return False
    if case.own is not None and case.story.wants_a_copy:
        yield from papers.ask_for_a_copy(case, case.own)
    return (yield from _course(case, Course(case.story.truth(case.number))))


def _course(case: Case, course: Course) -> Part[bool]:
    number, days, last = 0, FIRST_VISIT, None
    while True:
        purpose = _purpose(course, last)
        visit = yield from visiting.come(case, days, purpose, number=number)
        number += 1
        if visit is None:
            continue
        found = yield from treating.treat(case, course, visit)
        if arriving.is_led_out(found):
            yield from arriving.lead_out(case, found)
            return False
        yield after(2)
        before, days = last, deciding.WEEKLY
        if deciding.is_due(course, last):
            last, days = deciding.decide(case, course)
        if last in _NOTES and (last is not Decision.PAUSE or before is last):
            return (yield from _ended(case, course, last))
        if last is Decision.CHANGE and before is not last:
            treating.plan(case, course, _OTHER[case.story.terms.style])


def _purpose(course: Course, last: Decision | None) -> Purpose:
    if course.sessions == 0:
        return Purpose.FIRST
    if last is Decision.MAINTAIN:
        return Purpose.MAINTENANCE
    is_review = course.sessions + 1 in treating.REVIEWED_AT
    return Purpose.REVIEW if is_review else Purpose.TREATMENT


def _ended(case: Case, course: Course, last: Decision) -> Part[bool]:
    yield after(3)
    treating.close_harm(case, course)
    episodes.discharge(case.needles(), case.episode, note=_NOTES[last])
    if last is Decision.REFER:
        yield from papers.write_letter(case)
    return last is Decision.DISCHARGE


_OTHER = {
    "western": "traditional",
    "traditional": "western",
    "combined": "western",
}
