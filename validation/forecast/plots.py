"""Draws what the bands hold beside what they say, with Vega-Altair."""

import altair as alt
import vl_convert


def write(rows: list) -> str:
    """Return an SVG: one dot for each prior and week, a line at what the band says."""
    dots = [
        {
            "truth": row["truth"],
            "band": f"{float(level):.0%} band",
            "held": held,
            "says": 100 * float(level),
        }
        for row in rows
        for level, both in row["held"].items()
        for held in both
    ]
    truths = list(dict.fromkeys(row["truth"] for row in rows))
    y = alt.Y("truth:N", sort=truths, title=None, axis=alt.Axis(labelLimit=300))
    x = alt.X("held:Q", title="per cent of people held", scale=alt.Scale(zero=False))
    base = alt.Chart().properties(width=190, height=220)
    layers = alt.layer(
        base.mark_rule(color="#555", strokeDash=[4, 3]).encode(x="mean(says):Q"),
        base.mark_point(filled=True, opacity=0.6, size=36, color="#0072b2").encode(
            x=x, y=y
        ),
        data=alt.Data(values=dots),
    )
    chart = layers.facet(alt.Column("band:N", title=None)).resolve_scale(
        x="independent"
    )
    return vl_convert.vegalite_to_svg(chart.to_json())
