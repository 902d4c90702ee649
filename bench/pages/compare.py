"""Measure the pages of the desk as a clinic serves them, and write down what came out."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median, quantiles

from bench.pages import clients, clinic, questions
from bench.pages.clinic import Page

ROUNDS = 13
"""By eight clients: 104 answers of each page."""
ROUNDS_ALONE = 11
GOAL_MS, MOST_QUESTIONS = 100, 15
FLOOR = "the floor: `/healthz`"
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "bench-pages.md"


def main(sessions: int) -> int:
    """Measure with so many sessions in one chart; return 1 where the goal is missed."""
    try:
        with clinic.served():
            longest = clinic.lengthen(sessions)
            pages = addressed(longest)
            alone = clients.ask(pages, rounds=ROUNDS_ALONE, count=1)
            seen = clients.ask(pages, rounds=ROUNDS)
            asked = questions.count(pages)
    except clinic.NotServed as missing:
        print(missing, file=sys.stderr)
        return 2
    times = {name: (alone.seconds[name], seen.seconds[name]) for name in pages}
    told = page(times, asked, longest.sessions)
    REFERENCE.write_text(told, encoding="utf-8")
    print(told)
    for name, status in seen.wrong.items():
        print(f"{name} answered {status}", file=sys.stderr)
    slow = [n for n, took in seen.seconds.items() if p95(took) * 1000 > GOAL_MS]
    many = [name for name, count in asked.items() if count > MOST_QUESTIONS]
    return 1 if slow or many or seen.wrong else 0


def addressed(longest: clinic.Longest) -> dict[str, Page]:
    """Return every page that is measured."""
    episode = f"/desk/episodes/{longest.episode}"
    patient = f"/desk/patients/{longest.patient}"
    paths = {
        clinic.NOBODY: {FLOOR: "/healthz"},
        clinic.PRACTITIONER: {
            "today": "/desk/",
            "patients, as one types": "/desk/patients/?q=ma",
            "card of a patient": f"{patient}/",
            "chart": f"{patient}/chart/",
            "documents": f"{patient}/documents/",
            "history of sessions": f"/desk/sessions/?episode={longest.episode}",
            "a signed session": f"/desk/sessions/{longest.session}/",
            "screening": f"{episode}/screening/",
            "plan": f"{episode}/plan/",
            "consent": f"{episode}/consent/",
            "review": f"{episode}/review/",
            "plot of the course": f"{episode}/review/course.svg",
            "coverage": f"{episode}/coverage/",
            "superbill": f"/desk/superbills/{longest.session}/",
            "adverse events": "/desk/events/",
            "tasks": "/desk/tasks/",
        },
        clinic.DESK: {
            "today, at the desk": "/desk/",
            "register a patient": "/desk/patients/new/",
            "doubles": "/desk/patients/doubles/",
            "book a visit": f"/desk/visits/book/{longest.patient}/",
        },
        clinic.MANAGER: {
            "the clinic in figures": "/network/",
            "who works here": "/network/staff/",
            "the audit": "/network/audit/",
        },
    }
    return {
        name: Page(path, email)
        for email, held in paths.items()
        for name, path in held.items()
    }


def p95(took: list[float]) -> float:
    """Return the time under which 95 of a hundred answers came, in seconds."""
    return quantiles(took, n=20)[-1]


def page(
    times: Mapping[str, tuple[list[float], list[float]]],
    asked: Mapping[str, int],
    sessions: int,
) -> str:
    """Return what is printed and kept."""
    lines = [
        "# Times of pages",
        "",
        f"The example network, one chart of {sessions:,} sessions, {clients.CLIENTS}"
        " clients at once, in one run",
        "(`python -m bench pages`); how it is measured stands in",
        "[bench/pages](../../bench/pages/README.md). The machine has"
        f" {os.cpu_count()} cores;",
        "the floor shows how busy it was with other work.",
        "",
        f"The goal: 95 of a hundred answers within {GOAL_MS} ms, and at most"
        f" {MOST_QUESTIONS} questions to the database.",
        "",
        "| page | one client: median, ms | eight: median, ms | 95 of 100 within, ms"
        " | questions |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, (alone, beside) in times.items():
        ms = [1000 * each for each in (median(alone), median(beside), p95(beside))]
        cells = [name, *(f"{each:.0f}" for each in ms), str(asked[name])]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])
