"""Protocols of trials, recipes, retention and limits."""

import re

import pytest

from deqi.knowledge import conditions, muscles, points, protocols, sources
from deqi.knowledge.schema import UnreadableRecord, Use
from tests.knowledge.planting import load, planted
from tests.shared import SHARED, needs_shared

TRIALS = protocols.trials()
RECIPES = {recipe.id: recipe for recipe in protocols.recipes()}


@needs_shared
def test_no_protocol_of_the_drafts_is_lost():
    draft = SHARED / "knowledge" / "clinical" / "protocols.yaml"
    named = re.findall(r"^- id: (\w+)$", draft.read_text(encoding="utf-8"), re.M)
    assert len(named) == 17
    assert list(TRIALS) == named


def test_what_is_known_only_from_memory_is_never_planned_from():
    for recipe in RECIPES.values():
        if recipe.protocol:
            trial = TRIALS[recipe.protocol]
            assert all(each.how is not Use.MEMORY for each in trial.provenance.sources)


def test_recipes_name_points_and_muscles_that_there_are():
    for recipe in RECIPES.values():
        for code, where in (*recipe.points, *recipe.substitutes):
            point = points.catalogue()[code]
            assert (where == "midline") is (point.laterality.value == "midline")
            assert not point.levels
            assert not point.forbidden
        for name in recipe.muscles:
            assert muscles.catalogue()[name].may_be_planned
        assert recipe.style in ("traditional", "western", "palpation")
        assert recipe.why
        assert set(recipe.sources) <= set(sources.catalogue())


def test_no_substitute_is_already_in_its_recipe():
    for recipe in RECIPES.values():
        taken = {code for code, _ in recipe.points}
        assert not taken & {code for code, _ in recipe.substitutes}


@pytest.mark.parametrize("style", ["traditional", "western"])
def test_every_condition_that_is_planned_for_has_a_recipe(style):
    for name, condition in conditions.catalogue().items():
        fitting = [
            recipe
            for recipe in RECIPES.values()
            if recipe.style == style and recipe.when.holds({"condition": name})
        ]
        assert bool(fitting) is condition.plans


def test_a_recipe_takes_its_points_from_its_trial():
    cherkin = {text.split()[0] for text in TRIALS["cherkin2009_std"].texts("points")}
    assert {code for code, _ in RECIPES["low_back"].points} == cherkin - {"ASHI"}
    art = TRIALS["art2006"]
    menu = {*art.texts("menu_local"), *art.texts("menu_distal")}
    assert {code for code, _ in RECIPES["leg_pain"].points} <= menu


def test_retention_runs_from_least_to_most():
    kept = protocols.retention()
    assert kept["articles_convention"].minutes == (10, 20)
    assert kept["trial_default"].minutes == (20, 30)
    assert kept["de_gkv"].minutes[0] >= 30
    for each in kept.values():
        assert each.minutes[0] <= each.minutes[1]
        assert set(each.sources) <= set(sources.catalogue())


def test_limits():
    assert protocols.most_needles() == 20
    assert protocols.usual_style() == "traditional"


def test_provenance_tells_the_files_apart():
    held = protocols.provenance()
    assert {"cherkin2009_std", "recipes/low_back", "retention/de_gkv"} <= set(held)
    assert len(held) == 17 + len(RECIPES) + len(protocols.retention()) + 2


@pytest.mark.parametrize(
    ("file", "old", "new", "says", "reader"),
    [
        ("recipes.toml", '"BL23 both"', '"BL23"', "names no side", protocols.recipes),
        ("recipes.toml", '"BL23 both"', '"BL23 left"', "no side", protocols.recipes),
        (
            "retention.toml",
            "minutes = [10, 20]",
            "minutes = 15",
            "least and most",
            protocols.retention,
        ),
        (
            "retention.toml",
            "minutes = [10, 20]",
            "minutes = [10]",
            "least and most",
            protocols.retention,
        ),
        (
            "retention.toml",
            "minutes = [10, 20]",
            "",
            "lacks minutes",
            protocols.retention,
        ),
    ],
)
def test_a_record_that_cannot_be_read_is_refused(file, old, new, says, reader):
    with (
        planted("protocols", file, old, new),
        pytest.raises(UnreadableRecord, match=says),
    ):
        load(reader)
