"""The public answer: three bars, harms beside them, and how we know."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client

from deqi.care import answering
from deqi.care.asking import Person
from deqi.evidence.grading import Level
from deqi.knowledge import conditions
from deqi.web.answers import bars, forms
from tests import clinic

CHRONIC = {"condition": "low back pain", "age": 52, "lasted": 9, "unit": "months"}


class TestAsking:
    def test_needs_no_account_and_no_database(self, client: Client) -> None:
        with clinic.asked() as queries:
            page = client.get("/answer/")
        assert page.status_code == 200
        assert queries == []
        assert "What hurts?" in page.content.decode()

    def test_names_what_is_near(self, client: Client) -> None:
        page = client.get("/answer/", {"condition": "sciatika"})
        assert page.status_code == 404
        near = [each.id for each in page.context["near"]]
        assert "sciatica" in near
        assert 'value="sciatika"' in page.content.decode()

    def test_names_all_where_nothing_is_near(self, client: Client) -> None:
        page = client.get("/answer/", {"condition": "zzzzzzzz"})
        assert page.context["near"] == []
        assert "whiplash" in page.content.decode()

    def test_finds_a_part_of_a_name(self) -> None:
        assert "neck_pain" in [each.id for each in forms.near("neck")]
        assert "rotator_cuff" in [each.id for each in forms.near("my shoulder pain")]

    @pytest.mark.parametrize(
        "wrong", [{"age": "200"}, {"lasted": "-1"}, {"condition": ""}]
    )
    def test_bad_input_keeps_what_was_typed(
        self, client: Client, wrong: dict[str, str]
    ) -> None:
        page = client.get("/answer/", CHRONIC | wrong)
        assert page.status_code == 422
        assert 'value="9"' in page.content.decode() or "lasted" in wrong

    @pytest.mark.parametrize(
        ("lasted", "unit", "weeks"),
        [(3, "weeks", 3), (12, "months", 52.18), (1, "years", 52.18), (3, "", 3)],
    )
    def test_turns_months_and_years_into_weeks(
        self, lasted: float, unit: str, weeks: float
    ) -> None:
        form = forms.Asking({"condition": "x", "lasted": lasted, "unit": unit})
        assert form.is_valid()
        assert form.person().duration_weeks == pytest.approx(weeks, abs=0.01)

    def test_time_may_be_left_open(self) -> None:
        form = forms.Asking({"condition": "x"})
        assert form.is_valid()
        assert form.person() == Person()


class TestAnswer:
    def test_shows_the_figures_of_the_answer_and_no_others(
        self, client: Client
    ) -> None:
        said = answering.answer("low_back_pain", Person(52, 39))
        assert said.over_usual_care is not None
        assert said.over_usual_care.per_100 is not None
        people = said.over_usual_care.per_100.people
        page = client.get("/answer/", CHRONIC)
        assert page.status_code == 200
        first, second, third = page.context["bars"]
        assert (first.base, first.more) == (people.control, 0)
        assert (second.base, second.total) == (people.control, people.treated)
        assert third.is_clear is False
        assert "may be chance" in third.beside
        kinds = [each.kind for each in page.context["figures"]]
        assert len(kinds) == 100
        assert kinds.count("is-anyway") == people.control
        assert kinds.count("is-more") == people.more

    def test_harms_sources_and_review_stand_on_the_page(self, client: Client) -> None:
        text = client.get("/answer/", CHRONIC).content.decode()
        assert "pneumothorax" in text
        assert "Not reviewed by a clinician yet" in text
        assert "Witt2009" in text
        assert "How we know" in text

    @pytest.mark.parametrize("condition", sorted(conditions.catalogue()))
    @pytest.mark.parametrize("person", [Person(), Person(70, 30), Person(9, 3)])
    def test_every_complaint_has_three_parts_or_says_why_not(
        self, condition: str, person: Person
    ) -> None:
        parts = bars.of(answering.answer(condition, person))
        assert len(parts) == 3
        assert all(part.sentence for part in parts)

    def test_an_open_duration_is_said(self, client: Client) -> None:
        text = client.get("/answer/", {"condition": "low back pain"}).content.decode()
        assert "You did not say for how long" in text

    def test_without_shares_no_people_are_drawn(self, client: Client) -> None:
        page = client.get("/answer/", {"condition": "sciatica"})
        assert page.context["figures"] == []
        assert "do not tell how many of 100" in page.content.decode()

    def test_a_child_is_told_that_nothing_is_held(self, client: Client) -> None:
        page = client.get("/answer/", CHRONIC | {"age": 9})
        assert page.context["plots"] == ()
        assert all(bar.base is None for bar in page.context["bars"])

    def test_what_is_not_known_of_a_share_is_left_out(self) -> None:
        said = answering.answer("low_back_pain", Person(52, 39))
        assert said.usual_course is not None
        assert said.over_usual_care is not None
        assert said.over_usual_care.per_100 is not None
        share = replace(said.over_usual_care.per_100, ci=None)
        without = replace(
            said,
            usual_course=replace(said.usual_course, per_100=None),
            over_usual_care=replace(said.over_usual_care, per_100=share),
        )
        first, second, _ = bars.of(without)
        assert (first.base, first.sentence) == (None, said.usual_course.opening)
        assert "may lie between" not in second.beside

    def test_every_level_of_certainty_has_words(self) -> None:
        assert len({bars.sureness(level) for level in Level}) == len(Level)


class TestPlots:
    def test_draws_what_the_page_names(self, client: Client) -> None:
        text = client.get("/answer/", CHRONIC).content.decode()
        places = re.findall(r'src="(/answer/plots/[^"]+)"', text)
        assert len(places) == 2
        for place in places:
            drawn = client.get(place.replace("&amp;", "&"))
            assert drawn.headers["Content-Type"] == "image/svg+xml"
            assert drawn.content.startswith(b"<svg")
            assert drawn.content == client.get(place.replace("&amp;", "&")).content

    @pytest.mark.parametrize(
        ("name", "asked"),
        [
            ("forest-sham", {"condition": "nothing"}),
            ("forest-sham", {}),
            ("else", CHRONIC),
        ],
    )
    def test_draws_nothing_else(
        self, client: Client, name: str, asked: dict[str, str]
    ) -> None:
        assert client.get(f"/answer/plots/{name}.svg", asked).status_code == 404
