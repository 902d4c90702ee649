"""The table of opioids: whole, marked, and refused where a factor cannot be read."""

import csv

import pytest

from deqi.core.medicines import Edition
from deqi.knowledge import medicines, sources
from deqi.knowledge.schema import UnreadableRecord
from tests.shared import SHARED, needs_shared

DRAFTS = SHARED / "knowledge" / "clinical" / "mme.csv"


@needs_shared
def test_every_opioid_of_the_drafts_is_there_with_its_factors():
    drafts = list(csv.DictReader(DRAFTS.read_text(encoding="utf-8").splitlines()))
    assert len(drafts) == len(medicines.conversions()) == 11
    for row in drafts:
        found = medicines.conversions()[row["opioid"]]
        assert found.rxnorm == row["rxnorm_ingredient"]
        new = [str(factor.value) for factor in found.factors[Edition.CDC2022]]
        assert new == [row["factor_cdc2022"]] * bool(row["factor_cdc2022"])
        old = [f"{factor.value:g}" for factor in found.factors[Edition.CDC2016]]
        assert "/".join(old) == row["factor_cdc2016"].split(" ")[0]


def test_table_rests_on_known_sources_and_nobody_has_signed_it():
    (record,) = medicines.provenance().values()
    assert set(record.source_ids) <= set(sources.catalogue())
    assert not record.is_reviewed


def test_last_factor_of_every_opioid_has_no_end():
    for conversion in medicines.conversions().values():
        for factors in conversion.factors.values():
            assert [factor.up_to is None for factor in factors[-1:]] in ([True], [])


@pytest.mark.parametrize("text", ["x", "4 up 20", "-1", "4 to"])
def test_factor_that_cannot_be_read_is_refused(text):
    row = {
        "opioid": "x",
        "unit": "mg/day",
        "rxnorm_ingredient": "1",
        "factor_2022": text,
        "factors_2016": "",
    }
    with pytest.raises(UnreadableRecord, match="is no factor"):
        medicines.read(row)
