"""Tells a chart in words, field by field of STRICTA."""

from collections.abc import Iterable, Mapping

from deqi.core.needling.values import AdverseEvent, Chart, Needling


def site(needled: Needling) -> str:
    """Return the name of a site: its point, level and muscle."""
    words = (needled.point, needled.level, needled.muscle)
    return " ".join(word for word in words if word)


def depth(needled: Needling) -> str:
    """Return the depth in words; empty where it was not charted."""
    return "" if needled.depth_mm is None else f"{needled.depth_mm:g} mm"


def stimulation(needled: Needling) -> str:
    """Return the stimulation in words; empty where none was charted."""
    hertz = "" if needled.frequency_hz is None else f"{needled.frequency_hz:g} Hz"
    minutes = "" if needled.minutes is None else f"{needled.minutes:g} min"
    return " ".join(word for word in (needled.stimulation, hertz, minutes) if word)


def event(happened: AdverseEvent) -> str:
    """Return an adverse event with its grade."""
    grade = "not charted" if happened.grade is None else happened.grade
    return f"{happened.kind}, grade {grade}"


def fields(chart: Chart) -> Mapping[str, str]:
    """Return what a line says of each STRICTA field that a line can fill.

    Parameters
    ----------
    chart : Chart
        As charted.

    Returns
    -------
    mapping of str to str
        By what of a line fills the field, as ``StrictaField.line`` names it; empty
        where it was not charted. Source: STRICTA2010.
    """
    sites = chart.needling
    minutes = chart.retention_minutes
    return {
        "needles": f"{chart.needles['in']} in, {chart.needles['out']} out",
        "sites": _each(f"{site(each)} {each.sides}" for each in sites),
        "depth": _each(f"{site(each)} {depth(each)}" for each in sites if depth(each)),
        "response": _each(
            f"{site(each)} {each.response}" for each in sites if each.response
        ),
        "stimulation": _each(
            f"{site(each)} {stimulation(each)}" for each in sites if each.stimulation
        ),
        "retention": "" if minutes is None else f"{minutes} minutes",
        "lots": _each(f"lot {lot}" for lot in chart.lots),
    }


def events(chart: Chart) -> str:
    """Return the adverse events in words, none included."""
    none = "none" if chart.adverse_events_charted else "not charted"
    return _each(event(each) for each in chart.adverse_events) or none


def _each(words: Iterable[str]) -> str:
    return "; ".join(words)
