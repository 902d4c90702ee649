"""Measures each claim about speed beside its peer: ``python -m bench [decide|...]``."""

import argparse
import sys

import bench.decide.compare
import bench.forecast.compare
import bench.pages.compare
import bench.pool.compare

CLAIMS = {
    "decide": (bench.decide.compare.main, 1000),
    "pool": (bench.pool.compare.main, 1000),
    "forecast": (bench.forecast.compare.main, bench.forecast.compare.PEOPLE),
    "pages": (bench.pages.compare.main, 2000),
}
"""What measures each, and how many people, tables or sessions it takes unless told."""


def main() -> int:
    """Run the claims named, all where none is; return the worst exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("claims", nargs="*", metavar="|".join(CLAIMS))
    parser.add_argument("--people", type=int, help="unless told, each claim's own")
    asked = parser.parse_args()
    unknown = set(asked.claims) - set(CLAIMS)
    if unknown:
        parser.error(f"no such claim: {', '.join(sorted(unknown))}")
    return max(_run(name, asked.people) for name in asked.claims or CLAIMS)


def _run(name: str, people: int | None) -> int:
    measure, usual = CLAIMS[name]
    return measure(usual if people is None else people)


sys.exit(main())
