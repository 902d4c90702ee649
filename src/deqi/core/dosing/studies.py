"""Takes the same people, with the same luck, through every policy and assumption."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from deqi.core.dosing import exposure, outcomes, people, reviewed
from deqi.core.dosing.exposure import Response
from deqi.core.dosing.findings import Findings
from deqi.core.dosing.outcomes import Outcomes
from deqi.core.dosing.people import Cohort, Draws
from deqi.core.dosing.values import NOBODY, Assumptions, Course, Design, DropOut, Ours
from deqi.core.forecast.models import Floats


@dataclass(frozen=True, slots=True)
class Study:
    """A design with the people it is tried on.

    Parameters
    ----------
    design : Design
        Courses, assumptions, goal.
    ours : tuple of Ours
        Our policy, and others like it.
    cohort : Cohort
        The people.
    """

    design: Design
    ours: tuple[Ours, ...]
    cohort: Cohort
    _kept: dict[tuple[str, str], Floats] = field(default_factory=dict, repr=False)

    @property
    def until(self) -> float:
        """Return the day on which the study ends."""
        return 7.0 * self.design.counted.weeks

    def response(self, assumed: Assumptions) -> Response:
        """Return how people respond under a set of assumptions."""
        return exposure.respond(self.design, assumed, self.cohort.draws.lots[:, 0])

    def follow(self, ours: Ours, *sets: Assumptions) -> tuple[reviewed.Record, ...]:
        """Return the charts of a policy of ours, under each set of assumptions."""
        people = len(self.cohort)
        leaving = [each.drop_out.per_visit for each in sets]
        whole = reviewed.follow(
            ours,
            self.cohort,
            exposure.together([self.response(each) for each in sets]),
            per_visit=np.repeat(np.asarray(leaving), people),
            until=self.until,
        )
        return tuple(whole.parts(people))

    def run(self, *sets: Assumptions) -> Iterator[Mapping[str, Outcomes]]:
        """Yield what came of every policy, ours first, set after set."""
        own = {each.id: self.follow(each, *sets) for each in self.ours}
        for place, assumed in enumerate(sets):
            visits = {
                name: np.sort(records[place].visits, axis=1)
                for name, records in own.items()
            }
            visits |= {
                each.id: self._visits(each, assumed.drop_out)
                for each in self.design.courses
            }
            yield self._outcomes(visits, self.response(assumed))

    def _outcomes(
        self, visits: Mapping[str, Floats], response: Response
    ) -> Mapping[str, Outcomes]:
        counted = self.design.counted
        return {
            policy: outcomes.of(self.cohort, days, response, counted)
            for policy, days in visits.items()
        }

    def _visits(self, course: Course, drop_out: DropOut) -> Floats:
        key = course.id, drop_out.name
        if key not in self._kept:
            draws = self.cohort.draws
            self._kept[key] = exposure.kept(
                exposure.planned(course, draws.lots[:, 1:]),
                draws.leaving,
                per_visit=drop_out.per_visit,
                until=self.until,
            )
        return self._kept[key]


def of(design: Design, ours: tuple[Ours, ...], draws: Draws) -> Study:
    """Return a study with the people that chance gives.

    Raises
    ------
    StudyImpossible
        Where too few people have pain enough to come.
    """
    above = design.counted.pain_above
    return Study(design, ours, people.gather(design.prior, draws, pain_above=above))


def run(study: Study, *, visit_cost: float | None = None) -> Iterator[Findings]:
    """Yield what is found under one set of assumptions after another.

    Parameters
    ----------
    study : Study
        Design and people.
    visit_cost : float or None
        Price of a visit, in any money; without one no cost is told.
    """
    grid = tuple(study.design.grid)
    # Many at once while people are few: each step costs as much for one as for all.
    at_once = max(_ROWS // len(study.cohort), 1)
    for begins in range(0, len(grid), at_once):
        sets = grid[begins : begins + at_once]
        for assumed, found in zip(sets, study.run(*sets), strict=True):
            yield _told(study, assumed, found, visit_cost)


_ROWS = 10_000


def _told(
    study: Study,
    assumed: Assumptions,
    found: Mapping[str, Outcomes],
    visit_cost: float | None,
) -> Findings:
    counted, goal = study.design.counted, study.design.goal
    return Findings(
        tuple(
            outcomes.summed(
                policy, assumed, each, found[NOBODY], counted, visit_cost=visit_cost
            )
            for policy, each in found.items()
        ),
        tuple(
            outcomes.contrast(
                assumed, (own.id, found[own.id]), (other.id, found[other.id]), goal
            )
            for own in study.ours
            for other in study.design.courses
        ),
    )
