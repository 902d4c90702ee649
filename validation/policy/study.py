"""Writes what the policy study found into its page, with its two plots.

Run from the root: ``.venv/bin/python -m validation.policy.study``.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from deqi.care import simulating
from deqi.care.simulating import Report, frontier
from deqi.cli import simulate
from deqi.cli.outputs import progress
from deqi.core.dosing import reviewed
from deqi.core.dosing.findings import Cell, Figure
from deqi.core.dosing.studies import Study
from deqi.core.dosing.values import OURS, Ours
from deqi.evidence.plots import drawing

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "policy-study.md"
MARK = "<!-- Below: written by validation/policy/study.py; do not edit. -->\n"
TRIED, TRIED_SEED = 200, 1
"""People and seed of the small run by which a test sees that the page is fresh."""

_WEEKS = ("12", "26", "52")


def main() -> None:
    """Run the study once and write the page."""
    study = simulating.begin(simulate.luck(simulate.PEOPLE, simulate.SEED))
    found = progress(simulating.run(study), "simulating", total=simulating.sets())
    report = simulating.report(found, study, seed=simulate.SEED, visit_cost=None)
    for plot in frontier.plots(report):
        if frontier.is_central(plot, report):
            path = PAGE.with_name(f"policy-study-{_gain(plot.name)}.svg")
            path.write_text(drawing.svg(plot), encoding="utf-8")
    begun, _, _ = PAGE.read_text(encoding="utf-8").partition(MARK)
    text = begun + MARK + written(report, rules(study))
    PAGE.write_text(text, encoding="utf-8")


def _gain(name: str) -> str:
    return "sham" if "-sham-" in name else "usual-care"


def rules(study: Study) -> Iterator[Mapping[str, str]]:
    """Yield how often each rule decides at a visit, per person, by policy of ours."""
    counted = {own.title: _decided(study, own) for own in study.ours}
    total = sum(counted.values(), Counter())
    for name, _ in total.most_common():
        shown = {own: f"{each[name]:.2f}" for own, each in counted.items()}
        yield {"rule": f"`{name}`", **shown}


def _decided(study: Study, ours: Ours) -> Counter[str]:
    (record,) = study.follow(ours, study.design.goal.central)
    found: Counter[str] = Counter()
    for contact in range(record.visits.shape[1]):
        here = np.flatnonzero(np.isfinite(record.visits[:, contact]))
        if len(here):
            verdict = reviewed.verdicts(record, contact, here, ours)
            found.update(ours.rules[place].id for place in verdict.rule)
    return Counter({name: each / len(study.cohort) for name, each in found.items()})


def written(report: Report, decided: Iterator[Mapping[str, str]]) -> str:
    """Return the results as the page has them."""
    word = "met" if report.goal.met else "not met"
    statement = "\n".join(f"- {each}" for each in report.statement)
    return f"""
## The results

**The goal is {word} under the central assumptions.** {report.people:,} virtual people, seed {report.seed}. Errors are those of Monte
Carlo; those of differences are paired.

{statement}

### Under the central assumptions

{table(_central(report))}

Standard errors in brackets. Adverse events are expected, not simulated: visits times a
published rate for each treatment. Responders are counted by scores as given, at the
week named; visits per responder count all responders at the end, those among them who
would have got better anyway.

![Relief against visits, gain over usual care: one panel for each dose response; the tables say \
the same](policy-study-usual-care.svg)

![Relief against visits, gain as small as over sham](policy-study-sham.svg)

### Where the visits go

How often each rule decides at a visit, per person, under the central assumptions. A rule that
is not named decided nothing.

{table(decided)}

### Under all assumptions

Of the six sets of each line (two of responders, three of drop-out): how many with which relief,
and by how much visits differ.

{table(_lines(report))}

{tried()}
"""


def tried() -> str:
    """Return the line that a small run gives; a test compares it with the page."""
    study = simulating.begin(simulate.luck(TRIED, TRIED_SEED))
    central = study.design.goal.central
    (found,) = study.run(central)
    own = found[OURS]
    return (
        f"A run of {TRIED} people with seed {TRIED_SEED}, by which tests see that this page is"
        f" fresh: our policy\ncomes to {own.visits.mean():.3f} visits and a mean score of"
        f" {own.mean_nrs.mean():.4f} under the central assumptions."
    )


def _central(report: Report) -> Iterator[Mapping[str, str]]:
    titles = report.titles()
    for cell in report.cells:
        if cell.assumed == report.goal.central:
            yield {"policy": titles[cell.policy], **_told(cell)}


def _told(cell: Cell) -> Mapping[str, str]:
    return {
        "mean score": _shown(cell.mean_nrs, 2),
        "relief": _shown(cell.relief, 3),
        "days in pain": _shown(cell.pain_days, 0),
        **{
            f"responders week {week}, %": _shown(cell.responders[week], 0)
            for week in _WEEKS
        },
        "visits": _shown(cell.visits, 1),
        "visits per responder": _shown(cell.visits_per_responder, 1),
        "adverse events, 100 people": _shown(cell.harms[0].per_100, 0),
        "serious ones": _shown(cell.harms[1].per_100, 3),
    }


def _shown(figure: Figure | None, places: int) -> str:
    if figure is None:
        return "none"
    value = f"{figure.value:.{places}f}".replace("-", "\N{MINUS SIGN}")
    return f"{value} ({figure.se:.{places + 1}f})"


def _lines(report: Report) -> Iterator[Mapping[str, str]]:
    titles = report.titles()
    for line in report.lines:
        yield {
            "policy": titles[line.ours],
            "against": titles[line.against],
            "dose response": line.dose,
            "gain": line.gain.replace("_", " "),
            "relief, by sets": line.relief,
            "visits": line.visits,
        }


def table(rows: Iterator[Mapping[str, str]]) -> str:
    """Return rows as a table in Markdown."""
    told = list(rows)
    lines: list[Sequence[str]] = [list(told[0]), ["---"] * len(told[0])]
    lines += [list(each.values()) for each in told]
    return "\n".join(f"| {' | '.join(each)} |" for each in lines)


if __name__ == "__main__":
    main()
