"""Rows with faults planted in them, by title and rule, and rows that are clean."""

ODI = {
    "trial": "A 2001",
    "outcome": "ODI",
    "scale_min": "0",
    "scale_max": "100",
    "n_t": "40",
    "mean_t": "21.0",
    "sd_t": "12.1",
    "n_c": "42",
    "mean_c": "26.0",
    "sd_c": "13.0",
    "direction": "lower_better",
    "value_type": "final",
}
"""A clean row: what each case below changes."""

DIFFERENCE = {"md": "-5.0", "md_lo": "-10.5", "md_hi": "0.5"}

COUNTS = {
    "trial": "B 2002",
    "outcome": "response",
    "n_t": "120",
    "events_t": "66",
    "n_c": "118",
    "events_c": "40",
    "direction": "higher_better",
    "value_type": "responder",
}

RATE = {
    "source": "C 2003",
    "event": "bleeding",
    "n_treatments": "3974",
    "denominator": "treatment",
    "events": "1",
    "rate_unit": "per 100 treatments",
}


FAULTS = [
    ("more responders than people", COUNTS | {"events_t": "121"}, "responders_over_n"),
    ("part of a responder", COUNTS | {"events_t": "60.5"}, "responders_over_n"),
    ("fewer than no people", COUNTS | {"n_c": "-118"}, "responders_over_n"),
    ("more events than treated", RATE | {"events": "4000"}, "responders_over_n"),
    ("a percentage of other counts", COUNTS | {"pct_t": "56"}, "percent_from_counts"),
    ("digits that counts refuse", COUNTS | {"pct_c": "33.8"}, "percent_from_counts"),
    ("a rate ten times too small", RATE | {"rate": "0.003"}, "rate_from_events"),
    (
        "a rate of people with a slipped point",
        {"source": "C", "event": "any", "denominator": "patient", "events": "120"}
        | {"n_patients": "1000", "rate": "1.2", "rate_unit": "per 100 patients"},
        "rate_from_events",
    ),
    (
        "a misprint beside the rate",
        RATE | {"rate": "0.025", "rate_printed": "0.003"},
        "rate_from_events",
    ),
    (
        "estimate beyond its interval",
        ODI | DIFFERENCE | {"md_lo": "-4.0"},
        "interval_without_estimate",
    ),
    (
        "interval upside down",
        ODI | DIFFERENCE | {"md_lo": "0.5", "md_hi": "-10.5"},
        "interval_without_estimate",
    ),
    (
        "a pooled estimate outside",
        {"review": "D", "estimate": "-0.50", "ci_lo": "-0.4", "ci_hi": "-0.1"},
        "interval_without_estimate",
    ),
    (
        "a lost minus",
        ODI | DIFFERENCE | {"md_lo": "-10.5", "md_hi": "5.0"},
        "interval_off_centre",
    ),
    (
        "a ratio even on the wrong scale",
        COUNTS | {"ratio": "1.50", "ratio_lo": "0.50", "ratio_hi": "2.50"},
        "interval_off_centre",
    ),
    (
        "an arm off its interval",
        {"trial": "E", "mean_t": "-4.3", "ci_t_lo": "-6.4", "ci_t_hi": "-3.3"},
        "interval_off_centre",
    ),
    (
        "a standard error of another width",
        ODI | DIFFERENCE | {"se": "1.4"},
        "interval_against_se",
    ),
    (
        "standard errors of the arms",
        {"trial": "F", "md": "9.4", "md_lo": "8.3", "md_hi": "10.5"}
        | {"se_t": "0.8", "se_c": "0.8"},
        "interval_against_se",
    ),
    (
        "an interval from the wrong spread",
        ODI | {"md": "-5.0", "md_lo": "-6.0", "md_hi": "-4.0"},
        "interval_against_sd",
    ),
    (
        "an interval far too wide",
        ODI | {"md": "-5.0", "md_lo": "-15.0", "md_hi": "5.0"},
        "interval_against_sd",
    ),
    ("a P value of other means", ODI | {"p": ".001"}, "p_against_figures"),
    (
        "a chi-square in a small table",
        COUNTS
        | {"n_t": "34", "events_t": "14", "n_c": "16", "events_c": "2"}
        | {"p": "<.05"},
        "p_against_figures",
    ),
    ("a P value of other counts", COUNTS | {"p": ".04"}, "p_against_figures"),
    (
        "P of nobody's response",
        COUNTS | {"events_t": "0", "events_c": "0", "p": ".01"},
        "p_against_figures",
    ),
    (
        "a P value of another estimate",
        {"trial": "G", "md": "-18.7", "md_lo": "-36.0", "md_hi": "-1.5", "p": ".34"},
        "p_against_figures",
    ),
    (
        "a P value of another ratio",
        {"trial": "G", "ratio": "1.37", "ratio_lo": "0.95", "ratio_hi": "1.96"}
        | {"p": "<.05"},
        "p_against_figures",
    ),
    (
        "a P value of another error",
        {"trial": "G", "md": "-2.4", "se": "0.56", "p": "ns"},
        "p_against_figures",
    ),
    (
        "a P value of another coefficient",
        {"trial": "G", "beta": "-0.48", "se": "0.12", "p": "0.04"},
        "p_against_figures",
    ),
    (
        "a P value of a crowd",
        COUNTS
        | {"n_t": "90000", "events_t": "9000", "n_c": "90000"}
        | {"events_c": "9900", "p": ".5"},
        "p_against_figures",
    ),
    (
        "a difference of other means",
        ODI | {"md": "-7.0", "md_adjusted": "no"},
        "estimate_against_means",
    ),
    (
        "adjusted beyond belief",
        ODI | {"md": "-15.0", "md_lo": "-20.5", "md_hi": "-9.5"},
        "estimate_against_means",
    ),
    ("control minus treated", ODI | {"md": "5.0", "md_adjusted": "no"}, "sign_turned"),
    (
        "turned, without any spread",
        {"trial": "H", "mean_t": "-3.1", "mean_c": "-2.1", "md": "1.0"},
        "sign_turned",
    ),
    (
        "turned, by the interval's spread",
        {"trial": "H", "mean_t": "-3.1", "mean_c": "-2.1"}
        | {"md": "1.0", "md_lo": "0.5", "md_hi": "1.5"},
        "sign_turned",
    ),
    ("signs apart", {"trial": "H", "md": "-3.0", "smd": "0.4"}, "sign_turned"),
    (
        "a difference that was there before",
        ODI | {"base_mean_t": "40.0", "base_mean_c": "46.0", "base_sd": "12.0"},
        "baseline_flips_sign",
    ),
    (
        "a difference that was there before, by the spread of one arm",
        ODI | {"base_mean_t": "40.0", "base_mean_c": "46.0", "sd_t": ""},
        "baseline_flips_sign",
    ),
    (
        "a difference that was there before, among nobody knows how many",
        ODI | {"base_mean_t": "40.0", "base_mean_c": "46.0", "n_t": ""},
        "baseline_flips_sign",
    ),
    ("no direction", ODI | {"direction": ""}, "direction_missing"),
    ("a direction in other words", ODI | {"direction": "down"}, "direction_missing"),
    ("a mean off the scale", ODI | {"mean_t": "121"}, "outside_scale"),
    ("a mean below the scale", ODI | {"mean_c": "-3"}, "outside_scale"),
    ("an SD the scale cannot give", ODI | {"sd_t": "52"}, "outside_scale"),
    ("an SD below 0", ODI | {"sd_t": "-12.1"}, "outside_scale"),
    (
        "a change over the scale",
        ODI | {"value_type": "change", "mean_t": "-121"},
        "outside_scale",
    ),
    ("a standard error in points usual for ODI", ODI | {"sd_t": "2.3"}, "sd_like_se"),
    (
        "a standard error by the start",
        ODI | {"outcome": "score", "sd_t": "1.9", "sd_c": "2.0", "base_sd": "11.8"},
        "sd_like_se",
    ),
    (
        "a standard error by the other arm",
        ODI | {"outcome": "score", "sd_c": "1.8"},
        "sd_like_se",
    ),
    (
        "means a hundred standard errors apart",
        ODI | {"outcome": "score", "mean_t": "10.0", "sd_t": "2.0", "sd_c": "2.0"},
        "impossible_t",
    ),
]


CLEAN = [
    ("the row that the faults are planted in", ODI),
    ("with its difference and interval", ODI | DIFFERENCE),
    ("with the P value of a t test", ODI | {"p": ".075"}),
    ("with an adjusted difference", ODI | {"md": "-3.4", "md_lo": "-7.4", "md_hi": "0.6"}),
    ("counts with their percentages", COUNTS | {"pct_t": "55.0", "pct_c": "34"}),
    ("counts with a P value", COUNTS | {"p": ".001"}),
    ("percentages that made the counts",
     COUNTS | {"pct_t": "57.9", "derived": "events_t events_c"}),
    ("a rate from its events", RATE | {"rate": "0.025"}),
    ("a rate without its unit", RATE | {"rate": "0.025", "rate_unit": ""}),
    ("no people at all", COUNTS | {"n_t": "0", "events_t": "0", "pct_t": "0", "p": ".5"}),
    ("a ratio that reaches 0", COUNTS | {"ratio": "0.4", "ratio_lo": "0.0", "ratio_hi": "9"}),
    ("a difference of shares",
     {"trial": "I", "rd": "3.4", "rd_lo": "-3.7", "rd_hi": "10.3", "p": ".34"}),
    ("an estimate with its error", {"trial": "I", "md": "-2.44", "se": "0.55", "p": "<.001"}),
    ("a coefficient", {"trial": "I", "beta": "0.43", "se": "0.05", "p": "<.0001"}),
    ("a P value of the whole variable",
     {"trial": "I", "beta": "0.12", "se": "0.35", "p": "0.01", "p_of": "variable"}),
    ("errors of both arms",
     {"trial": "I", "md": "9.4", "md_lo": "8.3", "md_hi": "10.5", "se_t": "0.4",
      "se_c": "0.4"}),
    ("a P value and nothing to hold it against", {"trial": "I", "p": ".02", "pct_t": "65"}),
    ("a P value of one person", ODI | {"n_t": "1", "p": ".5"}),
    ("no spread at all", ODI | {"sd_t": "0", "sd_c": "0", "value_type": "median"}),
    ("a large trial with a small effect",
     ODI | {"n_t": "90000", "n_c": "90000", "p": "<.001"}),
    ("small spread, and no scale to judge it by",
     ODI | {"sd_t": "5.0", "sd_c": "5.0", "scale_min": "", "scale_max": ""}),
    ("an adjusted mean with its SD", ODI | {"value_type": "adjusted", "sd_t": "60"}),
    ("a mean without a spread", ODI | {"sd_t": ""}),
    ("a spread without a mean", ODI | {"mean_t": ""}),
    ("one person has no spread", ODI | {"n_t": "1", "mean_t": "50", "sd_t": "0"}),
    ("arms even at the start",
     ODI | {"base_mean_t": "46.0", "base_mean_c": "46.5", "base_sd_t": "12.0"}),
    ("a start that hides the gain",
     ODI | {"base_mean_t": "49.0", "base_mean_c": "46.0", "base_sd_t": "12.0"}),
    ("a tiny difference at the start",
     ODI | {"mean_t": "25.9", "base_mean_t": "45.5", "base_mean_c": "46.0",
            "base_sd_t": "12.0"}),
    (
        "a start that differs as chance would have it",
        ODI | {"mean_t": "25.0", "base_mean_t": "44.0", "base_mean_c": "46.0"},
    ),
    ("a start without any spread",
     ODI | {"sd_t": "", "sd_c": "", "base_mean_t": "40.0", "base_mean_c": "46.0"}),
    ("means that differ, without a word on adjusting",
     {"trial": "J", "mean_t": "64.0", "mean_c": "58.3", "md": "9.9"}),
    ("a row with nothing in it", {"trial": "K"}),
    ("zero in both", {"trial": "K", "md": "0.0", "md_lo": "0.0", "md_hi": "0.0"}),
]  # fmt: skip
