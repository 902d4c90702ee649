"""Every room of records by name, and everything that reads records into values."""

from collections.abc import Callable, Mapping

from deqi.knowledge import (
    advice,
    charting,
    conditions,
    courses,
    coverage,
    facts,
    instruments,
    muscles,
    patterns,
    points,
    precautions,
    protocols,
    red_flags,
    regions,
    sources,
)
from deqi.knowledge.schema import Provenance

ROOMS: Mapping[str, Callable[[], Mapping[str, Provenance]]] = {
    "advice": advice.provenance,
    "charting": charting.provenance,
    "conditions": conditions.provenance,
    "courses": courses.provenance,
    "coverage": coverage.provenance,
    "facts": facts.provenance,
    "instruments": instruments.provenance,
    "muscles": muscles.provenance,
    "patterns": patterns.provenance,
    "points": points.provenance,
    "precautions": precautions.provenance,
    "protocols": protocols.provenance,
    "red_flags": red_flags.provenance,
    "regions": regions.provenance,
}
"""Where the records of each room come from; ``sources`` holds what they rest on."""

LOADERS: tuple[Callable[[], object], ...] = (
    advice.catalogue,
    advice.measures,
    charting.event_kinds,
    charting.stricta,
    charting.vocabulary,
    charting.words,
    conditions.catalogue,
    conditions.not_planned_rule,
    conditions.stages,
    courses.catalogue,
    coverage.catalogue,
    facts.catalogue,
    instruments.battery,
    instruments.catalogue,
    instruments.forms,
    muscles.catalogue,
    patterns.catalogue,
    patterns.label,
    points.catalogue,
    points.channels,
    points.forbidden,
    points.levels,
    points.measures,
    points.site_hazards,
    precautions.catalogue,
    protocols.most_needles,
    protocols.recipes,
    protocols.retention,
    protocols.usual_style,
    red_flags.catalogue,
    regions.body_map,
    sources.aliases,
    sources.catalogue,
)
"""Each makes values of records, and refuses those it cannot read."""
