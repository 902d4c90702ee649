"""The care of one person as a page in the terminal, in the order a clinician reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from deqi.care import pacing
from deqi.care.values import Care, Expected, Part
from deqi.cli import outputs
from deqi.core.coverage import Ledger
from deqi.core.facts import Holds, Rank
from deqi.core.findings import Finding, Question, Restriction, Screening
from deqi.core.needlework import Line
from deqi.core.plans import Beside, Plan
from deqi.core.rules import Outcome, Scope

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

_HEADLINE = {
    Outcome.PROCEED: ("green", "PROCEED", "nothing found stands in the way"),
    Outcome.CAUTION: ("yellow", "CAUTION", "treat, with the precautions below"),
    Outcome.ASK: ("yellow", "ASK FIRST", "questions that hold up the plan are open"),
    Outcome.REFER: ("red", "REFER", "a doctor comes first"),
    Outcome.EMERGENCY: ("red", "EMERGENCY", "act now"),
}
_SESSION = {
    True: "may be needled today",
    False: "must not be needled today",
    None: "not to be needled until the open questions are answered",
}
_SHOWN_CODES = 12


def show(care: Care, patient: str) -> None:
    """Print the page of one person."""
    console = outputs.page()
    _headline(console, care, patient)
    _findings(console, care.screening)
    _questions(console, care.screening)
    _restrictions(console, care.screening.restrictions)
    if care.plan is not None:
        _plan(console, care.plan)
    elif care.withheld:
        console.print(f"\nNo plan. {care.withheld}")
    _course(console, care)
    if care.expected is not None:
        _expected(console, care.expected)
    if care.coverage is not None:
        _coverage(console, care.coverage)
    _sources(console, care)


def show_alone(console: Console, care: Care) -> None:
    """Print what a record alone leads to: the outcome, findings, what must be asked."""
    _verdict(console, care)
    _findings(console, care.screening)
    questions = care.screening.questions
    waiting = holding(care.screening)
    if waiting:
        names = ", ".join(each.fact for each in waiting)
        console.print(f"\n{len(waiting)} questions hold up care: {names}")
    hints = [(each.fact, _asked(each)) for each in questions if each.note]
    if hints:
        title = "Questions that the record itself raises"
        print_table(console, title, ("fact", "ask"), hints)


def holding(screening: Screening) -> list[Question]:
    """Return the open questions that hold up the plan or the session."""
    return [each for each in screening.questions if each.holds_up is not Holds.NOTHING]


def _headline(console: Console, care: Care, patient: str) -> None:
    born = care.facts.get("birth_date")
    age = f", born {born.value}" if born is not None else ""
    console.rule(f"Patient {patient}{age}, on {care.today}", align="left")
    _verdict(console, care)
    complaint = [
        f"{name}: {_value(told.value)}"
        for name in ("condition", "duration_weeks", "pain_regions", "pain_average")
        if (told := care.facts.get(name)) is not None and told.value is not None
    ]
    if complaint:
        console.print("; ".join(complaint))


def _verdict(console: Console, care: Care) -> None:
    from rich.text import Text

    colour, word, meaning = _HEADLINE[care.screening.outcome]
    console.print(
        Text.assemble((word, f"bold {colour}"), f"  {meaning}; ", *_session(care))
    )


def _session(care: Care) -> Iterable[str]:
    yield _SESSION[care.screening.session.allowed]
    held = [found.title.lower() for found in care.screening.session.findings]
    if held:
        yield f" ({'; '.join(held)})"


def _findings(console: Console, screening: Screening) -> None:
    found = (*screening.findings, *screening.session.findings)
    if not found:
        return
    rows = [_finding(each) for each in found]
    print_table(console, "Findings", ("what", "do", "because"), rows)


def _finding(found: Finding) -> tuple[RenderableType, ...]:
    from rich.text import Text

    colour = _HEADLINE[found.outcome][0]
    degree = found.urgency.value if found.urgency else found.kind.replace("_", " ")
    status = "cleared" if found.cleared else degree
    what = Text.assemble((status, colour), f"  {found.title}")
    where = f" → {found.destination}" if found.destination else ""
    because = ", ".join(found.because)
    return what, f"{found.action}{where}", f"{because}\n[{', '.join(found.sources)}]"


def _questions(console: Console, screening: Screening) -> None:
    questions = screening.questions
    holding_up = holding(screening)
    relative = [
        each
        for each in questions
        if each.holds_up is Holds.NOTHING and each.rank is not Rank.USEFUL
    ]
    useful = len(questions) - len(holding_up) - len(relative)
    if holding_up:
        rows = [(each.holds_up.value, _asked(each), each.fact) for each in holding_up]
        columns = ("holds up", "ask", "fact")
        print_table(
            console,
            f"Open questions that hold up care ({len(holding_up)})",
            columns,
            rows,
        )
    if relative:
        rows = [(each.asked_of, _asked(each), each.fact) for each in relative]
        columns = ("of", "ask", "fact")
        print_table(
            console,
            f"Open questions that bend the plan ({len(relative)})",
            columns,
            rows,
        )
    if useful:
        console.print(f"{useful} more questions would be useful (--json lists them).")


def _asked(question: Question) -> str:
    return f"{question.text} {question.note}".strip()


def _restrictions(console: Console, restrictions: Sequence[Restriction]) -> None:
    if not restrictions:
        return
    grouped: dict[tuple[Scope, str, bool], list[str]] = {}
    for each in restrictions:
        key = (each.scope, each.reason, bool(each.pending))
        grouped.setdefault(key, []).append(each.code)
    rows = [
        (scope.value, _codes(codes), f"{reason} (not known yet)" if pending else reason)
        for (scope, reason, pending), codes in grouped.items()
    ]
    print_table(console, "Not to be done", ("what", "which", "why"), rows)


def _codes(codes: Sequence[str]) -> str:
    shown = ", ".join(codes[:_SHOWN_CODES])
    more = len(codes) - _SHOWN_CODES
    return f"{shown} and {more} more" if more > 0 else shown


def _plan(console: Console, plan: Plan) -> None:
    least, most = plan.retention_minutes
    kept = f"{least} minutes" if least == most else f"{least} to {most} minutes"
    console.print(f"\nPlan, {plan.style}: {plan.reasoning}")
    reasons = _numbered(_reason(line) for line in plan.needling)
    rows = [
        (
            line.site,
            line.sides.value,
            _depth(line.depth_mm),
            f"{line.angle}; {line.response}; {line.stimulation}",
            str(reasons[_reason(line)]),
        )
        for line in plan.needling
    ]
    columns = ("site", "sides", "depth", "how", "why")
    print_table(console, f"Needles: {plan.needles}, kept {kept}", columns, rows)
    for reason, number in reasons.items():
        console.print(f"{number}  {reason}")
    if plan.excluded:
        left_out = [(each.point, each.sides.value, each.why) for each in plan.excluded]
        print_table(console, "Left out", ("site", "sides", "why"), left_out)
    _lines(console, "Goals", plan.goals)
    _lines(console, "Beside the needles", _advice(plan.co_treatment))
    _lines(console, "Lifestyle", _advice(plan.lifestyle))
    measured = (
        f"{each.instrument}{_baseline(each.baseline)}: {each.when}"
        for each in plan.measures
    )
    _lines(console, "Measured", measured)


def _reason(line: Line) -> str:
    return f"{line.why} [{', '.join(line.sources)}]"


def _numbered(texts: Iterable[str]) -> dict[str, int]:
    return {text: place for place, text in enumerate(dict.fromkeys(texts), 1)}


def _baseline(baseline: float | None) -> str:
    return "" if baseline is None else f" (today {baseline:g})"


def _advice(several: Sequence[Beside]) -> Iterable[str]:
    for each in several:
        yield f"{each.text}. {each.evidence} [{', '.join(each.sources)}]"


def _depth(depth: tuple[float, float] | None) -> str:
    if depth is None:
        return "to the tissue"
    least, most = depth
    return f"{least:g} mm" if least == most else f"{least:g} to {most:g} mm"


def _course(console: Console, care: Care) -> None:
    if not care.course:
        return
    rows = [
        (
            str(visit.visit),
            _window(visit.earliest, visit.latest),
            visit.purpose
            + (", if the review before says so" if visit.conditional else ""),
            *((_covered(visit.covered, visit.covered_why),) if care.coverage else ()),
        )
        for visit in care.course
    ]
    columns = ("visit", "between", "purpose", *(("covered",) if care.coverage else ()))
    print_table(console, f"Course: {care.cadence}", columns, rows)
    console.print(pacing.outline_note(care.course))


def _window(earliest: date, latest: date) -> str:
    return f"{earliest} and {latest}"


def _covered(covered: bool | None, why: str) -> str:
    word = {True: "yes", False: "no", None: "not known"}[covered]
    return f"{word}: {why}" if why and covered is not True else word


def _expected(console: Console, expected: Expected) -> None:
    parts = (
        ("What happens anyway", "usual_course", expected.usual_course),
        ("Gain over usual care", "over_usual_care", expected.over_usual_care),
        ("Gain over pretend needles", "over_sham", expected.over_sham),
    )
    shown = (f"{title}: {_gain(expected, name, part)}" for title, name, part in parts)
    _lines(console, f"What may be expected: {expected.population}", shown)
    harms = [
        f"{harm['event']} {harm['rate']:.2g} in {harm['per']:,}"
        for harm in expected.harms
    ]
    _lines(console, "Harms, as reported", harms)


def _gain(expected: Expected, name: str, part: Part | None) -> str:
    if part is None:
        return expected.why.get(name, "nothing was found")
    shown = cast("Mapping[str, Any]", part)
    span = "" if shown["ci"] is None else " ({:.3g} to {:.3g})".format(*shown["ci"])
    people = (shown.get("per_100") or {}).get("people") or {}
    counted = ", ".join(
        f"{people[key]} {words}"
        for key, words in (("control", "without"), ("treated", "with"))
        if people.get(key) is not None
    )
    return (
        f"{shown['outcome']}: {shown['measure']} {shown['estimate']:.3g}{span}"
        f"{f'; of 100 clearly better: {counted}' if counted else ''}"
        f"; certainty {shown['certainty']}"
    )


def _coverage(console: Console, ledger: Ledger) -> None:
    left = "not stated" if ledger.left is None else str(ledger.left)
    eligible = {True: "eligible", False: "not eligible", None: "eligibility not known"}
    console.print(
        f"\nCover by {ledger.payer}: {eligible[ledger.eligible]}; "
        f"{ledger.used} visits used, {left} left; rules as of {ledger.as_of}"
    )
    _lines(console, "Still to be shown", ledger.needs)


def _sources(console: Console, care: Care) -> None:
    if care.sources:
        cited = (f"{each.id}: {each.citation} ({each.url})" for each in care.sources)
        _lines(console, "Sources", cited)
    console.print(
        "\nNo clinician has reviewed these rules yet. "
        "This is support for a licensed clinician, who decides; no diagnosis, no promise."
    )


def _lines(console: Console, title: str, lines: Iterable[str]) -> None:
    several = list(lines)
    if not several:
        return
    console.print(f"\n{title}", style="bold")
    for line in several:
        console.print(f"- {line}")


def print_table(
    console: Console,
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[RenderableType]],
) -> None:
    """Print a titled table."""
    table = _table(columns)
    for row in rows:
        table.add_row(*row)
    console.print(f"\n{title}", style="bold")
    console.print(table)


def _table(columns: Sequence[str]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim"
    )
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(each) for each in value)
    return str(value)
