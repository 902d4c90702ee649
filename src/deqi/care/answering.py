"""Answers one question from the records: what happens anyway, what is gained, what harms.

The statistics are the evidence room's, the choice of rows the records'; here both come
together. Loads NumPy; whoever only shows an answer reads the packaged ones.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from deqi.care import asking
from deqi.care.asking import Person
from deqi.core.conditions import Condition
from deqi.core.plain import plain
from deqi.evidence import expected, gains, grading, rates, wording
from deqi.evidence.answers import Gain, PublishedShown
from deqi.evidence.bands import Course
from deqi.evidence.dossier import AdverseEvent, Guideline, Stance
from deqi.evidence.plans import Question
from deqi.evidence.questions import Answer, Asked, GuidelineShown, Harm, Traced
from deqi.evidence.wording import Phrase, Sentence
from deqi.knowledge import adverse_events, answers, guidelines
from deqi.knowledge.answers import plans


class RateMissing(ValueError):
    """An adverse event that an answer is to show, without a rate or a count."""


def answer(condition: str, person: Person | None = None) -> Answer:
    """Return the answer to one question, computed from the rows.

    Parameters
    ----------
    condition : str
        Id of the catalogue.
    person : Person or None
        Whom it is about; None for anybody.

    Raises
    ------
    UnknownCondition
        Where the catalogue does not hold it.
    """
    about = asking.require(condition)
    whom = person or Person()
    chosen, asked = asking.choose(condition, whom)
    if asking.is_child(whom):
        chosen = _for_children(chosen)
    elif asking.is_older(whom) and not chosen.is_for_older and chosen.verdict in _HELD:
        chosen = replace(chosen, not_known=(*chosen.not_known, answers.older_note()))
    return _tell(_compose(chosen, asked, about), chosen)


_HELD = frozenset({"gain", "small_gain", "conflicting", "one_trial"})
"""Verdicts of answers that rest on trials, which older people may ask about."""


def _for_children(question: Question) -> Question:
    return replace(
        question,
        usual_course="",
        over_usual_care="",
        over_sham="",
        others=(),
        published=(),
        guidelines=(),
        own=(),
        verdict="not_for_children",
        population="children and teenagers",
        why={"all": "The studies that we hold are of adults."},
        not_known=("What holds for children and teenagers.",),
    )


def _compose(question: Question, asked: Asked, about: Condition) -> Answer:
    usual, sham = _gain(question.over_usual_care), _gain(question.over_sham)
    course = _course(question.usual_course)
    others = tuple(found for each in question.others if (found := _gain(each)))
    guides = tuple(_guidelines(question.guidelines))
    named = [guidelines.catalogue()[each.id] for each in guides]
    harms = tuple(_harms())
    beside = tuple(plans.published(name) for name in question.published)
    levels = [each.certainty for each in (usual, sham) if each is not None]
    return Answer(
        condition=about.id,
        name=about.name,
        question=question.id,
        asked=asked,
        population=question.population,
        stage_assumed=asked.stage is None and bool(question.stages),
        stage_differs=asked.stage is not None
        and bool(question.stages)
        and asked.stage not in question.stages,
        verdict=question.verdict,
        usual_course=course,
        over_usual_care=usual,
        over_sham=sham,
        other_comparisons=others,
        why=_why(question),
        improvement_percent=answers.setting("clear_improvement"),
        certainty=grading.lowest(levels),
        harms=harms,
        guidelines=guides,
        stances=_stances(named),
        published=beside,
        not_known=question.not_known,
        text=(),
        trace=(),
        sources=_sources(course, (usual, sham, *others), harms, (*guides, *beside)),
        reviewed=False,
    )


def _why(question: Question) -> Mapping[str, str]:
    return {
        part: question.why.get(part, question.why.get("all", ""))
        for part in answers.PARTS
        if not getattr(question, part)
    }


@cache
def _gain(name: str) -> Gain | None:
    if not name:
        return None
    much = answers.setting("much_disagreement")
    return gains.gain(plans.gains()[name], much=much)


@cache
def _course(name: str) -> Course | None:
    return expected.course(plans.courses()[name]) if name else None


def _tell(found: Answer, question: Question) -> Answer:
    own = Phrase("own", "own", (), (), {}, question.own)
    said = [*answers.phrases()]
    # What a question says of its own stands before harms.
    place = next(i for i, each in enumerate(said) if each.part == "harms")
    told = list(wording.say([*said[:place], own, *said[place:]], _data(found)))
    return replace(
        found,
        text=tuple(each.text for each in told),
        trace=tuple(_traced(told)),
    )


def _data(found: Answer) -> Mapping[str, object]:
    data = plain(found)
    if not isinstance(data, dict):
        raise TypeError("an answer is an object")
    return data


def _traced(told: Sequence[Sentence]) -> Iterator[Traced]:
    for place, sentence in enumerate(told):
        if sentence.figures:
            yield Traced(place, sentence.figures)


def _harms() -> Iterator[Harm]:
    known = adverse_events.catalogue()
    for name in answers.harms():
        yield harm(known[name])


def harm(event: AdverseEvent) -> Harm:
    """Return one harm as it is shown: the printed rate, or one from a count.

    Raises
    ------
    RateMissing
        Where there is neither.
    """
    if event.rate is None or event.per is None:
        return _counted(event)
    share = event.rate / event.per
    both = None if event.low is None or event.high is None else (event.low, event.high)
    return _shown_harm(event, share, event.per, both)


def _counted(event: AdverseEvent) -> Harm:
    if event.events is None or event.patients is None:
        raise RateMissing(f"{event.id} has neither a rate nor a count")
    per = answers.rare_per()
    low, high = rates.interval(event.events, event.patients)
    share = event.events / event.patients
    return _shown_harm(event, share, per, (low * per, high * per), computed=True)


def _shown_harm(
    event: AdverseEvent,
    share: float,
    per: int,
    ci: tuple[float, float] | None,
    *,
    computed: bool = False,
) -> Harm:
    return Harm(
        event=event.event,
        rate=round(share * per, 9),
        per=per,
        unit=event.unit or "patients",
        ci=ci,
        per_100=share * 100,
        per_10000=share * 10_000,
        one_in=1 / share if share else None,
        serious=event.serious,
        computed=computed or event.derived,
        note=event.note,
        source=event.sources[0],
        sources=event.sources,
    )


def _guidelines(names: Sequence[str]) -> Iterator[GuidelineShown]:
    known = guidelines.catalogue()
    dated = sorted((known[name] for name in names), key=lambda each: each.id)
    for each in sorted(dated, key=lambda one: one.date, reverse=True):
        yield _guideline(each)


def _guideline(found: Guideline) -> GuidelineShown:
    return GuidelineShown(
        id=found.id,
        body=found.body,
        country=found.country,
        date=found.date,
        condition=found.condition,
        stance=found.stance,
        strength=found.strength,
        kind=found.kind,
        superseded=bool(found.superseded_by),
        note=found.note,
        sources=found.sources,
    )


def _stances(guides: Sequence[Guideline]) -> Mapping[str, int]:
    """Count what guidelines in force say; not of complaints beyond the catalogue."""
    found = Counter(
        each.stance
        for each in guides
        if each.kind == "guideline" and not each.superseded_by and each.condition_id
    )
    return {str(stance): found[stance] for stance in Stance if found[stance]}


def _sources(
    course: Course | None,
    told: Sequence[Gain | None],
    harms: Sequence[Harm],
    beside: Sequence[GuidelineShown | PublishedShown],
) -> tuple[str, ...]:
    names = [*(course.sources if course else ())]
    for gain in told:
        if gain is not None:
            names += gain.sources
            names += [s for each in gain.published for s in each.sources]
    for each in (*harms, *beside):
        names += each.sources
    return tuple(dict.fromkeys(names))
