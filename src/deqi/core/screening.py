"""May this person be needled, where not, and what must be asked first.

Words
-----
outcome
    The gravest of all findings and of all open questions that hold up the plan.
cleared
    Closed by written advice; where that closes the gravest tier that holds, the next
    one stands beside it.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from deqi.core.facts import Holds, Rank, Spec
from deqi.core.findings import Finding, Question, Restriction, Screening, SessionRuling
from deqi.core.people import Catalogue, Facts, rests_on
from deqi.core.reading import Clearance, Value, Values
from deqi.core.regions import BodyMap
from deqi.core.rules import Limit, Outcome, Rule, RuleBook, Scope, Tier


def screen(
    facts: Facts, book: RuleBook, *, catalogue: Catalogue, body: BodyMap
) -> Screening:
    """Apply all rules to what is known of a person.

    Parameters
    ----------
    facts : Facts
        Settled, on one day.
    book : RuleBook
        Red flags and precautions of the records.
    catalogue : Catalogue
        What may be asked, for the wording of open questions.
    body : BodyMap
        Where a limb begins and ends.

    Returns
    -------
    Screening
        Findings gravest first, questions heaviest first.
    """
    flags = tuple(_fired(book.red_flags, facts.values_read, facts))
    values = {**facts.values_read, "red_flag_open": _any_open(flags)}
    fired = tuple(_fired(book.precautions, values, facts, flags=flags))
    halting = tuple(found for rule, found in fired if rule.holds_session)
    steady = (found for rule, found in fired if not rule.holds_session)
    findings = (*(found for _, found in flags), *steady, *_contradictions(facts))
    ordered = tuple(sorted(findings, key=lambda found: -found.outcome.gravity))
    questions = tuple(_questions(facts, catalogue))
    outcome = _outcome(ordered, questions)
    return Screening(
        outcome,
        _session(facts, ordered, halting, questions),
        ordered,
        tuple(_restrictions(book, values, facts, ordered, body)),
        questions,
    )


def _fired(
    rules: Iterable[Rule],
    values: Values,
    facts: Facts,
    flags: tuple[tuple[Rule, Finding], ...] = (),
) -> Iterator[tuple[Rule, Finding]]:
    for rule in rules:
        closed = False
        for tier in rule.tiers:
            if not tier.when.holds(values):
                continue
            found = _finding(rule, tier, values, facts, flags)
            if found.cleared is None or not closed:
                yield rule, found
            if found.cleared is None:
                break
            closed = True


def _finding(
    rule: Rule,
    tier: Tier,
    values: Values,
    facts: Facts,
    flags: tuple[tuple[Rule, Finding], ...],
) -> Finding:
    because = rests_on(tier.when.because(values), facts)
    if "red_flag_open" in because:
        grave = (found.because for _, found in flags if _is_open_grave(found))
        because = tuple(dict.fromkeys(fact for facts in grave for fact in facts))
    return Finding(
        rule.id,
        rule.kind,
        rule.title,
        tier.urgency,
        tier.outcome,
        tier.action,
        tier.destination,
        because,
        rule.sources,
        rule.reviewed,
        _clearance(facts, rule.id) if tier.clearable else None,
    )


def _clearance(facts: Facts, rule: str) -> Clearance | None:
    held = facts.value("clearances")
    several = held if isinstance(held, tuple) else ()
    for each in several:
        if isinstance(each, Clearance) and each.covers(rule, facts.today):
            return each
    return None


def _is_open_grave(found: Finding) -> bool:
    return found.cleared is None and found.outcome.gravity >= Outcome.REFER.gravity


def _any_open(flags: tuple[tuple[Rule, Finding], ...]) -> bool:
    return any(_is_open_grave(found) for _, found in flags)


def _contradictions(facts: Facts) -> Iterator[Finding]:
    for fact in facts.disputed():
        yield Finding(
            "contradiction",
            "contradiction",
            "The record and an answer differ",
            None,
            Outcome.CAUTION,
            "The risk stands until a practitioner has asked again and settled it.",
            "",
            (fact,),
            ("product",),
            reviewed=False,
        )


def _questions(facts: Facts, catalogue: Catalogue) -> Iterator[Question]:
    unknown = frozenset(facts.open)
    for spec in catalogue.by_weight:
        if spec.id in unknown:
            yield _question(spec, facts)


def _question(spec: Spec, facts: Facts) -> Question:
    known = facts.spoken.get(spec.id)
    note = known.note if known is not None else ""
    return Question(
        spec.id,
        spec.question,
        spec.rank,
        spec.holds_up,
        spec.asked_of,
        spec.asked_at,
        note,
    )


def _outcome(findings: Iterable[Finding], questions: Iterable[Question]) -> Outcome:
    asks = any(
        question.rank is Rank.ABSOLUTE and question.holds_up is Holds.PLAN
        for question in questions
    )
    reached = [_weight(found) for found in findings]
    reached += [Outcome.ASK] if asks else []
    return max(reached, key=lambda outcome: outcome.gravity, default=Outcome.PROCEED)


def _weight(found: Finding) -> Outcome:
    """Return what a finding makes of the screening, cleared or not.

    What a letter closes no longer stops care; that a doctor had to be asked still wants
    caution, and the limits of the rule stay.
    """
    if found.cleared is None:
        return found.outcome
    return Outcome.CAUTION if found.outcome is Outcome.REFER else Outcome.PROCEED


def _session(
    facts: Facts,
    findings: tuple[Finding, ...],
    halting: tuple[Finding, ...],
    questions: tuple[Question, ...],
) -> SessionRuling:
    stops = (*halting, *(found for found in findings if _is_open_grave(found)))
    waiting = [
        question.fact
        for question in questions
        if question.rank is Rank.ABSOLUTE and question.holds_up is not Holds.NOTHING
    ]
    if stops:
        because = dict.fromkeys(fact for found in stops for fact in found.because)
        return SessionRuling(False, tuple(because), halting)
    waiting += [fact for fact in facts.again if fact not in waiting]
    return SessionRuling(None if waiting else True, tuple(waiting), halting)


def _restrictions(
    book: RuleBook,
    values: Values,
    facts: Facts,
    findings: tuple[Finding, ...],
    body: BodyMap,
) -> Iterator[Restriction]:
    cleared = {found.id for found in findings if found.cleared is not None}
    for rule in (*book.red_flags, *book.precautions):
        state = rule.holds(values) if rule.limits else False
        if state is False:
            continue
        for limit in rule.limits:
            if limit.lifted_by_clearance and rule.id in cleared:
                continue
            yield from _restricted(rule, limit, state, values, facts, body)


def _restricted(
    rule: Rule,
    limit: Limit,
    state: bool | None,
    values: Values,
    facts: Facts,
    body: BodyMap,
) -> Iterator[Restriction]:
    inner = True if limit.when is None else limit.when.holds(values)
    if inner is False:
        return
    pending = () if state and inner else _pending(rule, limit, values, facts)
    codes = _codes(limit, values, body)
    yield from _each(limit.scope, codes, limit.reason, rule.id, pending, limit.sources)


@lru_cache(maxsize=1 << 12)
def _each(
    scope: Scope,
    codes: tuple[str, ...],
    reason: str,
    rule: str,
    pending: tuple[str, ...],
    sources: tuple[str, ...],
) -> tuple[Restriction, ...]:
    # Most people under a rule lose the same dozens of points: those are made once.
    return tuple(
        Restriction(scope, code, reason, rule, pending, sources) for code in codes
    )


def _pending(rule: Rule, limit: Limit, values: Values, facts: Facts) -> tuple[str, ...]:
    open_parts = [tier.when for tier in rule.tiers if tier.when.holds(values) is None]
    if limit.when is not None and limit.when.holds(values) is None:
        open_parts.append(limit.when)
    names = (name for part in open_parts for name in part.because(values))
    return tuple(
        name for name in dict.fromkeys(rests_on(names, facts)) if name in facts.open
    )


def _codes(limit: Limit, values: Values, body: BodyMap) -> tuple[str, ...]:
    if limit.regions_of is None:
        return limit.codes
    listed: Value = values.get(limit.regions_of)
    codes = (
        [code for code in listed if isinstance(code, str)]
        if isinstance(listed, tuple)
        else []
    )
    spread = (body.limb(code) if limit.whole_limb else code for code in codes)
    return tuple(dict.fromkeys(spread))
