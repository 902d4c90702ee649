"""Episodes: what is read, what each visit means, and what is refused by name."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.core import episodes
from deqi.core.episodes import Attendance
from deqi.core.fields import UnreadableField
from deqi.knowledge import instruments

CATALOGUE = instruments.catalogue()


def read(**fields: object) -> episodes.Episode:
    return episodes.read(fields, CATALOGUE)


def test_what_is_absent_is_unknown():
    empty = read()
    assert empty.visits == empty.sessions == empty.measurements == ()
    assert (empty.birth_date, empty.sex, empty.condition, empty.onset) == (None,) * 4
    assert empty.answers() == {}


def test_everything_comes_by_date_whatever_the_order_of_the_file():
    episode = read(
        sessions=[{"date": "2026-02-01"}, {"date": "2026-01-31"}],
        measurements=[
            {"date": "2026-02-01", "instrument": "nrs", "score": 3},
            {"date": "2026-01-01", "instrument": "RMDQ", "score": 12},
        ],
    )
    assert [session.date.day for session in episode.sessions] == [31, 1]
    assert [each.instrument for each in episode.measurements] == ["RMDQ24", "NRS"]


def test_session_keeps_what_was_charted():
    events = [{"kind": "bruise", "grade": 1}]
    (session,) = read(
        sessions=[
            {
                "date": "2026-01-05T10:30:00Z",
                "needles": 9,
                "minutes": 25.5,
                "electro": False,
                "adverse_events": events,
            }
        ]
    ).sessions
    assert session.date == date(2026, 1, 5)
    assert (session.needles, session.minutes, session.electro) == (9, 25.5, False)
    assert session.adverse_events == tuple(events)


def test_session_without_a_word_on_adverse_events_does_not_say_none():
    asked, unasked = read(
        sessions=[
            {"date": "2026-01-05", "adverse_events": []},
            {"date": "2026-01-06"},
        ]
    ).sessions
    assert (asked.adverse_events, unasked.adverse_events) == ((), None)


DAY = "2026-01-05"


@pytest.mark.parametrize(
    ("statuses", "sessions", "attendances"),
    [
        ([], 1, ["took_place"]),
        (["fulfilled"], 0, ["took_place"]),
        (["fulfilled"], 1, ["took_place"]),
        (["booked"], 1, ["took_place"]),
        ([None], 1, ["took_place"]),
        (["cancelled"], 1, ["did_not", "took_place"]),
        (["no-show"], 0, ["did_not"]),
        (["fulfilled", "booked"], 1, ["planned", "took_place"]),
        (["fulfilled", "completed"], 1, ["took_place", "took_place"]),
        (["fulfilled"], 2, ["took_place", "took_place"]),
        ([None], 0, ["unknown"]),
        (["Checked in"], 0, ["took_place"]),
    ],
)
def test_each_treatment_is_told_of_once(statuses, sessions, attendances):
    episode = read(
        visits=[{"date": DAY, "status": status} for status in statuses],
        sessions=[{"date": DAY, "needles": 9}] * sessions,
    )
    assert [visit.attendance for visit in episode.visits] == attendances
    told = [visit.needles for visit in episode.visits if visit.needles is not None]
    assert told == [9] * sessions


def test_fact_given_outright_wins_over_the_episodes_own_field():
    episode = read(
        patient={"birth_date": "1961-05-06", "sex": "female"},
        condition="low_back_pain",
        onset="2025-01-01",
        medicines=["ibuprofen"],
        facts={"condition": "sciatica", "pregnant": None, "pain_now": 4},
    )
    assert episode.answers() == {
        "birth_date": "1961-05-06",
        "sex_at_birth": "female",
        "condition": "sciatica",
        "onset_date": "2025-01-01",
        "medicines": ["ibuprofen"],
        "pain_now": 4,
    }


def test_sex_recorded_as_unknown_is_unknown():
    assert read(patient={"sex": "unknown"}).sex is None


@pytest.mark.parametrize(
    ("discharged", "day"),
    [(None, None), (False, None), ("2026-03-01", date(2026, 3, 1))],
)
def test_discharge(discharged, day):
    assert read(discharged=discharged).discharged == day


def test_rest_is_kept_as_it_stands():
    episode = read(
        payer="cy",
        style="western",
        reviews=[{"decision": "continue"}],
        wants_maintenance=True,
    )
    assert (episode.payer, episode.style) == ("cy", "western")
    assert episode.reviews == ({"decision": "continue"},)
    assert episode.wants_maintenance is True
    assert episode.medicines is None


def measured(**fields: object) -> dict[str, object]:
    return {"measurements": [{"date": DAY, "instrument": "NRS", "score": 3, **fields}]}


@pytest.mark.parametrize(
    ("document", "rule"),
    [
        ([], "UnreadableField"),
        ("episode", "UnreadableField"),
        ({"patient": []}, "UnreadableField"),
        ({"facts": 0}, "UnreadableField"),
        ({"patient": [1]}, "UnreadableField"),
        ({"patient": {"birth_date": "yesterday"}}, "UnreadableDate"),
        ({"patient": {"birth_date": 19610506}}, "UnreadableDate"),
        ({"onset": "2026-02-30"}, "UnreadableDate"),
        ({"onset": "2026-1-5"}, "UnreadableDate"),
        ({"onset": "2026-W05-1"}, "UnreadableDate"),
        ({"onset": "0026-01-05"}, "UnreadableDate"),
        ({"onset": "2926-01-05"}, "UnreadableDate"),
        ({"sessions": {}}, "UnreadableField"),
        ({"sessions": ["2026-01-05"]}, "UnreadableField"),
        ({"sessions": [{}]}, "UnreadableDate"),
        ({"sessions": [{"date": DAY, "needles": "9"}]}, "UnreadableField"),
        ({"sessions": [{"date": DAY, "needles": 9.5}]}, "UnreadableField"),
        ({"sessions": [{"date": DAY, "needles": -1}]}, "UnreadableField"),
        ({"sessions": [{"date": DAY, "minutes": True}]}, "UnreadableField"),
        ({"sessions": [{"date": DAY, "minutes": float("inf")}]}, "UnreadableField"),
        ({"sessions": [{"date": DAY, "electro": 1}]}, "UnreadableField"),
        ({"visits": [{"date": DAY, "status": "maybe"}]}, "UnknownStatus"),
        ({"visits": [{"date": DAY, "status": 1}]}, "UnreadableField"),
        ({"visits": [{"status": "fulfilled"}]}, "UnreadableDate"),
        (measured(instrument=None), "UnreadableField"),
        (measured(instrument="XYZ"), "UnknownInstrument"),
        (measured(instrument="PROMIS_29"), "NotScored"),
        (measured(score=11), "ScoreOutOfRange"),
        (measured(score=None), "ScoreOutOfRange"),
        (measured(score=True), "ScoreOutOfRange"),
        (measured(score="3"), "ScoreOutOfRange"),
        (measured(score=10**400), "ScoreOutOfRange"),
        (measured(date=None), "UnreadableDate"),
        ({"facts": 3}, "UnreadableField"),
        ({"medicines": "aspirin"}, "UnreadableField"),
        ({"wants_maintenance": "yes"}, "UnreadableField"),
        ({"payer": 3}, "UnreadableField"),
    ],
)
def test_refused_by_name(document, rule):
    with pytest.raises(ValueError, match=r"\.$") as refused:
        episodes.read(document, CATALOGUE)
    assert type(refused.value).__name__ == rule
    assert len(str(refused.value)) < 500


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
entries = st.lists(
    st.dictionaries(
        st.sampled_from(
            ["date", "status", "needles", "instrument", "score", "electro"]
        ),
        anything | st.sampled_from([DAY, "NRS", "fulfilled", 3]),
    ),
    max_size=3,
)
documents = anything | st.dictionaries(
    st.sampled_from(
        ["patient", "condition", "onset", "sessions", "visits", "measurements", "facts"]
    ),
    anything | entries,
)


@given(documents)
def test_any_document_is_an_episode_or_is_refused_by_name(document):
    try:
        read_ = episodes.read(document, CATALOGUE)
    except (UnreadableField, ValueError) as refused:
        outcome = type(refused).__name__
    else:
        outcome = type(read_).__name__
    assert outcome in {
        *("Episode", "UnreadableField", "UnreadableDate", "UnknownStatus"),
        *("UnknownInstrument", "NotScored", "ScoreOutOfRange"),
    }


def test_every_word_on_a_visit_says_something_of_it():
    for attendance in Attendance:
        (visit,) = read(visits=[{"date": DAY, "status": attendance.value}]).visits
        assert visit.attendance is attendance
