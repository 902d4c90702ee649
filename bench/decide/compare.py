"""Runs both engines over the same people in one run, and tells what came out."""

import json
import os
import sys
from pathlib import Path
from statistics import median
from typing import Any

from bench.decide import clock, decisions, generate, peer
from bench.decide.clock import Pace
from bench.decide.decisions import Comparison

WORK = Path("var/bench/decide")
BY_CODE_PEOPLE = 20
"""The second peer takes seconds a person, so it decides for the first few only."""


def main(people: int = 1000) -> int:
    """Run, print, write ``results.json``; 1 where a decision differs or went unseen."""
    try:
        peer.install()
    except peer.PeerUnavailable as missing:
        print(missing, file=sys.stderr)
        return 2
    results = run(people)
    (WORK / "results.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
    print(table(results))
    compared = results["compared"]
    return 1 if compared["different"] or compared["never_seen"] else 0


def run(people: int) -> dict[str, Any]:
    """Measure and compare; return everything as plain JSON values."""
    texts = _write_people(people)
    sizes = tuple(texts)
    first = {size: clock.measure(lines) for size, lines in texts.items()}
    once = peer.run(WORK, sizes, form="once", people=people)
    again = {size: clock.measure(lines) for size, lines in texts.items()}
    few = min(people, BY_CODE_PEOPLE)
    by_code = peer.run(WORK, sizes, form="by_code", people=few)
    made = _compare(texts, once) + _compare(texts, by_code)
    return {
        "people": people,
        "seed": generate.SEED,
        "cores": os.cpu_count(),
        "python": sys.version.split()[0],
        "peer": once.versions,
        "compared": _compared(made),
        "sizes": {
            size: {
                "kilobytes": round(median(map(len, lines)) / 1000),
                "resources": len(json.loads(lines[0])["entry"]),
                "ours": _quieter(first[size], again[size]).plain(),
                "peer_once": once.paces[size].plain(),
                "peer_by_code": by_code.paces[size].plain(),
                "single_ms": clock.measure_single(lines),
            }
            for size, lines in texts.items()
        },
        "process_seconds": _measure_processes(sizes),
    }


def _write_people(count: int) -> dict[str, list[str]]:
    WORK.mkdir(parents=True, exist_ok=True)
    made = generate.people(count)
    texts = {}
    for size in generate.SIZES:
        lines = [json.dumps(generate.bundle(person, size)) for person in made]
        _write(f"{size}.ndjson", "\n".join(lines))
        _write(f"{size}.json", lines[0])
        texts[size] = lines
    _write("patient.json", json.dumps(generate.bare_patient()))
    _write("answers.json", json.dumps(generate.harmless_answers()))
    wishes = decisions.WISHES
    setting = {
        "today": generate.TODAY.isoformat(),
        "examined": wishes.examined,
        "sessions_so_far": wishes.sessions_so_far,
    }
    _write("setting.json", json.dumps(setting))
    return texts


def _write(name: str, text: str) -> None:
    (WORK / name).write_text(text, encoding="utf-8")


def _quieter(one: Pace, other: Pace) -> Pace:
    return max(one, other, key=lambda each: each.per_second)


def _compare(texts: dict[str, list[str]], run: peer.Run) -> list[Comparison]:
    return [
        decisions.compare(lines, run.decisions[size]) for size, lines in texts.items()
    ]


def _compared(made: list[Comparison]) -> dict[str, Any]:
    whole = Comparison()
    for each in made:
        whole.people += each.people
        whole.compared += each.compared
        whole.differing += each.differing
        whole.seen += each.seen
    return {
        "records": whole.people,
        "decisions": whole.compared,
        "different": whole.differing.total(),
        "by_decision": dict(whole.differing),
        "never_seen": whole.never_seen(),
    }


def _measure_processes(sizes: tuple[str, ...]) -> dict[str, dict[str, float]]:
    day = ("--json", "--today", generate.TODAY.isoformat())
    answers = ("--answers", str(WORK / "answers.json"))
    records = {size: (str(WORK / f"{size}.json"), *day) for size in sizes}
    records["with a plan"] = (str(WORK / "patient.json"), *answers, *day)
    return {name: clock.measure_process(list(words)) for name, words in records.items()}


def table(results: dict[str, Any]) -> str:
    """Return the results as the page docs/reference/bench-decide.md shows them."""
    versions = ", ".join(f"{name} {it}" for name, it in results["peer"].items())
    made = results["compared"]
    head = (
        f"{results['people']} people, seed {results['seed']}; {results['cores']} cores, "
        f"Python {results['python']}, {versions}.\n"
        f"{made['decisions']} decisions on {made['records']} records compared, "
        f"{made['different']} different."
    )
    told = [f"different: {name}, {n} times" for name, n in made["by_decision"].items()]
    told += [f"never seen: {name}" for name in made["never_seen"]]
    parts = (_pace_table(results["sizes"]), _single_table(results))
    return "\n".join((head, *told, "", *parts))


def _pace_table(sizes: dict[str, Any]) -> str:
    about_engine = ("engine", "people/s", "CPU-ms", "from text/s")
    times = ("times, by wall", "times, by CPU")
    rows: list[tuple[object, ...]] = [
        ("bundle", "resources", "kB", *about_engine, *times)
    ]
    for size, each in sizes.items():
        ours = each["ours"]
        about = (size, each["resources"], each["kilobytes"])
        rows.append((*about, "deqi", *_numbers(ours), "", ""))
        for form in ("once", "by_code"):
            theirs = each[f"peer_{form}"]
            times = (
                f"{ours['per_second'] / theirs['per_second']:.0f}",
                f"{theirs['cpu_ms'] / ours['cpu_ms']:.0f}",
            )
            name = f"CQL, {form.replace('_', ' ')}"
            rows.append(("", "", "", name, *_numbers(theirs), *times))
    return _markdown(rows)


def _numbers(pace: dict[str, float]) -> tuple[str, ...]:
    names = ("per_second", "cpu_ms", "per_second_from_text")
    return tuple(f"{pace[name]:.3g}" for name in names)


def _single_table(results: dict[str, Any]) -> str:
    decision = ("decision p50, ms", "p99, ms", "screening alone p50, ms", "p99, ms")
    process = ("`deqi care` median, s", "worst, s")
    rows: list[tuple[object, ...]] = [("bundle", *decision, *process)]
    for name, spent in results["process_seconds"].items():
        single = results["sizes"].get(name, {}).get("single_ms")
        times = [f"{value:.2f}" for value in single.values()] if single else [""] * 4
        seconds = (f"{spent['median']:.2f}", f"{spent['worst']:.2f}")
        rows.append((name, *times, *seconds))
    return _markdown(rows)


def _markdown(rows: list[tuple[object, ...]]) -> str:
    lines = [f"| {' | '.join(map(str, row))} |" for row in rows]
    ruler = "|" + "---|" * len(rows[0])
    return "\n".join((lines[0], ruler, *lines[1:], ""))
