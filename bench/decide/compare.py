"""Runs both engines over the same people, compares each decision, and measures both."""

import gc
import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.decide import generate
from deqi.care import chain
from deqi.core.people import Facts
from deqi.core.rules import Rule
from deqi.core.screening import Screening
from deqi.interop import fhir
from deqi.knowledge import precautions, red_flags

HERE = Path(__file__).parent
WORK = Path("var/bench/decide")
WISHES = chain.Wishes(examined=True, sessions_so_far=3)
"""A later visit with an examination, so that the questions of both are read."""

EIGHT = (
    "anticoagulant",
    "thrombocytopenia",
    "neutropenia",
    "sepsis_fever",
    "severe_bleeding_disorder",
    "pacemaker_icd",
    "pregnancy_any",
    "unstable_cardiac",
)
ROUNDS = 3
PROCESSES = 10

Bundle = dict[str, Any]
Decided = dict[str, bool | str | None]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one engine took for all people of one size, from parsed JSON in memory."""

    people_per_second: float
    cpu_ms: float
    with_parsing_per_second: float


@dataclass(frozen=True, slots=True)
class Single:
    """How long one decision of ours takes, in milliseconds."""

    p50: float
    p99: float
    screening_p50: float
    screening_p99: float


class PeerUnavailable(Exception):
    """Node or the peer's packages are missing; the sentence says how to get them."""


def run(people: int = 1000) -> dict[str, Any]:
    """Measure and compare; return everything as plain JSON values."""
    _install_peer()
    texts = _write_people(people)
    first = {size: _measure_ours(lines) for size, lines in texts.items()}
    peer = _run_peer(tuple(texts))
    again = {size: _measure_ours(lines) for size, lines in texts.items()}
    differing, seen = _compare(texts, peer)
    sizes = {}
    for size, lines in texts.items():
        ours = _quieter(first[size], again[size])
        theirs = _measured_peer(peer["sizes"][size])
        sizes[size] = {
            "bytes": round(median(len(line) for line in lines)),
            "resources": len(json.loads(lines[0])["entry"]),
            "ours": _plain(ours),
            "peer": _plain(theirs),
            "ratio": round(ours.people_per_second / theirs.people_per_second, 1),
            "ratio_cpu": round(theirs.cpu_ms / ours.cpu_ms, 1),
            "one": _plain(_measure_one_by_one(lines)),
        }
    return {
        "people": people,
        "seed": generate.SEED,
        "peer": {key: peer[key] for key in peer if key != "sizes"},
        "python": sys.version.split()[0],
        "decisions": {
            "compared": seen.total(),
            "different": sum(differing.values()),
            "by_decision": dict(differing),
            "never_seen": _never_seen(seen),
        },
        "sizes": sizes,
        "processes": {size: _measure_process(size) for size in texts},
    }


def _install_peer() -> None:
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise PeerUnavailable("the peer needs node and npm: apt-get install nodejs npm")
    if not (HERE / "node_modules").exists():
        quiet = ("--no-audit", "--no-fund", "--ignore-scripts")
        subprocess.run(["npm", "ci", *quiet], cwd=HERE, check=True)


def _write_people(count: int) -> dict[str, list[str]]:
    WORK.mkdir(parents=True, exist_ok=True)
    made = generate.people(count)
    texts = {}
    for size in generate.SIZES:
        lines = [json.dumps(generate.bundle(person, size)) for person in made]
        (WORK / f"{size}.ndjson").write_text("\n".join(lines), encoding="utf-8")
        (WORK / f"{size}.json").write_text(lines[0], encoding="utf-8")
        texts[size] = lines
    setting = {
        "today": generate.TODAY.isoformat(),
        "examined": WISHES.examined,
        "sessions_so_far": WISHES.sessions_so_far,
    }
    (WORK / "setting.json").write_text(json.dumps(setting), encoding="utf-8")
    return texts


def decide(bundle: Bundle) -> tuple[Facts, Screening]:
    """Decide for one person: read the record, settle the facts, apply every rule."""
    reading = fhir.read(bundle, today=generate.TODAY)
    return chain.screen(reading.statements, today=generate.TODAY, wishes=WISHES)


def _measure_ours(lines: list[str]) -> Measured:
    bundles = [json.loads(line) for line in lines]
    _all(bundles[:20])
    rounds = [_timed(lambda: _all(bundles)) for _ in range(ROUNDS)]
    wall = min(seconds for seconds, _ in rounds)
    cpu = min(seconds for _, seconds in rounds)
    parsing, _ = _timed(lambda: _parse(lines))
    return Measured(
        len(lines) / wall, cpu / len(lines) * 1000, len(lines) / (wall + parsing)
    )


def _all(bundles: list[Bundle]) -> None:
    for bundle in bundles:
        decide(bundle)


def _parse(lines: list[str]) -> None:
    for line in lines:
        json.loads(line)


def _timed(work: Callable[[], None]) -> tuple[float, float]:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def _quieter(one: Measured, other: Measured) -> Measured:
    return max(one, other, key=lambda each: each.people_per_second)


def _measure_one_by_one(lines: list[str]) -> Single:
    whole, screening = [], []
    for line in lines:
        bundle = json.loads(line)
        start = time.perf_counter()
        reading = fhir.read(bundle, today=generate.TODAY)
        read = time.perf_counter()
        chain.screen(reading.statements, today=generate.TODAY, wishes=WISHES)
        end = time.perf_counter()
        whole.append((end - start) * 1000)
        screening.append((end - read) * 1000)
    return Single(*_ends(whole), *_ends(screening))


def _ends(milliseconds: list[float]) -> tuple[float, float]:
    cuts = quantiles(milliseconds, n=100, method="inclusive")
    return cuts[49], cuts[98]


def _measure_process(size: str) -> dict[str, float]:
    file = str(WORK / f"{size}.json")
    today = generate.TODAY.isoformat()
    beside = Path(sys.executable).parent / "deqi"
    command = [str(beside), "care", file, "--today", today, "--json"]
    _spawn(command)
    spawned = [_spawn(command) for _ in range(PROCESSES)]
    return {"median": round(median(spawned), 3), "worst": round(max(spawned), 3)}


def _spawn(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def _run_peer(sizes: tuple[str, ...]) -> dict[str, Any]:
    out = WORK / "peer.json"
    command = ["node", str(HERE / "run.mjs"), str(WORK), str(out), *sizes]
    subprocess.run(command, check=True)
    read: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return read


def _measured_peer(peer: dict[str, Any]) -> Measured:
    people, seconds = peer["people"], peer["seconds"]
    return Measured(
        people / seconds,
        peer["cpu_seconds"] / people * 1000,
        people / (seconds + peer["parsing_seconds"]),
    )


def rules() -> tuple[Rule, ...]:
    """Return the rules that rules.cql writes again."""
    chosen = (rule for rule in precautions.catalogue() if rule.id in EIGHT)
    return (*red_flags.catalogue(), *chosen)


def _compare(
    texts: dict[str, list[str]], peer: dict[str, Any]
) -> tuple[Counter[str], Counter[tuple[str, object]]]:
    differing: Counter[str] = Counter()
    seen: Counter[tuple[str, object]] = Counter()
    for size, lines in texts.items():
        theirs = peer["sizes"][size]["decisions"]
        for line in lines:
            bundle = json.loads(line)
            name = bundle["entry"][0]["resource"]["id"]
            ours = dict(_decisions(*decide(bundle)))
            if ours.keys() != theirs[name].keys():
                raise ValueError("rules.cql and the records name different tiers")
            seen.update(ours.items())
            differing.update(key for key in ours if ours[key] != theirs[name][key])
    return differing, seen


def _decisions(facts: Facts, found: Screening) -> Iterator[tuple[str, object]]:
    """Yield every decision by the name that rules.cql gives it."""
    urgencies = {each.id: each.urgency for each in found.findings}
    for rule in rules():
        for place, tier in enumerate(rule.tiers, 1):
            yield f"{rule.id}.{place}", tier.when.holds(facts.values_read)
        if rule.kind == "red_flag":
            urgency = urgencies.get(rule.id)
            yield f"{rule.id} urgency", urgency.value if urgency else None
        else:
            yield f"{rule.id} found", rule.id in urgencies


def _never_seen(seen: Counter[tuple[str, object]]) -> list[str]:
    names = (
        f"{rule.id}.{place}"
        for rule in rules()
        for place in range(1, len(rule.tiers) + 1)
    )
    return [
        f"{name} {state}"
        for name in names
        for state in (True, False, None)
        if not seen[name, state]
    ]


def _plain(measured: Measured | Single) -> dict[str, float]:
    fields = measured.__dataclass_fields__
    return {name: round(getattr(measured, name), 3) for name in fields}


def table(results: dict[str, Any]) -> str:
    """Return the results as the tables of docs/reference/bench-decide.md."""
    rows = [
        "| bundle | resources | kB | ours, people/s | peer, people/s | times | "
        "ours, CPU-ms | peer, CPU-ms | times |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for size, each in results["sizes"].items():
        ours, peer = each["ours"], each["peer"]
        rows.append(
            f"| {size} | {each['resources']} | {each['bytes'] / 1000:.0f} "
            f"| {ours['people_per_second']:.0f} | {peer['people_per_second']:.1f} "
            f"| {each['ratio']:.0f} | {ours['cpu_ms']:.2f} | {peer['cpu_ms']:.1f} "
            f"| {each['ratio_cpu']:.0f} |"
        )
    rows += [
        "",
        "| bundle | one decision p50, ms | p99, ms | of it screening p50, ms | p99, ms "
        "| with parsing, ours people/s | peer people/s | `deqi care` median, s "
        "| worst, s |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for size, each in results["sizes"].items():
        one, process = each["one"], results["processes"][size]
        rows.append(
            f"| {size} | {one['p50']:.2f} | {one['p99']:.2f} "
            f"| {one['screening_p50']:.2f} | {one['screening_p99']:.2f} "
            f"| {each['ours']['with_parsing_per_second']:.0f} "
            f"| {each['peer']['with_parsing_per_second']:.1f} "
            f"| {process['median']:.2f} | {process['worst']:.2f} |"
        )
    return "\n".join(rows)


def main(people: int = 1000) -> int:
    """Run, print, write ``var/bench/decide/results.json``; return the exit code."""
    try:
        results = run(people)
    except PeerUnavailable as missing:
        print(missing, file=sys.stderr)
        return 2
    decided = results["decisions"]
    (WORK / "results.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
    peer = ", ".join(f"{name} {version}" for name, version in results["peer"].items())
    print(
        f"{people} people, {os.cpu_count()} cores, Python {results['python']}, {peer}"
    )
    print(table(results))
    print(f"{decided['compared']} decisions, {decided['different']} different")
    for name, count in decided["by_decision"].items():
        print(f"  different: {name} in {count}")
    for name in decided["never_seen"]:
        print(f"  never seen: {name}")
    return 1 if decided["different"] or decided["never_seen"] else 0
