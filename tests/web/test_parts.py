"""The parts of pages, drawn by Django: navigation, theme, notices, forms, the body."""

import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from deqi.core.points import Sides
from deqi.web import body, score_line
from deqi.web.body import Mark, Shade
from deqi.web.body.fields import PainAreaField
from tests.web.look_samples import PAGES, Intake, render, wrong_form


def drawn(text: str, **given: object) -> str:
    """Return a template of the parts, filled."""
    return Template("{% load body parts %}" + text).render(Context(given))


def request(path: str = "/", theme: str = "") -> object:
    """Return a request for a page, with a theme chosen or not."""
    made = RequestFactory().get(path)
    if theme:
        made.COOKIES["theme"] = theme
    return made


@pytest.mark.parametrize(
    ("theme", "said"),
    [("dark", ' data-theme="dark"'), ("light", ' data-theme="light"'), ("", ""),
     ('"><script>', "")],
)  # fmt: skip
def test_a_theme_is_one_of_ours_or_none(theme: str, said: str) -> None:
    assert drawn("{% theme %}", request=request(theme=theme)) == said


def test_a_page_without_a_request_still_draws() -> None:
    assert drawn("{% theme %}") == ""
    assert "aria-current" not in drawn('{% navigation_link "A" "/a/" "home" %}')


@pytest.mark.parametrize(
    ("path", "exact", "current"),
    [
        ("/desk/", "", 'aria-current="page"'),
        ("/desk/visits/", "", 'aria-current="true"'),
        ("/desk/visits/", " exact=True", None),
        ("/me/", "", None),
    ],
)
def test_a_link_says_where_the_reader_is(
    path: str, exact: str, current: str | None
) -> None:
    text = '{% navigation_link "Desk" "/desk/" "today"' + exact + " %}"
    html = drawn(text, request=request(path))
    assert current in html if current else "aria-current" not in html


@pytest.mark.parametrize("kind", ["info", "done", "caution", "danger"])
def test_a_notice_frames_what_it_is_given(kind: str) -> None:
    html = drawn('{% notice kind "Title" %}<p>{{ word }}</p>{% endnotice %}',
                 kind=kind, word="<i>")  # fmt: skip
    assert f"is-{kind}" in html
    assert "<p>&lt;i&gt;</p>" in html
    assert ('role="alert"' in html) is (kind == "danger")


def test_a_notice_of_no_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        drawn('{% notice "joy" %}x{% endnotice %}')


def test_an_icon_is_one_that_is_drawn() -> None:
    folder = Path(score_line.__file__).parent
    known = (folder / "static" / "deqi" / "icons.svg").read_text(encoding="utf-8")
    asked = set()
    for template in (folder / "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        asked |= set(re.findall(r'{% icon "([\w-]+)"', text))
        asked |= set(
            re.findall(r'{% navigation_link .* "([\w-]+)"(?: exact=\w+)? %}', text)
        )
    assert {"mark", "menu", "danger", "home"} <= asked
    assert [name for name in asked if f'id="{name}"' not in known] == []


def test_scores_become_a_line_over_the_whole_scale() -> None:
    line = score_line.draw([10, 0], 0, 10)
    assert line is not None
    assert line.path == "M3 3L93 25"
    assert line.last == (93.0, 25.0)
    assert score_line.draw([5], 0, 10).last == (3.0, 14.0)
    assert score_line.draw([], 0, 10) is None


def test_a_scale_without_extent_is_refused() -> None:
    with pytest.raises(ValueError, match="above its lowest"):
        score_line.draw([1], 3, 3)


def test_a_score_line_says_what_it_draws() -> None:
    html = drawn('{% score_line scores 0 10 "Pain fell" %}', scores=[7, 4])
    assert 'aria-label="Pain fell"' in html
    assert "<span>4</span>" in html
    assert "no score yet" in drawn('{% score_line s 0 10 "" %}', s=[])


def test_a_form_sent_with_faults_leads_to_each_and_keeps_what_was_typed() -> None:
    html = str(wrong_form())
    assert 'href="#id_name"' in html
    assert 'href="#id_since_0"' in html
    assert 'id="id_since_0"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert "It hurts at night.</textarea>" in html


def test_a_fresh_form_shows_no_fault() -> None:
    html = str(Intake())
    assert "There is a problem" not in html
    assert "aria-invalid" not in html
    assert "<legend>How long have you had this pain?" in html
    assert html.count("(optional)") == 2


def test_faults_of_the_whole_form_stand_in_the_summary() -> None:
    class Pair(forms.Form):
        secret = forms.CharField(widget=forms.HiddenInput)

        def clean(self) -> None:
            raise forms.ValidationError("These do not fit together.")

    html = str(Pair({}))
    assert "<li>These do not fit together.</li>" in html
    assert "<li>This field is required.</li>" in html
    assert 'type="hidden"' in html


class Where(forms.Form):
    """Where it hurts."""

    where = PainAreaField(required=False)


def test_the_painter_shows_what_was_chosen_in_drawing_list_and_words() -> None:
    html = str(Where({"where": ["low_back_left"]}))
    assert html.count('class="body-area is-pain"') == 2
    assert 'value="low_back_left" id="id_where' in html
    assert html.count(" checked>") == 1
    assert ">low back left, L1 to L5</span>" in html


def test_a_region_that_is_none_is_refused_and_not_drawn() -> None:
    form = Where({"where": ["moon"]})
    assert not form.is_valid()
    assert 'is-pain"' not in str(form["where"])


def test_a_fresh_painter_has_nothing_chosen() -> None:
    html = str(Where()["where"])
    assert "nothing yet" in html
    assert 'is-pain"' not in html
    assert html.count('type="checkbox"') == len(body.offered())


def test_the_chart_tag_draws_views_and_lists_every_point() -> None:
    marks = [Mark("BL23", Sides.BOTH), Mark("KI1", Sides.LEFT)]
    html = drawn(
        '{% body_chart marks shades "back left" %}',
        marks=marks, shades={"sacrum": Shade.PAIN},
    )  # fmt: skip
    assert html.count('<svg class="body-chart') == 2
    assert "not on the drawing" in html
    assert "<li>sacrum: pain</li>" in html
    assert "body-legend" in html


def test_an_empty_chart_lists_nothing() -> None:
    html = drawn("{% body_chart %}")
    assert "The chart in words" not in html
    assert "body-legend" not in html
    assert 'class="body-chart is-show' in drawn('{% body_view "front" %}')


@pytest.mark.parametrize("name", PAGES)
def test_no_page_holds_style_or_script_of_its_own(name: str) -> None:
    html = render(name)
    assert " style=" not in html
    assert "<style" not in html
    assert " onclick" not in html
    assert "<script>" not in html
    assert html.count("<h1") == 1
    assert '<html lang="en-gb">' in html
