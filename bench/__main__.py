"""Measures each claim about speed beside its peer: ``python -m bench [decide|pool]``."""

import argparse
import sys

import bench.decide.compare
import bench.pool.compare

CLAIMS = {"decide": bench.decide.compare.main, "pool": bench.pool.compare.main}


def main() -> int:
    """Run the claims named, all where none is; return the worst exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("claims", nargs="*", metavar="|".join(CLAIMS))
    parser.add_argument("--people", type=int, default=1000)
    asked = parser.parse_args()
    unknown = set(asked.claims) - set(CLAIMS)
    if unknown:
        parser.error(f"no such claim: {', '.join(sorted(unknown))}")
    return max(CLAIMS[name](asked.people) for name in asked.claims or CLAIMS)


sys.exit(main())
