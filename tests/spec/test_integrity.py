"""Integrity checks: what each looks at, where it draws lines, what it finds here."""

from deqi.evidence import integrity
from deqi.knowledge import loader, trials
from tests.evidence.planted import FAULTS as PLANTED
from tests.spec.tables import Page, Table

PAGE = Page(
    "integrity",
    "Integrity checks of trial tables",
    """`deqi evidence check` tries these rules on our own records, and
    `deqi evidence check TABLE.csv` on any table with such columns. Every printed figure
    is taken for all values that round to it, so that rounding alone raises nothing; a
    blank or missing column is never judged. In 12000 simulated honest rows without
    scores at the start, rounded to 0 to 2 digits, nothing was raised. A difference at
    the start arises by chance as well: of simulated trials without any effect, 60
    people an arm, `baseline_flips_sign` names 1 in 10, so it is a caution.
    A finding is no verdict on a trial: it says which figure to look up before it is
    used.""",
)

RULES = Table(
    title="Rules and the columns they read",
    prose="""The columns of trials.csv, and further ones that a table may have: `se`, `p`,
    `pct_t`, `rd`, `ratio`, `base_mean_t`, `base_sd_t`, the interval of an arm as
    `ci_t_lo`; `md_adjusted` says yes or no, `derived` names columns that were computed
    from others. The last rule, `stands_twice`, compares rows.""",
    columns={"rule": "Rule", "finds": "Finds", "reads": "Reads"},
    rows=[
        (
            "responders_over_n",
            "counts that are broken, negative, or more than there were",
            "events_t n_t events_c n_c events n_patients n_treatments denominator",
        ),
        (
            "percent_from_counts",
            "percentages that the counts do not give",
            "pct_t pct_c events_t events_c n_t n_c derived",
        ),
        (
            "rate_from_events",
            "rates that events over their denominator do not give",
            "rate rate_printed rate_unit events n_patients n_treatments denominator",
        ),
        (
            "interval_without_estimate",
            "intervals that run downward or miss their estimate",
            "md md_lo md_hi smd smd_lo smd_hi rd rd_lo rd_hi ratio ratio_lo ratio_hi"
            " mean_t ci_t_lo ci_t_hi mean_c ci_c_lo ci_c_hi estimate ci_lo ci_hi rate"
            " odds_ratio odds_lo odds_hi",
        ),
        (
            "interval_off_centre",
            "estimates that are not in the middle, for ratios on the log scale",
            "md md_lo md_hi smd smd_lo smd_hi rd rd_lo rd_hi ratio ratio_lo ratio_hi"
            " mean_t ci_t_lo ci_t_hi mean_c ci_c_lo ci_c_hi",
        ),
        (
            "interval_against_se",
            "intervals that their standard error does not give",
            "md md_lo md_hi se se_t se_c n_t n_c",
        ),
        (
            "interval_against_sd",
            "intervals too narrow or wide for SDs and sizes",
            "md md_lo md_hi sd_t sd_c n_t n_c",
        ),
        (
            "p_against_figures",
            "P values that no test of the figures gives: counts, then the estimate,"
            " then means; in small tables of counts Fisher's exact test alone",
            "p events_t n_t events_c n_c md md_lo md_hi ratio ratio_lo ratio_hi rd rd_lo"
            " rd_hi se se_t se_c beta p_of mean_t mean_c sd_t sd_c",
        ),
        (
            "estimate_against_means",
            "differences that the means do not give; adjusted ones have two standard"
            " errors to move",
            "md md_lo md_hi md_adjusted mean_t mean_c sd_t sd_c n_t n_c",
        ),
        (
            "sign_turned",
            "differences that fit with the other sign only",
            "md md_lo md_hi md_adjusted mean_t mean_c sd_t sd_c n_t n_c smd",
        ),
        (
            "baseline_flips_sign",
            "final scores whose difference was there at the start",
            "base_mean_t base_mean_c base_sd_t base_sd_c base_sd sd_t sd_c mean_t mean_c"
            " n_t n_c value_type",
        ),
        (
            "direction_missing",
            "figures that do not say which way is better",
            "direction md smd mean_t events_t",
        ),
        (
            "outside_scale",
            "means that the scale does not hold, SDs that it does not allow",
            "scale_min scale_max mean_t sd_t n_t mean_c sd_c n_c value_type",
        ),
        (
            "sd_like_se",
            "SDs far below what is usual that the root of n would make usual",
            "sd_t n_t sd_c n_c base_sd_t base_sd_c base_sd scale_min scale_max outcome"
            " instrument value_type",
        ),
        (
            "impossible_t",
            "means too many standard errors, and SDs, apart",
            "mean_t mean_c sd_t sd_c n_t n_c value_type",
        ),
    ],
)

LIMITS = Table(
    title="Where the lines are",
    prose="""Each is a record (`deqi knowledge show trials:off_centre`) that may be
    disputed; all are defaults of the product.""",
    columns={"limit": "Limit", "value": "Value"},
    rows=[
        ("off_centre", 0.05),
        ("se_slack", 0.05),
        ("width_least", 0.5),
        ("width_most", 1.25),
        ("adjusted_shift", 2),
        ("exact_below", 10),
        ("sd_share", 0.5),
        ("se_above", 1.25),
        ("se_below", 0.5),
        ("own_sd_share", 0.33),
        ("t_least", 20),
        ("d_least", 2),
        ("baseline_shift", 0.1),
        ("baseline_errors", 1.5),
    ],
)

FAULTS = Table(
    title="Figures in the trials that do not fit together",
    prose="""What `deqi evidence check` finds in our own rows: this and nothing else. A
    finding is no verdict on a trial; it says which figure to look up before it is
    used. The four rows of SPINE are right in themselves, but their raw final scores
    against sham mislead, because that arm began one point better.""",
    columns={"trial": "Trial", "rule": "Rule", "says": "What does not fit"},
    rows=[
        (
            "Carlsson 2001",
            "p_against_figures",
            "p <.05, the figures give Fisher 0.055; it would need chi-square, 0.043, in"
            " a table too small for it",
        ),
        (
            "Cherkin 2009 (SPINE) individualised",
            "baseline_flips_sign",
            "the arms differ by +1 at the end and by +1 at the start: as change it is 0",
        ),
        (
            "Cherkin 2009 (SPINE) individualised",
            "baseline_flips_sign",
            "the arms differ by +0.4 at the end and by +1 at the start: as change it is"
            " -0.6",
        ),
        (
            "Cherkin 2009 (SPINE) standardised",
            "baseline_flips_sign",
            "the arms differ by +0.9 at the end and by +1 at the start: as change it is"
            " -0.1",
        ),
        (
            "Cherkin 2009 (SPINE) standardised",
            "baseline_flips_sign",
            "the arms differ by +0.3 at the end and by +1 at the start: as change it is"
            " -0.7",
        ),
        (
            "Delavar 2021",
            "impossible_t",
            "means -6.95 and -1.37 lie at least 116 standard errors and 25.9 SDs apart",
        ),
        (
            "Delavar 2021",
            "sd_like_se",
            "sd_t 0.21: patients usually spread by 1.65 to 2.64",
        ),
        (
            "Delavar 2021",
            "sd_like_se",
            "sd_c 0.21: patients usually spread by 1.65 to 2.64",
        ),
        ("Wang 2005", "sd_like_se", "sd_t 0.2: the spread at the start was 1.8"),
        (
            "Wang 2005",
            "sd_like_se",
            "sd_c 0.5: patients usually spread by 1.65 to 2.64",
        ),
        ("Zhao 2012", "sd_like_se", "sd_t 2.3: patients usually spread by 10 to 17"),
        ("Zhao 2012", "sd_like_se", "sd_c 2.7: patients usually spread by 10 to 17"),
        ("Li 2005", "sd_like_se", "sd_t 3.2: patients usually spread by 10 to 17"),
        ("Li 2016", "sd_like_se", "sd_t 1.5: patients usually spread by 10 to 17"),
        ("Li 2016", "sd_like_se", "sd_c 1.4: patients usually spread by 10 to 17"),
        (
            "McCulloch 2015",
            "rate_from_events",
            "1 of 3974 is 0.0252 per 100, printed is 0.003",
        ),
    ],
)

FOUND = [
    each
    for room in ("trials", "adverse_events", "pools", "predictors")
    for each in integrity.check(
        integrity.rows(room, loader.rows(room, f"{room}.csv")), trials.limits()
    )
]


FOUND = [
    each
    for room in ("trials", "adverse_events", "pools", "predictors")
    for each in integrity.check(
        integrity.rows(room, loader.rows(room, f"{room}.csv")), trials.limits()
    )
]


class Watched(dict[str, str]):
    """Cells that remember which columns were looked at."""

    def __init__(self, cells: dict[str, str]) -> None:
        super().__init__(cells)
        self.read: set[str] = set()

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]  # the same, watched
        """Return a cell and remember its column."""
        self.read.add(key)
        return super().get(key, default)


@RULES.cases
def test_rules(rule: str, finds: str, reads: str) -> None:
    read: set[str] = set()
    for _, cells, _ in PLANTED:
        watched = Watched(cells)
        (row,) = integrity.rows("planted", [watched])
        list(integrity.RULES[rule](row, trials.limits()))
        read |= watched.read
    assert read - {""} == set(reads.split())
    assert finds


def test_every_rule_and_limit_is_told() -> None:
    assert [row[0] for row in RULES.rows] == list(integrity.RULES)
    told = {row[0] for row in LIMITS.rows}
    assert told == set(trials.limits().__slots__) - {"typical"}


@LIMITS.cases
def test_limits(limit: str, value: float) -> None:
    assert getattr(trials.limits(), limit) == value


@FAULTS.cases
def test_faults(trial: str, rule: str, says: str) -> None:
    hits = [each for each in FOUND if (each.trial, each.rule) == (trial, rule)]
    assert [each for each in hits if each.detail.startswith(says)]


def test_the_table_of_faults_is_complete() -> None:
    assert len(FOUND) == len(FAULTS.rows)
