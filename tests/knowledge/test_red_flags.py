"""The red flags as records."""

import re

import pytest

from deqi.core.rules import Outcome, Urgency
from deqi.knowledge import red_flags, sources
from deqi.knowledge.schema import UnreadableRecord
from tests.knowledge.planting import load, planted
from tests.shared import SHARED, needs_shared

FLAGS = {rule.id: rule for rule in red_flags.catalogue()}
FILE = ("red_flags", "red_flags.toml")


@needs_shared
def test_no_red_flag_of_the_drafts_is_lost():
    draft = SHARED / "knowledge" / "clinical" / "redflags.yaml"
    named = re.findall(r"^- id: (\w+)$", draft.read_text(encoding="utf-8"), re.M)
    assert len(named) == 11
    assert set(named) <= set(FLAGS)
    assert set(FLAGS) - set(named) == {"cord_compression", "known_serious_disease"}


def test_urgency_makes_the_outcome():
    follows = {
        Urgency.EMERGENCY: Outcome.EMERGENCY,
        Urgency.URGENT: Outcome.REFER,
        Urgency.SOON: Outcome.CAUTION,
        Urgency.WATCH: Outcome.CAUTION,
    }
    for rule in FLAGS.values():
        assert rule.kind == "red_flag"
        for tier in rule.tiers:
            assert tier.outcome is follows[tier.urgency]
            assert tier.action
            assert tier.destination


def test_tiers_run_from_grave_to_mild():
    order = list(Urgency)
    for rule in FLAGS.values():
        places = [order.index(tier.urgency) for tier in rule.tiers]
        assert places == sorted(places)


def test_who_is_sent_on_is_not_needled():
    for rule in FLAGS.values():
        for tier in rule.tiers:
            if tier.outcome is Outcome.REFER:
                assert tier.action.startswith("Do not needle")


def test_every_flag_is_sourced_and_none_is_reviewed():
    provenance = red_flags.provenance()
    assert set(provenance) == set(FLAGS)
    for name, origin in provenance.items():
        assert set(origin.source_ids) <= set(sources.catalogue())
        assert FLAGS[name].sources == origin.source_ids
        assert not origin.is_reviewed


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('urgency = "emergency"', 'urgency = "at once"', "at once"),
        ('when = "both_legs_pain_new"', 'when = "both legs"', "both legs"),
        ('when = "both_legs_pain_new"', "", "when"),
        ('scope = "region"', 'select = "bleeding"', "no selection bleeding"),
        ('codes = ["leg_left", "leg_right"]', 'codes = "leg_left"', "no list"),
        ('title = "Signs of pressure on the cauda equina"', "", "title"),
    ],
)
def test_a_flag_that_cannot_be_read_is_refused(old, new, says):
    with planted(*FILE, old, new), pytest.raises(UnreadableRecord, match=says):
        load(red_flags.catalogue)
