"""The records of the policy study: sourced, unreviewed, and true to what they name."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from deqi.core.dosing.values import Stretch
from deqi.knowledge import dosing, forecasts, loader, protocols, sources
from deqi.knowledge.schema import Record, UnreadableRecord

DESIGN = dosing.design()


def test_every_record_has_known_sources_and_awaits_review() -> None:
    for each in dosing.provenance().values():
        assert set(each.source_ids) <= set(sources.catalogue())
        assert not each.is_reviewed


@pytest.mark.parametrize("name", ["cherkin", "art"])
def test_a_course_of_a_trial_has_the_visits_and_weeks_of_its_protocol(
    name: str,
) -> None:
    record = loader.records("dosing", "courses.toml")[name]
    protocol = protocols.trials()[record.text("protocol")]
    (course,) = (each for each in DESIGN.courses if each.id == name)
    for end in (0, 1):
        assert (
            sum(each.visits[end] for each in course.stretches)
            == protocol["sessions"][end]  # type: ignore[index]  # a pair in its record
        )
    assert sum(each.weeks for each in course.stretches) == protocol["weeks"]


def test_backinaction_has_its_visits_and_its_maintenance() -> None:
    courses = {each.id: each.stretches for each in DESIGN.courses}
    assert courses["backinaction"] == (Stretch((8, 15), 12),)
    assert courses["backinaction_maintenance"] == (
        Stretch((8, 15), 12),
        Stretch((4, 6), 12),
    )
    assert courses["usual_care"] == ()


def test_the_gains_are_those_of_the_forecast_and_of_the_answer() -> None:
    """10.26 of 100 over usual care; 0.107 standard deviations of 2.4 over sham."""
    usual, sham = DESIGN.grid.gains
    assert usual.points == pytest.approx(-1.026)
    assert sham.points == pytest.approx(-0.107 * 2.4, abs=0.001)
    gain = DESIGN.prior.gain
    assert gain is not None
    assert DESIGN.prior in forecasts.catalogue().values()
    assert DESIGN.full_weeks == gain.full_weeks == 8


def test_a_strong_dose_response_fades_as_fast_as_the_interval_allows() -> None:
    """0.011 (up to 0.037) standard deviations in three months."""
    none, weak, strong = DESIGN.grid.doses
    assert none.fade_per_week == weak.fade_per_week
    assert strong.fade_per_week / weak.fade_per_week == pytest.approx(37 / 11)
    assert [each.by_visits for each in DESIGN.grid.doses] == [0, 0.5, 1]


def test_over_twelve_visits_as_many_stop_as_in_the_trial() -> None:
    nobody, trial, heavy = DESIGN.grid.drop_outs
    assert nobody.per_visit == 0
    assert (1 - trial.per_visit) ** 12 == pytest.approx(103 / 121)
    assert heavy.per_visit == pytest.approx(3 * trial.per_visit)


def test_the_goal_and_the_central_assumptions_are_those_set_before_the_first_run() -> (
    None
):
    goal = DESIGN.goal
    assert (goal.margin_points, goal.fewer_percent) == (0.1, 25)
    assert goal.against == ("cherkin", "art", "backinaction")
    assert goal.central.names() == {
        "dose": "weak",
        "gain": "usual_care",
        "responders": "mixed",
        "drop_out": "trial",
    }


def test_harms_are_per_treatment() -> None:
    any_event, serious = DESIGN.counted.harms
    assert any_event.per_visit == pytest.approx(0.0757)
    assert serious.per_visit == pytest.approx(7.98e-6)


ASSUMED = loader.records("dosing", "assumptions.toml")


def broken(
    monkeypatch: pytest.MonkeyPatch, file: str, name: str, **fields: object
) -> None:
    """Read the design anew, with some fields of one record changed or left out."""
    whole = dict(loader.records("dosing", file))
    kept = {**whole[name].fields, **fields}
    left = {key: value for key, value in kept.items() if value is not None}
    whole[name] = replace(whole[name], fields=left)

    def records(room: str, asked: str) -> Mapping[str, Record]:
        return whole if (room, asked) == ("dosing", file) else READ(room, asked)

    monkeypatch.setattr(loader, "records", records)
    dosing.design.__wrapped__()


READ = loader.records


@pytest.mark.parametrize(
    ("file", "name", "fields"),
    [
        ("courses.toml", "art", {"stretch": [{"visits": 8, "weeks": 4}]}),
        ("assumptions.toml", "gain_sham", {"answer": "low_back_pain_acute"}),
        ("assumptions.toml", "harms", {"rows": ["witt_2009_pneumothorax"]}),
        ("assumptions.toml", "goal", {"margin_points": None}),
        (
            "assumptions.toml",
            "fade",
            {"row": "dose_debar2025_maintenance_sessions_rmdq_w26_52"},
        ),
        ("assumptions.toml", "gain_usual_care", {"prior": "nrs_acute"}),
    ],
)
def test_refuses_records_that_do_not_say_it(
    monkeypatch: pytest.MonkeyPatch, file: str, name: str, fields: dict[str, object]
) -> None:
    with pytest.raises(UnreadableRecord):
        broken(monkeypatch, file, name, **fields)


def test_our_policies_differ_only_in_what_they_write_down() -> None:
    own, changes = dosing.ours()
    assert own.provenance.id == "ours"
    differs = {key for key, value in own.fields.items() if changes.fields[key] != value}
    assert differs == {"id", "title", "unwritten"}
