"""Every variant of the rules that was run before one was chosen, on the tuning seed.

Run from the root: ``.venv/bin/python -m validation.policy.variants``. It writes their table
into ``docs/explanation/policy-study.md``. A variant is what ``variants.toml`` says in place
of the packaged records; beside them stand plain weekly courses without a review.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from validation.policy import study as page

from deqi.care import simulating
from deqi.cli import simulate
from deqi.cli.outputs import progress
from deqi.core.dosing import outcomes
from deqi.core.dosing.findings import Contrast
from deqi.core.dosing.outcomes import Outcomes
from deqi.core.dosing.studies import Study
from deqi.core.dosing.values import OURS, Course, Ours, Stretch
from deqi.core.expressions import parse
from deqi.core.review import Step

PEOPLE, SEED = 10_000, 11
"""People and seed that variants were compared on; the results have another seed."""

BEGIN = "<!-- Variants: written by validation/policy/variants.py; do not edit. -->\n"
END = "<!-- End of the variants. -->\n"

Variant = Mapping[str, Any]


def main() -> None:
    """Run every variant and write their table."""
    variants, weekly = known()
    study = simulating.begin(simulate.luck(PEOPLE, SEED))
    rows = [*_each(study, variants), *_plain(study, weekly)]
    begun, _, rest = page.PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    text = f"{begun}{BEGIN}\n{page.table(iter(rows))}\n\n{END}{after}"
    page.PAGE.write_text(text, encoding="utf-8")


def known() -> tuple[Sequence[Variant], Sequence[int]]:
    """Return what the file says of each variant, and the plain courses by visits."""
    text = Path(__file__).with_name("variants.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    return told["variant"], [each["visits"] for each in told["weekly"]]


def _each(study: Study, variants: Sequence[Variant]) -> Iterator[Mapping[str, str]]:
    for told in progress(iter(variants), "variants", total=len(variants)):
        own = varied(study.ours[0], told)
        found = _central(replace(study, ours=(own,)))
        yield _row(study, str(told["title"]), OURS, found)


def _plain(study: Study, weekly: Sequence[int]) -> Iterator[Mapping[str, str]]:
    courses = {
        f"weekly_{visits}": Course(
            f"weekly_{visits}",
            f"no review: {visits} visits for everybody, one a week",
            (Stretch((visits, visits), visits),),
        )
        for visits in weekly
    }
    design = study.design
    design = replace(design, courses=(*design.courses, *courses.values()))
    found = _central(replace(study, design=design, ours=()))
    for name, course in courses.items():
        yield _row(study, course.title, name, found)


def _central(study: Study) -> Mapping[str, Outcomes]:
    (found,) = study.run(study.design.goal.central)
    return found


def _row(
    study: Study, title: str, policy: str, found: Mapping[str, Outcomes]
) -> Mapping[str, str]:
    goal, own = study.design.goal, (policy, found[policy])
    beside = {
        each: outcomes.contrast(goal.central, own, (each, found[each]), goal)
        for each in goal.against
    }
    titles = {each.id: each.title for each in study.design.courses}
    return {
        "variant": title,
        "visits": f"{found[policy].visits.mean():.2f}",
        **{f"against {titles[each]}": _told(told) for each, told in beside.items()},
    }


def _told(contrast: Contrast) -> str:
    moved = f"{contrast.mean_nrs.value:+.3f}".replace("-", "\N{MINUS SIGN}")
    fewer = contrast.fewer_percent or 0.0
    word = "fewer" if fewer >= 0 else "more"
    return f"{contrast.relief} ({moved}), {abs(fewer):.0f} % {word}"


def varied(ours: Ours, told: Variant) -> Ours:
    """Return our policy with what a variant says in place of what the records say.

    Raises
    ------
    ValueError
        Where it names a rule that is not there.
    """
    when, steps = told.get("when", {}), told.get("taper")
    if unknown := set(when) - {each.id for each in ours.rules}:
        raise ValueError(f"no rule {min(unknown)}")
    rules = tuple(
        replace(each, when=parse(when[each.id])) if each.id in when else each
        for each in ours.rules
    )
    if steps is None:
        return replace(ours, rules=rules)
    taper = tuple(Step(each["visits"], tuple(each["days"])) for each in steps)
    return replace(ours, rules=rules, settings=replace(ours.settings, taper=taper))


if __name__ == "__main__":
    main()
