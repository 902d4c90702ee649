"""The page of tables that the calibration writes."""


def write(found: dict) -> str:
    return f"""# How the forecast was tried

Written by `python -m validation.forecast.calibrate` with fixed seeds; the method stands in
[forecast](forecast.md). {found["people"]:,} virtual people for each line, forecast in week 6
from up to five scores, for weeks 12 and 26. None of them is a patient: what this shows is
whether the arithmetic holds, and what happens where the truth is another than the model's.

## What the bands hold

Per cent of people whose later score lay in the band, week 12 / week 26. A score at an end
of the scale counts by lot within what the forecast puts at that end. Bias is the mean of
the later score less the forecast's.

![What the bands hold: one dot for each prior and week, a dashed line at what the band says; \
the table below says the same](forecast-calibration.svg)

| prior | truth | 50 % band | 80 % band | 95 % band | bias |
| --- | --- | --- | --- | --- | --- |
{_lines(found["coverage"], "held")}

Counted plainly, without lot: a band that ends at the floor holds all who are there, so the
narrow ones hold more than they say.

| prior | truth | 50 % band | 80 % band | 95 % band |
| --- | --- | --- | --- | --- |
{_lines(found["coverage"], "plain")}

{_verdict(found["coverage"])}

## Against carrying the last value forward, and lme4

Mean log score of the score in week 12 (higher is better), {found["people"]:,} people; learnt from
{found["trained"]:,} others with all their scores. *Records* has learnt from nobody; *learnt* has
learnt from them by moments; lme4 fits the same model to the same people by restricted maximum
likelihood, and both are tried on the same people in the same run. lme4 itself gives no
forecast with its spread: its figures go through the same normal formulas, without the rule
for scores at the ends.

| prior | truth | records | learnt | lme4 | last value |
| --- | --- | --- | --- | --- | --- |
{_contest(found["scores"])}

## Against what trials printed

Per cent of people at least 30 per cent better than at the start. People as the prior draws
them, one score each; the trial's people were 65 and over. Its changes are among what the
priors rest on, so this is no independent test; its shares are not.

| prior | week | usual care, printed | forecast | treated, printed | forecast |
| --- | --- | --- | --- | --- | --- |
{_responses(found["responses"])}
"""


def _lines(rows: list, what: str) -> str:
    lines = []
    for row in rows:
        cells = [
            " / ".join(f"{x:.1f}" for x in row[what][str(level)])
            for level in (0.5, 0.8, 0.95)
        ]
        if what == "held":
            cells.append(" / ".join(f"{x:+.2f}" for x in row["bias"]))
        lines.append("| " + " | ".join([row["prior"], row["truth"], *cells]) + " |")
    return "\n".join(lines)


def worst(rows: list, kind: str) -> dict[str, float]:
    """Return by how many points each band misses at worst, under truths so called."""
    return {
        level: max(
            abs(held - 100 * float(level))
            for row in rows
            if row["truth"].endswith(kind)
            for held in row["held"][level]
        )
        for level in ("0.5", "0.8", "0.95")
    }


def _verdict(rows: list) -> str:
    kinds = {
        "as the model has it": ("as the model has it", 2),
        "the four truths, mild": ("mild", 5),
        "the four truths, strong": ("strong", 5),
        "whole points only": ("whole points only", None),
    }
    lines = [
        "Points by which a band misses at worst, over all priors and both weeks:",
        "",
        "| truth | 50 % band | 80 % band | 95 % band | goal |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, (kind, goal) in kinds.items():
        cells = [f"{value:.1f}" for value in worst(rows, kind).values()]
        lines.append("| " + " | ".join([name, *cells, str(goal or "none")]) + " |")
    return "\n".join(lines)


def _contest(rows: list) -> str:
    def cell(value: float | None) -> str:
        return "not at hand" if value is None else f"{value:.3f}"

    names = ("records", "learnt", "lme4", "last")
    return "\n".join(
        "| "
        + " | ".join([row["prior"], row["truth"], *(cell(row[name]) for name in names)])
        + " |"
        for row in rows
    )


def _responses(rows: list) -> str:
    return "\n".join(
        f"| {r['prior']} | {r['weeks']} | {r['usual']} | {r['forecast_usual']} | {r['treated']} | {r['forecast_treated']} |"
        for r in rows
    )
