"""A plan in STRICTA terms: where needles go, how deep, why, and what is left out.

Words
-----
proposal
    A site that a recipe, a pattern or palpation puts forward, before any restriction.
recipe
    The sites that a plan begins with, for one style, while its condition holds.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from deqi.core.needlework import (
    Excluded,
    Line,
    Prohibitions,
    Proposal,
    Sites,
    admit,
)
from deqi.core.people import Facts
from deqi.core.plans import Beside, Measuring, Plan, Shelf
from deqi.core.points import Laterality, Sides
from deqi.core.protocols import Advice, Measure, Recipe, Retention
from deqi.core.reading import Value, Values


def plan(
    facts: Facts,
    shelf: Shelf,
    prohibitions: Prohibitions,
    *,
    style: str,
    retention: Retention,
) -> Plan:
    """Make a plan for a person who may be treated.

    Parameters
    ----------
    facts : Facts
        Settled; the condition must be known.
    shelf : Shelf
        What a plan is made of.
    prohibitions : Prohibitions
        What the screening takes away.
    style : str
        ``traditional``, ``western`` or ``combined``.
    retention : Retention
        How long needles stay, and what that follows.

    Returns
    -------
    Plan
        Without any excluded site, and with no depth over its cap.
    """
    values = facts.values_read
    wanted = _unique(_proposals(values, shelf, style))
    lines, excluded = _admitted(wanted, shelf.sites, prohibitions)
    lines += _substitutes(values, shelf, prohibitions, style=style, lines=lines)
    kept, over = _within(lines, shelf.most_needles)
    return Plan(
        style=style,
        reasoning=_reasoning(values, shelf, style),
        goals=(
            *_texts(values.get("goals")),
            *(each.text for each in beside(values, shelf.advice, "goal")),
        ),
        needling=kept,
        excluded=(*excluded, *over),
        retention_minutes=retention.minutes,
        retention_follows=retention.title,
        co_treatment=tuple(beside(values, shelf.advice, "co_treatment")),
        lifestyle=tuple(beside(values, shelf.advice, "lifestyle")),
        measures=tuple(_measuring(values, shelf.measures)),
    )


def pain_sides(values: Values, sites: Sites) -> Sides:
    """Return the side that hurts; both where the pain has none, or both."""
    regions = _texts(values.get("pain_regions"))
    named = sites.body.sides(regions) - {"centre"}
    return Sides(next(iter(named))) if len(named) == 1 else Sides.BOTH


def _proposals(values: Values, shelf: Shelf, style: str) -> Iterator[Proposal]:
    wanted = _traditions(style)
    palpated = list(_palpated(values, shelf))
    if "traditional" in wanted:
        yield from _from_recipe(values, shelf, "traditional")
        yield from _from_pattern(values, shelf)
    yield from palpated
    if "western" in wanted and not any(each.muscle for each in palpated):
        yield from _from_recipe(values, shelf, "western")


def _traditions(style: str) -> tuple[str, ...]:
    return ("traditional", "western") if style == "combined" else (style,)


def _recipe(values: Values, shelf: Shelf, style: str) -> Recipe | None:
    fitting = (each for each in shelf.recipes if each.style == style)
    return next((each for each in fitting if each.when.holds(values)), None)


def _from_recipe(values: Values, shelf: Shelf, style: str) -> Iterator[Proposal]:
    recipe = _recipe(values, shelf, style)
    if recipe is None:
        return
    sides = pain_sides(values, shelf.sites)
    for code, where in recipe.points:
        chosen = sides if where == "pain_side" else Sides(where)
        yield _proposal(recipe, chosen, point=code)
    for muscle in recipe.muscles:
        yield _proposal(recipe, sides, muscle=muscle)


def _proposal(
    recipe: Recipe,
    sides: Sides,
    *,
    point: str | None = None,
    muscle: str | None = None,
    level: str | None = None,
) -> Proposal:
    return Proposal(
        point=point,
        muscle=muscle,
        level=level,
        sides=sides,
        response=recipe.response,
        stimulation=recipe.stimulation,
        why=recipe.why,
        sources=recipe.sources,
    )


def _from_pattern(values: Values, shelf: Shelf) -> Iterator[Proposal]:
    pattern = shelf.patterns.get(str(values.get("tcm_pattern")))
    if pattern is None:
        return
    for code in pattern.points:
        point = shelf.sites.points[code]
        if point.levels:
            # A pattern names the tender point or jiaji, palpation says where it is.
            continue
        midline = point.laterality is Laterality.MIDLINE
        yield Proposal(
            point=code,
            muscle=None,
            level=None,
            sides=Sides.MIDLINE if midline else Sides.BOTH,
            response="deqi",
            stimulation="manual",
            why=f"{pattern.name}: {shelf.pattern_label.lower()}",
            sources=pattern.sources,
        )


def _palpated(values: Values, shelf: Shelf) -> Iterator[Proposal]:
    recipes = {recipe.id: recipe for recipe in shelf.recipes}
    sides = pain_sides(values, shelf.sites)
    for muscle in _texts(values.get("palpated_tender_muscles")):
        yield _proposal(recipes["palpated_muscle"], sides, muscle=muscle)
    for site in _texts(values.get("palpated_tender_points")):
        recipe = recipes["palpated_point"]
        if site in shelf.sites.levels:
            yield _proposal(
                recipe, _ashi_sides(values, shelf), point="ASHI", level=site
            )
        elif not shelf.sites.points[site].levels:
            midline = shelf.sites.points[site].laterality is Laterality.MIDLINE
            yield _proposal(recipe, Sides.MIDLINE if midline else sides, point=site)


def _ashi_sides(values: Values, shelf: Shelf) -> Sides:
    listed = _texts(values.get("pain_regions"))
    named = shelf.sites.body.sides(listed)
    if named == {"centre"}:
        return Sides.MIDLINE
    return pain_sides(values, shelf.sites)


def _texts(value: Value) -> tuple[str, ...]:
    several = value if isinstance(value, tuple) else ()
    return tuple(each for each in several if isinstance(each, str))


def _unique(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    found: dict[tuple[str | None, str | None, str | None], Proposal] = {}
    for each in proposals:
        key = (each.point, each.muscle, each.level)
        held = found.get(key)
        if held is None:
            found[key] = each
        elif held.why != each.why:
            found[key] = replace(
                held,
                why=f"{held.why}; {each.why}",
                sources=tuple(dict.fromkeys(held.sources + each.sources)),
            )
    return tuple(found.values())


def _admitted(
    proposals: Iterable[Proposal], sites: Sites, prohibitions: Prohibitions
) -> tuple[tuple[Line, ...], tuple[Excluded, ...]]:
    lines: list[Line] = []
    excluded: list[Excluded] = []
    for proposal in proposals:
        line, left_out = admit(proposal, sites, prohibitions)
        if line is not None:
            lines.append(line)
        excluded.extend(left_out)
    return tuple(lines), tuple(excluded)


def _substitutes(
    values: Values,
    shelf: Shelf,
    prohibitions: Prohibitions,
    *,
    style: str,
    lines: tuple[Line, ...],
) -> tuple[Line, ...]:
    """Return as many of the recipe's substitutes as its points that were taken out."""
    recipe = None if style == "western" else _recipe(values, shelf, "traditional")
    if recipe is None:
        return ()
    planned = {line.point for line in lines}
    missing = sum(code not in planned for code, _ in recipe.points)
    found: list[Line] = []
    for code, where in recipe.substitutes:
        if len(found) == missing or code in planned:
            continue
        sides = (
            pain_sides(values, shelf.sites) if where == "pain_side" else Sides(where)
        )
        proposal = replace(
            _proposal(recipe, sides, point=code),
            why="in place of a point that is left out: a far point of a trial's menu",
            sources=("CD013814", "product"),
        )
        line, _ = admit(proposal, shelf.sites, prohibitions)
        found += [] if line is None else [line]
    return tuple(found)


def _within(
    lines: Iterable[Line], most: int
) -> tuple[tuple[Line, ...], tuple[Excluded, ...]]:
    kept: list[Line] = []
    over: list[Excluded] = []
    needles = 0
    for line in lines:
        if needles + line.needles <= most:
            kept.append(line)
            needles += line.needles
        else:
            why = f"more than {most} needles in one session"
            over.append(Excluded(line.site, line.sides, why, "needles"))
    return tuple(kept), tuple(over)


def _reasoning(values: Values, shelf: Shelf, style: str) -> str:
    wanted = _traditions(style)
    used = [_recipe(values, shelf, each) for each in wanted]
    told = [recipe.why for recipe in used if recipe is not None]
    pattern = shelf.patterns.get(str(values.get("tcm_pattern")))
    if pattern is not None and "traditional" in wanted:
        told.append(f"pattern {pattern.name} ({shelf.pattern_label.lower()})")
    return "; ".join(told)


def beside(values: Values, known: Iterable[Advice], kind: str) -> Iterator[Beside]:
    """Yield the advice of a kind that fits a person.

    Parameters
    ----------
    values : Values
        What is known of the person; where a condition cannot be told, it does not fit.
    known : iterable of Advice
        In the order in which it is shown.
    kind : str
        ``goal``, ``co_treatment`` or ``lifestyle``.
    """
    for each in known:
        if each.kind == kind and each.when.holds(values):
            yield Beside(each.id, each.text, each.evidence, each.sources, each.reviewed)


def _measuring(values: Values, measures: Iterable[Measure]) -> Iterator[Measuring]:
    for each in measures:
        known = [values.get(fact) for fact in each.baseline]
        numbers = [value for value in known if isinstance(value, int | float)]
        whole = bool(numbers) and len(numbers) == len(known)
        baseline = round(sum(numbers) / len(numbers), 1) if whole else None
        yield Measuring(each.instrument, each.when, baseline)
