"""The points, muscles, regions and charting words as their records give them."""

import csv
from dataclasses import replace

import pytest

from deqi.core.points import ASHI, Hazard, Laterality, Pregnancy, Sides
from deqi.core.regions import BodyMap
from deqi.knowledge import charting, loader, muscles, points, regions, sources
from deqi.knowledge.schema import Record, UnreadableRecord
from tests.shared import SHARED, needs_shared

CATALOGUE = points.catalogue()
PROVENANCE = {
    f"{room.__name__}:{key}": origin
    for room in (points, muscles, regions, charting)
    for key, origin in room.provenance().items()
}


def test_counts():
    assert len(CATALOGUE) == 162
    assert len(points.measures()) == 25
    assert len(muscles.catalogue()) == 11
    assert len(points.site_hazards()) == 9
    assert len(charting.stricta()) == 16
    assert len(charting.event_kinds()) == 22
    assert sum(channel.last for channel in points.channels().values()) == 361


@needs_shared
def test_no_row_and_no_figure_of_the_drafts_is_lost():
    draft = SHARED / "knowledge" / "clinical" / "points.csv"
    with draft.open(encoding="utf-8") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    assert list(rows) == list(CATALOGUE)
    for code, row in rows.items():
        point = CATALOGUE[code]
        said = row["hard_limit_mm"] or row["depth_mm_max_derived"]
        assert point.cap_mm == (float(said) if said else None), code
        assert point.caution == row["caution"]
        assert point.pregnancy_text == row["pregnancy"]
        assert point.chinese == row["chinese_trad"]
        assert point.laterality == row["laterality"]


@pytest.mark.parametrize("key", PROVENANCE)
def test_every_record_is_unreviewed_and_names_listed_sources(key):
    origin = PROVENANCE[key]
    assert not origin.is_reviewed
    assert set(origin.source_ids) <= set(sources.catalogue())


def test_extra_points_keep_their_mark_of_memory():
    extra = [code for code in CATALOGUE if code.startswith("EX-")]
    assert len(extra) == 10
    for code in extra:
        origin = points.provenance()[code]
        assert origin.certainty == "memory"
        assert origin.sources[0].how == "memory_unverified"


def test_every_point_has_a_row_of_its_own_in_the_provenance():
    for code, point in CATALOGUE.items():
        assert point.sources == points.provenance()[code].source_ids


def test_all_regions_stand_on_the_body_map():
    body = regions.body_map()
    sited = [*CATALOGUE.values(), *muscles.catalogue().values()]
    for site in [*sited, *points.levels().values()]:
        assert site.regions.all()
        assert set(site.regions.all()) <= set(body.regions)
    assert isinstance(body, BodyMap)


@pytest.mark.parametrize(
    ("code", "sides", "region"),
    [
        ("BL23", Sides.LEFT, ("low_back_left",)),
        ("BL23", Sides.RIGHT, ("low_back_right",)),
        ("BL23", Sides.MIDLINE, ()),
        ("GV3", Sides.MIDLINE, ("low_back_centre",)),
        ("GV3", Sides.LEFT, ()),
        ("BL32", Sides.LEFT, ("sacrum",)),
        ("BL17", Sides.LEFT, ("mid_back_left",)),
        ("BL16", Sides.LEFT, ("upper_back_left",)),
        ("GV20", Sides.MIDLINE, ("scalp",)),
        ("KI3", Sides.BOTH, ("ankle_left", "ankle_right")),
        (ASHI, Sides.MIDLINE, ("body",)),
    ],
)
def test_regions_of_points(code, sides, region):
    assert CATALOGUE[code].regions.on(sides) == region


def test_laterality_agrees_with_the_channel():
    for code, point in CATALOGUE.items():
        if point.channel != "EX":
            assert point.channel == code[:2]
            assert point.laterality is points.channels()[point.channel].laterality


def test_levels_agree_with_the_words_of_the_place():
    levels = points.levels()
    assert next(iter(levels)) == "C1"
    assert list(levels)[-1] == "S5"
    for point in CATALOGUE.values():
        if point.level and point.level[0] in "CTL":
            assert point.level in point.location, point.code
    paired = [point.level for point in CATALOGUE.values() if point.code[:2] == "BL"]
    assert paired.count("L4") == 1
    assert paired.count("L2") == 2
    assert CATALOGUE["EX-B2"].levels[0] == "C1"
    assert CATALOGUE["EX-B2"].levels[-1] == "L5"
    assert CATALOGUE[ASHI].levels == tuple(levels)
    assert all(not p.levels for c, p in CATALOGUE.items() if c not in ("EX-B2", ASHI))


def test_from_the_neck_to_the_last_rib_no_level_is_deeper_than_its_record_says():
    levels = points.levels()
    over_the_lung = list(levels)[: list(levels).index("L1")]
    assert [levels[code].cap_mm for code in over_the_lung] == [12] * 19
    assert levels["L1"].cap_mm is None


DRAFT_LIST = (
    "LI4 SP6 BL60 BL67 BL31 BL32 BL33 BL34 GB21 LR3 BL27 BL28 BL29 BL30 BL35 GV2"
)


def test_pregnancy_avoids_all_that_is_more_than_caution():
    for code, point in CATALOGUE.items():
        said = point.pregnancy_text.removeprefix("traditional ")
        if code in DRAFT_LIST.split():
            expected = Pregnancy.AVOID
        elif not said:
            expected = Pregnancy.NONE
        else:
            mere = said.startswith("caution")
            expected = Pregnancy.CAUTION if mere else Pregnancy.AVOID
        assert point.pregnancy is expected, code


@pytest.mark.parametrize(
    ("word", "hazard"),
    [
        ("pneumothorax", Hazard.PLEURA),
        ("pleura", Hazard.PLEURA),
        ("peritoneum", Hazard.PERITONEUM),
        ("kidney", Hazard.KIDNEY),
        ("spinal", Hazard.SPINAL_CANAL),
        ("sacral canal", Hazard.SPINAL_CANAL),
        ("nerve", Hazard.NERVE),
        ("arter", Hazard.VESSEL),
        ("vessel", Hazard.VESSEL),
        ("joint", Hazard.JOINT),
        ("organs", Hazard.ORGAN),
        ("bowel", Hazard.ORGAN),
        ("rectum", Hazard.ORGAN),
        (" eye", Hazard.EYE),
        ("medulla", Hazard.BRAINSTEM),
        ("fontanelle", Hazard.FONTANELLE),
    ],
)
def test_hazards_say_what_the_cautions_say(word, hazard):
    sites = [*CATALOGUE.values(), *muscles.catalogue().values()]
    named = [site for site in sites if word in site.caution]
    assert named
    assert all(hazard in site.hazards for site in named)


def test_every_point_and_muscle_inherits_the_hazards_of_its_site():
    for site in points.site_hazards().values():
        for code in site.points:
            assert code in CATALOGUE or code[:2] in points.channels()
            if code in CATALOGUE:
                assert set(site.hazards) <= set(CATALOGUE[code].hazards)
        for name in site.muscles:
            assert set(site.hazards) <= set(muscles.catalogue()[name].hazards)
    assert {"ST12", "ST18", "KI27", "EX-B1"} <= set(
        points.site_hazards()["thorax"].points
    )


def test_hazards_are_known_also_where_the_catalogue_has_no_row():
    found = points.hazards()
    assert found["LU1"] == found["KI27"] == (Hazard.PLEURA,)
    assert found["GV15"] == (Hazard.SPINAL_CANAL,)
    assert "LU7" not in found
    for code, point in CATALOGUE.items():
        assert found.get(code, ()) == point.hazards


def test_the_navel_and_the_nipple_are_never_needled():
    assert points.forbidden() == {"CV8", "ST17"}
    assert [code for code, p in CATALOGUE.items() if p.forbidden] == ["CV8"]
    assert CATALOGUE["CV8"].cap_mm == 0


def test_points_for_trained_hands():
    trained = [code for code, point in CATALOGUE.items() if point.needs_training]
    assert trained == ["BL11", "GB21"]


def test_muscles_carry_no_depth():
    for muscle in muscles.catalogue().values():
        assert muscle.depth_mm is None
        assert muscle.regions == replace(muscle.regions, centre=())


def test_measures_keep_landmarks_apart():
    lengths = [measure.cun for measure in points.measures()]
    assert lengths.count(None) == 5
    assert points.measures()[0].cun == 12


def test_channels_on_the_midline():
    found = points.channels().values()
    midline = [each.code for each in found if each.laterality is Laterality.MIDLINE]
    assert midline == ["GV", "CV"]


def test_words_after_ae_mean_kinds_of_the_taxonomy():
    words = charting.words()
    assert words.events["bruise"] == "bruise_haematoma"
    assert words.events["faint"] == "dizziness_faint"
    assert set(words.events.values()) == set(charting.event_kinds())
    assert words.left_behind in charting.event_kinds()
    assert {words.grades[word] for word in ("mild", "moderate", "severe")} == {1, 2, 3}
    assert set(words.grades.values()) == {1, 2, 3, 4, 5}
    assert all(code in CATALOGUE for code in words.aliases.values())


def test_charting_knows_everything_a_line_may_name():
    known = charting.vocabulary()
    assert known.points is CATALOGUE
    assert known.forbidden == points.forbidden()
    assert known.words is charting.words()


def test_refuses_a_code_that_stands_twice():
    row = loader.rows("points", "points.csv")[0]
    with pytest.raises(UnreadableRecord, match="points:BL11 stands twice"):
        points.read_points([row, row])


def test_a_site_hazard_lowers_the_cap_of_its_points():
    row = next(
        row for row in loader.rows("points", "points.csv") if row["code"] == "GB21"
    )
    deeper = points.read_points([{**row, "hard_limit_mm": "15"}])
    assert deeper["GB21"].cap_mm == 10


@pytest.mark.parametrize("cap", ["12", True, None])
def test_refuses_a_cap_that_is_no_number(cap):
    record = loader.records("points", "site_hazards.toml")["shoulder_well"]
    wrong = Record(record.provenance, {**record.fields, "cap_mm": cap})
    with pytest.raises(UnreadableRecord, match="cap_mm is no number"):
        points.read_site_hazard(wrong)


@pytest.mark.parametrize(
    ("name", "field", "value", "says"),
    [
        ("aliases", "aliases", ["JIAJI"], "no table of texts"),
        ("aliases", "aliases", {"JIAJI": 2}, "no table of texts"),
        ("retention", "most_minutes", 20.5, "no whole number"),
        ("retention", "most_minutes", True, "no whole number"),
        ("needle_count", "left_behind", 3, "no text"),
    ],
)
def test_refuses_charting_words_of_the_wrong_kind(name, field, value, says):
    defaults = loader.records("charting", "defaults.toml")
    grades = loader.records("charting", "grades.toml")
    record = defaults[name]
    wrong = Record(record.provenance, {**record.fields, field: value})
    with pytest.raises(UnreadableRecord, match=says):
        charting.read_words({**defaults, name: wrong}, grades, charting.event_kinds())


def test_refuses_a_word_that_means_two_things():
    kinds = charting.event_kinds()
    twice = replace(kinds["other"], words=("bruise",))
    with pytest.raises(UnreadableRecord, match="bruise means two things"):
        charting.read_words(
            loader.records("charting", "defaults.toml"),
            loader.records("charting", "grades.toml"),
            {**kinds, "other": twice},
        )
