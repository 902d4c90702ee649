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
ROUNDS_ALONE = 3
GOAL_MS, MOST_QUESTIONS = 100, 15
FLOOR = "the floor: `/healthz`"
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "bench-pages.md"


def main(sessions: int) -> int:
    """Measure with so many sessions in one chart; return 1 where the goal is missed."""
    try:
        with clinic.served():
            rows = clinic.lengthen(sessions)
            pages = addressed(rows)
            alone = clients.ask(pages, rounds=ROUNDS_ALONE, count=1)
            seen = clients.ask(pages, rounds=ROUNDS)
            asked = questions.count(pages)
    except clinic.NotServed as missing:
        print(missing, file=sys.stderr)
        return 2
    times = {name: (alone.seconds[name], seen.seconds[name]) for name in pages}
    told = page(times, asked, rows.sessions)
    REFERENCE.write_text(told, encoding="utf-8")
    print(told)
    for name, status in seen.wrong.items():
        print(f"{name} answered {status}", file=sys.stderr)
    slow = [n for n, took in seen.seconds.items() if p95(took) * 1000 > GOAL_MS]
    many = [name for name, count in asked.items() if count > MOST_QUESTIONS]
    return 1 if slow or many or seen.wrong else 0


def addressed(rows: clinic.Rows) -> dict[str, Page]:
    """Return every page that is measured."""
    episode = f"/desk/episodes/{rows.episode}"
    patient = f"/desk/patients/{rows.patient}"
    paths = {
        clinic.NOBODY: {FLOOR: "/healthz"},
        clinic.PRACTITIONER: {
            "today": "/desk/",
            "patients, as one types": "/desk/patients/?q=ma",
            "card of a patient": f"{patient}/",
            "chart": f"{patient}/chart/",
            "documents": f"{patient}/documents/",
            "open an episode": f"{patient}/episode/",
            "history of sessions": f"/desk/sessions/?episode={rows.episode}",
            "the session screen": f"/desk/sessions/{rows.draft}/",
            "a signed session": f"/desk/sessions/{rows.session}/",
            "shortcuts": "/desk/sessions/shortcuts/",
            "change an episode": f"{episode}/change/",
            "screening": f"{episode}/screening/",
            "plan": f"{episode}/plan/",
            "consent": f"{episode}/consent/",
            "review": f"{episode}/review/",
            "plot of the course": f"{episode}/review/course.svg",
            "coverage": f"{episode}/coverage/",
            "write a letter": f"{episode}/letters/",
            "a letter": f"/desk/letters/{rows.letter}/",
            "superbill": f"/desk/superbills/{rows.session}/",
            "adverse events": "/desk/events/",
            "report an event": f"/desk/events/report/{rows.episode}/",
            "tasks": "/desk/tasks/",
            "reviews due": "/desk/tasks/reviews/?all=1",
            "letters that wait": "/desk/tasks/letters/?all=1",
        },
        clinic.DESK: {
            "today, at the desk": "/desk/",
            "register a patient": "/desk/patients/new/",
            "doubles": "/desk/patients/doubles/",
            "change a patient": f"{patient}/change/",
            "the diary": "/desk/visits/",
            "book a visit": f"/desk/visits/book/{rows.patient}/",
            "move a visit": f"/desk/visits/{rows.visit}/move/",
            "cancel a visit": f"/desk/visits/{rows.visit}/cancel/",
        },
        clinic.MANAGER: {
            "the clinic in figures": "/network/",
            "clinics": "/network/clinics/",
            "who works here": "/network/staff/",
            "credentials": "/network/staff/credentials/",
            "texts": "/network/texts/",
            "the text of consent": "/network/texts/consent/",
            "knowledge": "/network/records/",
            "a room of knowledge": "/network/records/red_flags/",
            "a record": "/network/records/red_flags/cauda_equina/",
            "requests of patients": "/network/requests/",
            "exports": "/network/exports/",
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
