"""Draws what the bands hold beside what they say, with Vega-Altair."""

import altair as alt
import vl_convert

RECORDS, LEARNT = "from records alone", "where people were learnt from"


def write(records: list, learnt: list) -> str:
    """Return an SVG: one dot for each prior and week, a line at what the band says."""
    dots = [*_dots(records, RECORDS), *_dots(learnt, LEARNT)]
    truths = list(dict.fromkeys(row["truth"] for row in records))
    y = alt.Y("truth:N", sort=truths, title=None, axis=alt.Axis(labelLimit=300))
    x = alt.X("held:Q", title="per cent of people held", scale=alt.Scale(zero=False))
    kind = {
        "color": alt.Color(
            "bands:N",
            title="bands",
            scale=alt.Scale(domain=[RECORDS, LEARNT], range=["#0072b2", "#d55e00"]),
            legend=alt.Legend(orient="top", labelLimit=300),
        ),
        "shape": alt.Shape("bands:N", scale=alt.Scale(domain=[RECORDS, LEARNT])),
    }
    base = alt.Chart().properties(width=190, height=320)
    layers = alt.layer(
        base.mark_rule(color="#555", strokeDash=[4, 3]).encode(x="mean(says):Q"),
        base.mark_point(filled=True, opacity=0.6, size=30).encode(
            x=x,
            y=y,
            yOffset=alt.YOffset("bands:N", sort=[RECORDS, LEARNT]),
            **kind,
        ),
        data=alt.Data(values=dots),
    )
    chart = layers.facet(alt.Column("band:N", title=None)).resolve_scale(
        x="independent"
    )
    return vl_convert.vegalite_to_svg(chart.to_json())


def _dots(rows: list, bands: str) -> list[dict]:
    return [
        {
            "truth": row["truth"],
            "band": f"{float(level):.0%} band",
            "bands": bands,
            "held": held,
            "says": 100 * float(level),
        }
        for row in rows
        for level, both in row["held"].items()
        for held in both
    ]
