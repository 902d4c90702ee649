"""Write the tables that both sides compute from: own trial rows and simulated ones.

    .venv/bin/python validation/metafor/make_tables.py [TRIALS.csv]

Simulated tables come from fixed seeds. The own rows are facts (arm sizes, means, spreads,
counts) chosen from the dossier's trials.csv; without that file they are left as they are.
"""

import csv
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np

TABLES = Path(__file__).parent / "tables"

MEANS = ("table", "trial", "n_t", "mean_t", "sd_t", "n_c", "mean_c", "sd_c")
COUNTS = ("table", "trial", "n_t", "events_t", "n_c", "events_c")
WEIGHED = ("table", "trial", "yi", "vi", "mod1", "mod2")

OWN_MEANS = {
    "own_pain_active": [
        ("Zeng 2005", "pain VAS", "3"),
        ("Zhao 2012", "pain VAS", "2"),
        ("Jang 2015", "pain VAS", "4.3"),
        ("Jiang 2013", "pain VAS", "2.1"),
        ("Wang 2005", "pain VAS", "3"),
    ],
    "own_disability_active": [
        ("Jang 2015", "ODI", "4.3"),
        ("Jiang 2013", "ODI", "2.1"),
    ],
}
OWN_COUNTS = {
    "own_responders_sham": [
        ("Haake 2007 (GERAC)", "sham", "26"),
        ("Carlsson 2001", "sham", "4"),
    ],
}


def write(name: str, header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    with (TABLES / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def simulated_means(name: str, k: int, seed: int, spread: float) -> list[tuple]:
    chance = np.random.default_rng(seed)
    rows = []
    for place in range(1, k + 1):
        n_t, n_c = (int(n) for n in chance.integers(6, 120, 2))
        mean_c, sd = chance.uniform(30, 60), chance.uniform(8, 25)
        effect = chance.normal(-6, spread)
        drawn = (
            chance.normal(mean_c + effect, sd / n_t**0.5),
            chance.uniform(0.8, 1.2) * sd,
            chance.normal(mean_c, sd / n_c**0.5),
            chance.uniform(0.8, 1.2) * sd,
        )
        mean_t, sd_t, mean_c, sd_c = (round(float(each), 1) for each in drawn)
        rows.append((name, f"t{place}", n_t, mean_t, sd_t, n_c, mean_c, sd_c))
    return rows


def simulated_counts(name: str, k: int, seed: int, rate: float) -> list[tuple]:
    """Some events are so rare that arms have none; no arm has everybody."""
    chance = np.random.default_rng(seed)
    rows = []
    for place in range(1, k + 1):
        n_t, n_c = (int(n) for n in chance.integers(10, 150, 2))
        p_c = chance.uniform(0.5, 1.5) * rate
        p_t = min(0.9, p_c * float(np.exp(chance.normal(0.3, 0.4))))
        events = chance.binomial(n_t, p_t), chance.binomial(n_c, p_c)
        rows.append((name, f"t{place}", n_t, int(events[0]), n_c, int(events[1])))
    return rows


def simulated_weighed(
    name: str, k: int, seed: int, spread: float, ratio: float
) -> list[tuple]:
    """``ratio`` is that of the largest to the smallest sampling variance."""
    chance = np.random.default_rng(seed)
    variances = 0.02 * ratio ** chance.permutation(np.linspace(0, 1, k))
    moderators = chance.normal(size=(k, 2))
    means = 0.4 + 0.3 * moderators[:, 0] + chance.normal(0, spread, k)
    estimates = chance.normal(means, np.sqrt(variances))
    return [
        (
            name,
            f"t{place + 1}",
            round(float(estimates[place]), 6),
            round(float(variances[place]), 8),
            *(round(float(each), 6) for each in moderators[place]),
        )
        for place in range(k)
    ]


def write_simulated() -> None:
    means = [
        *simulated_means("means_k2", 2, 11, 5.0),
        *simulated_means("means_k5", 5, 12, 8.0),
        *simulated_means("means_k12_alike", 12, 13, 0.0),
        *simulated_means("means_k30", 30, 14, 6.0),
    ]
    counts = [
        *simulated_counts("counts_k5", 5, 21, 0.3),
        *simulated_counts("counts_k12_rare", 12, 22, 0.03),
        ("counts_k12_rare", "nobody had it", 20, 0, 22, 0),
        *simulated_counts("counts_k30", 30, 23, 0.4),
    ]
    weighed = [
        *simulated_weighed("weighed_k2", 2, 31, 0.5, 3),
        *simulated_weighed("weighed_k5_equal", 5, 32, 0.4, 1.5),
        *simulated_weighed("weighed_k6_unequal", 6, 33, 0.4, 250),
        *simulated_weighed("weighed_k10_extreme", 10, 34, 0.3, 10_000),
        *simulated_weighed("weighed_k12_alike", 12, 35, 0.0, 20),
        *simulated_weighed("weighed_k20", 20, 36, 0.5, 30),
        *simulated_weighed("weighed_k60", 60, 37, 0.2, 100),
    ]
    write("simulated_means.csv", MEANS, means)
    write("simulated_counts.csv", COUNTS, counts)
    write("simulated_weighed.csv", WEIGHED, weighed)


def write_own(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    def chosen(key: tuple[str, str, str], column: str) -> dict[str, str]:
        (found,) = [
            row
            for row in rows
            if (row["trial"], row[column], row["timepoint_weeks"]) == key
        ]
        return found

    for name, header, choice, column in (
        ("own_means.csv", MEANS, OWN_MEANS, "outcome"),
        ("own_counts.csv", COUNTS, OWN_COUNTS, "comparator"),
    ):
        lines = [
            [table, *(chosen(key, column)[each] for each in header[1:])]
            for table, keys in choice.items()
            for key in keys
        ]
        write(name, header, lines)


if __name__ == "__main__":
    TABLES.mkdir(exist_ok=True)
    write_simulated()
    if len(sys.argv) > 1:
        write_own(Path(sys.argv[1]))
