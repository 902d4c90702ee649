"""Who comes when, with what, and how it goes for them: drawn before anything happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from deqi.core.conditions import Stage, stage
from deqi.knowledge import conditions
from deqi.operations.episodes import Terms
from deqi.operations.example import chance, intakes, names, scores
from deqi.operations.example.intakes import Kind
from deqi.operations.example.scores import Truth
from deqi.operations.example.values import Extent
from deqi.operations.patients import Identity

RECENT_DAYS = 63
"""Two in five have come since then, so that their courses go on today."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint, where it is, and how many weeks it has lasted at the first visit."""

    condition: str
    regions: tuple[str, ...]
    weeks: tuple[int, int]


_COMPLAINTS = (
    Complaint("low_back_pain", ("low_back",), (14, 260)),
    Complaint("sciatica", ("low_back", "thigh_left", "calf_left"), (13, 60)),
    Complaint("low_back_pain", ("low_back",), (13, 520)),
    Complaint("muscle_strain", ("low_back",), (1, 5)),
    Complaint("upper_back_pain", ("upper_back",), (13, 120)),
    Complaint("postural_back_pain", ("upper_back",), (13, 90)),
    Complaint("low_back_pain", ("low_back",), (6, 11)),
    Complaint("back_arthritis", ("low_back",), (52, 700)),
    Complaint("spinal_stenosis", ("low_back", "thigh_right"), (26, 300)),
)
_PAYERS = {
    "GB": ("", "uk_nhs", "uk_nhs"),
    "US": ("us_medicare_ncd_30_3_3", "us_va", ""),
}
_STYLES = ("traditional", "western", "combined")
_GOALS = ("lift my grandchild", "work a whole day", "sleep through", "go for walks")


@dataclass(frozen=True, slots=True)
class Story:
    """One patient before anything has happened.

    Parameters
    ----------
    index : int
        Among all patients; decides whose patient they become.
    who : Identity
        Invented.
    begins : date
        The day of the first contact.
    kind : Kind
        What they answer.
    complaint : Complaint
        Of the first episode.
    weeks : int
        How long it has lasted then.
    terms : Terms
        Payer and wishes.
    joins : bool
        They have an account of their own.
    relapses : bool
        The complaint comes back after a discharge.
    seed : int
        Of all that happens to them by chance.
    """

    index: int
    who: Identity
    begins: date
    kind: Kind
    complaint: Complaint
    weeks: int
    terms: Terms
    joins: bool
    relapses: bool
    seed: int

    def chance(self, *words: object) -> Random:
        """Return the chance of one thing in this story."""
        return chance.of(self.seed, self.index, *words)

    def truth(self, number: int) -> Truth:
        """Return how an episode of theirs truly goes, the first being 0."""
        lasted = {"duration_weeks": float(self.weeks if number == 0 else 3)}
        found = stage(lasted, conditions.stages()) or Stage.CHRONIC
        return scores.drawn(found, self.chance("truth", number))

    @property
    def is_entered_twice(self) -> bool:
        """Return whether the desk enters them a second time by mistake."""
        return self.index % 100 in (2, 5)

    @property
    def is_found_twice(self) -> bool:
        """Return whether somebody notices it."""
        return self.index % 100 == 5

    @property
    def wants_a_copy(self) -> bool:
        """Return whether they ask for what is kept of them, where they have an account."""
        return self.index % 15 == 0

    @property
    def infected_at(self) -> int | None:
        """Return after which session the skin is infected; None for nearly everybody."""
        return 2 if self.index % 100 == 10 else None

    @property
    def is_referred(self) -> bool:
        """Return whether they bring a doctor's letter."""
        return self.index % 6 == 2

    @property
    def told(self) -> dict[str, object]:
        """Return what they say of their complaint."""
        begun = self.begins - timedelta(weeks=self.weeks)
        drawn = self.chance("complaint")
        return {
            "onset_date": begun.isoformat(),
            "pain_regions": list(self.complaint.regions),
            "onset_kind": "after_injury" if self.weeks < 6 else "gradual",
            "identifiable_cause": "none",
            "radiates_below_knee": self.complaint.condition == "sciatica",
            "previous_episodes": float(drawn.randrange(5)),
            "had_acupuncture_before": drawn.random() < 0.4,
            "goals": [drawn.choice(_GOALS)],
            "style_preference": self.terms.style,
        }


def drawn(extent: Extent, country: str, *, first: int, count: int) -> Iterator[Story]:
    """Yield the stories of one clinic.

    Parameters
    ----------
    extent : Extent
        Of the whole network.
    country : str
        Of the clinic, by its two letters.
    first, count : int
        Index of its first patient, and how many there are.
    """
    called = names.drawn(extent.patients, extent.seed)
    for index in range(first, first + count):
        yield _drawn(extent, index, called[index], country)


def _drawn(extent: Extent, index: int, name: tuple[str, str], country: str) -> Story:
    lot = chance.of(extent.seed, index, "story")
    kind = intakes.KINDS[index % len(intakes.KINDS)]
    begins = _begins(extent, index, lot)
    age = lot.randint(*kind.ages)
    complaint = _COMPLAINTS[index % len(_COMPLAINTS)]
    sex = kind.sex or lot.choice(("female", "male"))
    born = names.born(index, extent.seed, age=age, on=begins)
    payer = _PAYERS[country][index % 3]
    terms = Terms(
        condition=complaint.condition,
        style=_STYLES[index % len(_STYLES)],
        payer=payer,
        payer_number=f"EX{index:05}" if payer else "",
    )
    return Story(
        index=index,
        who=names.identity(index, name, born=born, sex=sex, country=country),
        begins=begins,
        kind=kind,
        complaint=complaint,
        weeks=lot.randint(*complaint.weeks),
        terms=terms,
        joins=index % 5 in (0, 3),
        relapses=index % 3 == 0,
        seed=extent.seed,
    )


def _begins(extent: Extent, index: int, lot: Random) -> date:
    whole = extent.months * 30
    recent = index % 5 in (1, 3)
    least, most = (2, min(whole, RECENT_DAYS)) if recent else (25, whole)
    ago = lot.randrange(least, most)
    return extent.until.date() - timedelta(days=ago)
