"""Results computed anew from the rows, beside what was published; printed by make docs.

Every figure on the page comes from the code and the records at the moment of printing.
"""

from deqi.care import recomputing
from deqi.care.recomputing import Recomputed
from deqi.evidence.agreement import Agreement, Result
from tests.spec.tables import Page, Table

PAGE = Page(
    "recomputed",
    "Published results, computed anew",
    """What deqi computes from the trial rows it holds, beside what was published. Exact
    means equal in the printed digits; close means each figure within a tenth of half the
    printed interval or, without an interval, within one unit of its last digit. A pool
    of other trials is never called a match, however near it comes: such agreement is
    partly chance. Below 0 acupuncture did better, except in A2 and for responders.""",
)


def told(result: Result | None) -> str:
    if result is None:
        return "-"
    if result.ci is None:
        return f"{result.estimate:.2f}"
    return f"{result.estimate:.2f} ({result.ci[0]:.2f}, {result.ci[1]:.2f})"


def trials(found: Recomputed) -> str:
    return "; ".join(
        f"{e.label} {e.estimate:.2f} (SE {e.se:.2f})" for e in found.trials
    )


def published(found: Recomputed) -> str:
    if found.of.published is None:
        return told(found.published)
    return f"{found.of.published.review}: {told(found.published)}"


def pool_row(found: Recomputed) -> tuple[object, ...]:
    pools = found.pools or {}
    return (
        found.of.id,
        found.of.title,
        trials(found),
        len(found.trials),
        "-" if found.i2 is None else f"{found.i2:.0f}",
        told(pools.get("fixed")),
        told(pools.get("dl")),
        told(pools.get("reml")),
        told(pools.get("hksj")),
        published(found),
        found.agreement,
        found.of.why,
    )


POOLS = Table(
    title="Pools",
    prose="""Ratios of responders stand as ratios, their trials as logarithms. With two
    trials a Hartung-Knapp interval says nothing; it is printed to show that.""",
    columns={
        "key": "Row",
        "title": "What",
        "effects": "Trials",
        "k": "k",
        "i2": "I², %",
        "fixed": "Fixed",
        "dl": "DerSimonian-Laird",
        "reml": "REML",
        "hksj": "REML, Hartung-Knapp",
        "printed": "Published",
        "verdict": "Agreement",
        "why": "Why",
    },
    rows=[pool_row(each) for each in recomputing.all_of(("pool", "gradient"))],
)


@POOLS.cases
def test_no_pool_of_other_trials_is_called_a_match(
    key: str,
    title: str,
    effects: str,
    k: int,
    i2: str,
    fixed: str,
    dl: str,
    reml: str,
    hksj: str,
    printed: str,
    verdict: Agreement,
    why: str,
) -> None:
    assert verdict in (Agreement.OTHER_TRIALS, Agreement.NOTHING_PRINTED)
    assert (verdict is Agreement.NOTHING_PRINTED) is (printed == "-")
    assert k == effects.count("SE ")
    if key in ("A", "A2"):
        # These come within a hundredth of the published figure, by chance.
        assert dl.partition(" ")[0] == printed.rpartition(": ")[2].partition(" ")[0]
        assert "partly chance" in why


SINGLE = Table(
    title="Single results",
    prose="What one row prints twice over, or one published row restates of another.",
    columns={
        "key": "Row",
        "title": "What",
        "ours": "Computed",
        "printed": "Published",
        "verdict": "Agreement",
        "why": "Why",
    },
    rows=[
        (
            each.of.id,
            each.of.title,
            told(each.result),
            told(each.published),
            each.agreement,
            each.of.why,
        )
        for each in recomputing.all_of()
        if each.of.kind not in (recomputing.POOL, recomputing.GRADIENT)
    ],
)

EXPECTED = {
    "Haake 2007": Agreement.CLOSE,
    "Brinkhaus 2006": Agreement.CLOSE,
    "Brinkhaus 2006 (waiting list)": Agreement.NOT_REPRODUCED,
    "Witt 2006": Agreement.EXACT,
    "Tu 2024": Agreement.CLOSE,
    "DeBar 2025": Agreement.EXACT,
    "DeBar 2025 (30 per cent)": Agreement.EXACT,
    "Thomas 2006": Agreement.CLOSE,
    "Kong 2020": Agreement.NOT_REPRODUCED,
    "Cochrane 2020": Agreement.EXACT,
}
"""What a statistician found by hand; the page must say the same."""


@SINGLE.cases
def test_a_single_result_is_exact_close_or_not_reproduced(
    key: str, title: str, ours: str, printed: str, verdict: Agreement, why: str
) -> None:
    assert verdict is EXPECTED[key]
    assert ours != "-"
    assert printed != "-"


def test_fifteen_pools_and_every_single_result_are_on_the_page() -> None:
    assert len(POOLS.rows) == 15
    assert {row[0] for row in SINGLE.rows} == set(EXPECTED)
