"""The forecast of a review begins where the treatment began."""

import json
from datetime import date, timedelta

import pytest

from deqi.cli import command

TODAY = date(2026, 11, 21)


def before(weeks):
    return (TODAY - timedelta(weeks=weeks)).isoformat()


@pytest.fixture
def forecast(tmp_path, capsys):
    def run(**changes):
        episode = {
            "patient": {"birth_date": "1980-03-01", "sex": "female"},
            "condition": "low_back_pain",
            "onset": before(14),
            "style": "traditional",
            "sessions": [
                {"date": before(week), "needles": 8, "adverse_events": []}
                for week in (4, 3, 2, 1)
            ],
            "measurements": [
                {"date": before(4), "instrument": "NRS", "score": 7},
                {"date": before(0), "instrument": "NRS", "score": 6},
            ],
            **changes,
        }
        file = tmp_path / "episode.json"
        file.write_text(json.dumps(episode), encoding="utf-8")
        line = ["review", str(file), "--today", TODAY.isoformat(), "--json"]
        assert command.perform(line) == 0
        return json.loads(capsys.readouterr().out)

    return run


@pytest.mark.parametrize(
    ("onset", "treated"),
    [(before(14), False), (before(15), False), (before(16), True), (before(60), True)],
)
def test_the_stage_is_that_of_the_first_session(forecast, onset, treated):
    # No record gives a gain over usual care for pain that has not lasted 12 weeks.
    found = forecast(onset=onset)["forecast"]
    assert (found["with_treatment"] is not None) is treated
    assert found["usual_course"]["mean"] > 0


def test_a_complaint_of_unknown_length_has_no_forecast(forecast):
    found = forecast(onset=None)
    assert found["forecast"] is None
    assert found["forecast_why"] == "How long the complaint has lasted is not known."


@pytest.mark.parametrize(
    ("born", "warned"), [("1980-03-01", False), ("1955-03-01", True), (None, True)]
)
def test_people_of_65_and_over_are_told_that_it_promised_too_much(
    forecast, born, warned
):
    found = forecast(onset=before(60), patient={"birth_date": born, "sex": "female"})
    assert ("promised too many" in found["forecast"]["caution"]) is warned


@pytest.mark.parametrize("instrument", ["RMDQ24", "PEG"])
def test_people_of_65_and_over_are_forecast_as_their_own_trial_says(
    forecast, instrument
):
    scores = [{"date": before(4), "instrument": instrument, "score": 8}]
    chance = {
        born: forecast(
            onset=before(60),
            patient={"birth_date": born, "sex": "female"},
            measurements=scores,
        )["forecast"]["probability_30_percent_usual"]
        for born in ("1980-03-01", "1955-03-01", None)
    }
    assert chance["1955-03-01"] < chance["1980-03-01"] == chance[None]
