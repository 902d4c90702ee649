"""The charting line: what it accepts, what it refuses and where, how deep is too deep."""

from deqi.core import needling
from deqi.core.findings import Restriction
from deqi.core.needling import Chart, Doubt, Refusal, Rule
from deqi.core.points import Sides, site_cap
from deqi.core.rules import Scope
from deqi.knowledge import charting, points
from tests.spec.tables import Page, Table

PAGE = Page(
    "charting",
    "The charting line",
    """One line charts one session. Every case below is run against the code; places are
    counted in characters from 0.""",
)
COUNTED = "; ret 20; in 2 out 2; ae none"

ACCEPTED = Table(
    title="Lines that are charted",
    prose="""Letters of either size mean the same, attributes may stand in any order, a
    line end does for a semicolon, and semicolons too many do no harm. Beside each line stands how it is written out.""",
    columns={"line": "Line", "written": "Written out"},
    rows=[
        (
            "BL23 b 25mm deqi; GV3 15; BL40 b 20; ashi L4 R 30 twitch x3;"
            " GB30 L 50 ea 2Hz 15min; ret 20; in 9 out 9; lot A123; ae bruise mild",
            "BL23 b 25mm deqi; GV3 15mm; BL40 b 20mm; ashi L4 r 30mm twitch x3;"
            " GB30 l 50mm ea 2Hz 15min; ret 20; in 9 out 9; lot A123;"
            " ae bruise_haematoma 1",
        ),
        (
            "bl23 DEQI 25 B; RET 20; IN 2 OUT 2; AE NONE",
            "BL23 b 25mm deqi; ret 20; in 2 out 2; ae none",
        ),
        (
            "BL23 b 12,5 mm man 10 min; ret 20 min; in 2 out 2; ae none",
            "BL23 b 12.5mm man 10min; ret 20; in 2 out 2; ae none",
        ),
        (
            "jiaji t8 l 10;EX-B2 L4 r 25 none;; ret 0 in 2 out 2 ae none;",
            "EX-B2 T8 l 10mm; EX-B2 L4 r 25mm none; ret 0; in 2 out 2; ae none",
        ),
        (
            "ashi L4 25 x2; ret 20; in 2 out 2; ae none",
            "ashi L4 25mm x2; ret 20; in 2 out 2; ae none",
        ),
        (
            "ashi gluteus_medius R 40 twitch x2; ret 10; in 2 out 2; ae none",
            "ashi gluteus_medius r 40mm twitch x2; ret 10; in 2 out 2; ae none",
        ),
        (
            "multifidus b moxa; ret 10; in 2 out 2; ae none",
            "multifidus b moxa; ret 10; in 2 out 2; ae none",
        ),
        (
            "ashi L4 multifidus r 30 x2; ret 10; in 2 out 2; ae none",
            "ashi L4 multifidus r 30mm x2; ret 10; in 2 out 2; ae none",
        ),
        (
            "LU7 b 10; ret 20; in 2 out 2; ae none",
            "LU7 b 10mm; ret 20; in 2 out 2; ae none",
        ),
        (
            'BL23 b 40 why "thick back; MRI seen"; ret 20; in 2 out 2; ae none',
            'BL23 b 40mm why "thick back; MRI seen"; ret 20; in 2 out 2; ae none',
        ),
        (
            'KI3 b 10 ×2; ret 20; in 4 out 4; lot A-1; lot "B 2"; ae faint 2; ae pain',  # noqa: RUF001  phones write this sign
            'KI3 b 10mm x2; ret 20; in 4 out 4; lot A-1; lot "B 2";'
            " ae dizziness_faint 2; ae needle_pain",
        ),
        (
            "BL60 b 10; ret 20; in 2 out 1 ae forgotten_needle moderate",
            "BL60 b 10mm; ret 20; in 2 out 1; ae forgotten_needle 2",
        ),
    ],
)

PLANTED = Table(
    title="Ten errors, each at its place",
    columns={"line": "Line", "rule": "Rule", "at": "Place", "marked": "Words there"},
    rows=[
        (f"BL99 b 25{COUNTED}", Rule.UNKNOWN_POINT, (0, 4), "BL99"),
        (f"BL23 b 45mm{COUNTED}", Rule.DEPTH_OVER_CAP, (7, 11), "45mm"),
        (f"BL23 b 20 deepish{COUNTED}", Rule.UNKNOWN_WORD, (10, 17), "deepish"),
        (f"KI3 10; BL23 b 20{COUNTED}", Rule.SIDE_MISSING, (0, 3), "KI3"),
        (f"GV3 r 15; KI3 b 9{COUNTED}", Rule.MIDLINE_WITH_SIDE, (4, 5), "r"),
        (f"ashi b 20{COUNTED}", Rule.LEVEL_MISSING, (0, 4), "ashi"),
        (f"BL23 b 20 x0{COUNTED}", Rule.COUNT_ZERO, (10, 12), "x0"),
        ("BL23 b 20; ret 20; in 9 out 9; ae none", Rule.NEEDLE_COUNT, (19, 23), "in 9"),
        ("CV8 5 x2; ret 20; in 2 out 2; ae none", Rule.FORBIDDEN_POINT, (0, 3), "CV8"),
        (
            "BL23 b 20; ret 20; in 2 out 2; ae hiccup",
            Rule.UNKNOWN_ADVERSE_EVENT,
            (34, 40),
            "hiccup",
        ),
    ],
)

REFUSED = Table(
    title="Every other way to be refused",
    columns={"line": "Line", "rule": "Rule", "at": "Place", "marked": "Words there"},
    rows=[
        ("", Rule.EMPTY_LINE, (0, 0), ""),
        ("; ;", Rule.EMPTY_LINE, (0, 3), "; ;"),
        ("in 0 out 0 ret 20 ae none", Rule.NOTHING_NEEDLED, (25, 25), ""),
        ("BL23 b 20; ret 20; ae none", Rule.NEEDLES_MISSING, (26, 26), ""),
        ("BL23 b 20; in 2; ret 20; ae none", Rule.NEEDLES_MISSING, (32, 32), ""),
        ('BL23 b 20; in 2 out 2; lot "A', Rule.QUOTE_OPEN, (27, 29), '"A'),
        ("BL23 b 20 in 2 out 2", Rule.SEPARATOR_MISSING, (10, 12), "in"),
        ("in 3 out 3 GV3 15; KI3 b", Rule.SEPARATOR_MISSING, (11, 14), "GV3"),
        (f"BL023 b 20{COUNTED}", Rule.UNKNOWN_POINT, (0, 5), "BL023"),
        (f"BL0 b 20{COUNTED}", Rule.UNKNOWN_POINT, (0, 3), "BL0"),
        (f"XX5 b 20{COUNTED}", Rule.UNKNOWN_POINT, (0, 3), "XX5"),
        (f"腎俞 b 20{COUNTED}", Rule.UNKNOWN_POINT, (0, 2), "腎俞"),
        (f'"BL23" b 20{COUNTED}', Rule.UNKNOWN_POINT, (0, 6), '"BL23"'),
        (f"ST17 b 5{COUNTED}", Rule.FORBIDDEN_POINT, (0, 4), "ST17"),
        (f'CV8 5 x2 why "asked"{COUNTED}', Rule.FORBIDDEN_POINT, (0, 3), "CV8"),
        (f"ashi gluteus_medius x2{COUNTED}", Rule.SIDE_MISSING, (0, 4), "ashi"),
        (f"jiaji b 20{COUNTED}", Rule.LEVEL_MISSING, (0, 5), "jiaji"),
        (f"ashi L6 b 20{COUNTED}", Rule.LEVEL_UNKNOWN, (5, 7), "L6"),
        (f"BL23 L2 b 20{COUNTED}", Rule.LEVEL_NOT_TAKEN, (5, 7), "L2"),
        (f"LU7 L2 b 20{COUNTED}", Rule.LEVEL_NOT_TAKEN, (4, 6), "L2"),
        (f"multifidus L2 b{COUNTED}", Rule.LEVEL_NOT_TAKEN, (11, 13), "L2"),
        (f"EX-B2 S1 b 20{COUNTED}", Rule.LEVEL_NOT_TAKEN, (6, 8), "S1"),
        (f"BL23 multifidus b{COUNTED}", Rule.MUSCLE_NOT_TAKEN, (5, 15), "multifidus"),
        (
            f"piriformis piriformis b{COUNTED}",
            Rule.MUSCLE_NOT_TAKEN,
            (11, 21),
            "piriformis",
        ),
        (f"BL23 b -5{COUNTED}", Rule.DEPTH_NOT_A_NUMBER, (7, 9), "-5"),
        (f"BL23 b 2cun{COUNTED}", Rule.DEPTH_NOT_A_NUMBER, (7, 11), "2cun"),
        (f"BL23 b 99999{COUNTED}", Rule.DEPTH_NOT_A_NUMBER, (7, 12), "99999"),
        (f"BL23 b 0mm{COUNTED}", Rule.DEPTH_ZERO, (7, 10), "0mm"),
        (f"BL23 b 0.0 mm{COUNTED}", Rule.DEPTH_ZERO, (7, 13), "0.0 mm"),
        (f"BL23 b x100{COUNTED}", Rule.COUNT_NOT_A_NUMBER, (7, 11), "x100"),
        (f"BL23 b ea 0Hz{COUNTED}", Rule.FREQUENCY_ZERO, (10, 13), "0Hz"),
        (f"BL23 b ea 2/100Hz{COUNTED}", Rule.VALUE_NOT_A_NUMBER, (10, 17), "2/100Hz"),
        (f"BL23 b man 2Hz{COUNTED}", Rule.FREQUENCY_WITHOUT_EA, (11, 14), "2Hz"),
        (f"BL23 b ea 0min{COUNTED}", Rule.MINUTES_ZERO, (10, 14), "0min"),
        (f"BL23 b ea 1:30min{COUNTED}", Rule.VALUE_NOT_A_NUMBER, (10, 17), "1:30min"),
        (f"BL23 b 15min{COUNTED}", Rule.MINUTES_WITHOUT_STIMULATION, (7, 12), "15min"),
        (f"BL23 b 20 25{COUNTED}", Rule.TWICE, (10, 12), "25"),
        (f"BL23 b l{COUNTED}", Rule.TWICE, (7, 8), "l"),
        ("KI3 b; in 2 in 2 out 2", Rule.TWICE, (12, 16), "in 2"),
        (f'BL23 b "20"{COUNTED}', Rule.UNKNOWN_WORD, (7, 11), '"20"'),
        ("KI3 b; in 2 out 2 3", Rule.UNKNOWN_WORD, (18, 19), "3"),
        ("KI3 b; in 2 out 2; ae pain huge", Rule.UNKNOWN_WORD, (27, 31), "huge"),
        ("KI3 b; in 2 out 2; ae none mild", Rule.UNKNOWN_WORD, (27, 31), "mild"),
        (f"BL23 b 45 why{COUNTED}", Rule.OVERRULE_WITHOUT_REASON, (10, 13), "why"),
        (f'BL23 b why " "{COUNTED}', Rule.OVERRULE_WITHOUT_REASON, (7, 10), "why"),
        (f"BL23 b why thick{COUNTED}", Rule.OVERRULE_WITHOUT_REASON, (7, 10), "why"),
        ("KI3 b; in out 2", Rule.VALUE_MISSING, (7, 9), "in"),
        ('KI3 b; in 2 out 2 lot ""', Rule.VALUE_MISSING, (18, 24), 'lot ""'),
        ("KI3 b; in two out 2", Rule.VALUE_NOT_A_NUMBER, (10, 13), "two"),
        ("KI3 b; ret 20.5; in 2 out 2", Rule.VALUE_NOT_A_NUMBER, (11, 15), "20.5"),
        ("KI3 b; in 2 out 2; ret 121", Rule.RETENTION_RANGE, (23, 26), "121"),
        (
            "KI3 b; in 2 out 2; ae none ae pain",
            Rule.ADVERSE_EVENT_AND_NONE,
            (19, 26),
            "ae none",
        ),
        ("KI3 b; in 2 out 1", Rule.NEEDLE_COUNT, (12, 17), "out 1"),
        ("KI3 b; in 2 out 1; ae stuck", Rule.NEEDLE_COUNT, (12, 17), "out 1"),
        ("KI3 b; in 2 out 3 ae forgotten_needle", Rule.NEEDLE_COUNT, (12, 17), "out 3"),
        ("KI3 b; in 1 out 1", Rule.NEEDLE_COUNT, (7, 11), "in 1"),
    ],
)

RESTRICTED_HERE = (
    Restriction(Scope.POINT, "BL23", "over the kidney", "bleeding", (), ()),
    Restriction(Scope.POINT, "GV5", "over the canal", "bleeding", (), ()),
    Restriction(Scope.MUSCLE, "piriformis", "a high risk", "bleeding", (), ()),
    Restriction(Scope.REGION, "leg_left", "lymphoedema", "lymphoedema", (), ()),
    Restriction(Scope.TECHNIQUE, "electro", "a pacemaker", "device", (), ()),
    Restriction(Scope.TECHNIQUE, "strong_manual", "bleeding", "bleeding", (), ()),
    Restriction(Scope.DEPTH, "lower_end", "stay shallow", "bleeding", (), ()),
)

RESTRICTED = Table(
    title="What screening took away",
    prose="""The person of these cases may not be needled at BL23 and GV5, in the piriformis,
    in the left leg, with electrical stimulation, or deeper than the shallow end of the usual
    depth. A tender point shares the restrictions of the points of its level. A written
    reason keeps what is restricted, and shows.""",
    columns={"line": "Line", "verdict": "Verdict", "marked": "Words there"},
    rows=[
        ("BL25 b 12", "kept", ""),
        ("BL23 b 12", Rule.RESTRICTED, "BL23"),
        ("BL25 b 13", Rule.RESTRICTED, "13"),
        ("BL25 b 12 ea", Rule.RESTRICTED, "ea"),
        ("BL25 b 12 moxa", "kept", ""),
        ("BL25 b 12 man", Doubt.GENTLE_ONLY, "man"),
        ("KI3 b 8", Rule.RESTRICTED, "KI3"),
        ("KI3 l 8 x2", Rule.RESTRICTED, "KI3"),
        ("KI3 r 8 x2", "kept", ""),
        ("ashi L2 b 5", Rule.RESTRICTED, "ashi"),
        ("ashi L1 r 5 x2", Rule.RESTRICTED, "ashi"),
        ("ashi L4 b", "kept", ""),
        ("ashi L4 b 12", "kept", ""),
        ("ashi L4 b 13", Rule.RESTRICTED, "13"),
        ("ashi T8 b 5", Doubt.DEPTH_UNCHECKED, "5"),
        ("ashi hamstrings r 5 x2", Doubt.DEPTH_UNCHECKED, "5"),
        ("hamstrings r 5 x2", Doubt.DEPTH_UNCHECKED, "5"),
        ("jiaji L2 b 8", Rule.RESTRICTED, "jiaji"),
        ("jiaji L3 b 12", "kept", ""),
        ("piriformis b", Rule.RESTRICTED, "piriformis"),
        ("ashi piriformis b", Rule.RESTRICTED, "ashi"),
        ("hamstrings l x2", Rule.RESTRICTED, "hamstrings"),
        ("ashi hamstrings r x2", Doubt.CAP_UNKNOWN, "ashi"),
        ("LU7 b", Rule.RESTRICTED, "LU7"),
        ('BL23 b 12 why "asked, told, agreed"', "overruled", ""),
        ('BL25 b 13 ea why "asked, told, agreed"', "overruled", ""),
    ],
)

DOUBTED = Table(
    title="What is charted with a warning",
    columns={"line": "Line", "doubt": "Warning", "marked": "Words there"},
    rows=[
        ("LU7 b 10; ret 20; in 2 out 2; ae none", Doubt.CAP_UNKNOWN, "10"),
        ("multifidus b; ret 20; in 2 out 2; ae none", Doubt.CAP_UNKNOWN, "multifidus"),
        ("ashi S5 b 9; ret 20; in 2 out 2; ae none", Doubt.CAP_UNKNOWN, "9"),
        ("BL23 b; ret 20; in 2 out 2; ae none", Doubt.DEPTH_MISSING, "BL23"),
        ("BL23 b 9; in 2 out 2; ae none", Doubt.RETENTION_MISSING, ""),
        ("BL23 b 9; ret 20; in 2 out 2", Doubt.ADVERSE_EVENTS_MISSING, ""),
        ("BL23 b 9; ret 20; in 2 out 2; ae pain", Doubt.GRADE_MISSING, "ae pain"),
        (
            "BL23 b 9; BL23 l 9; ret 20; in 3 out 3; ae none",
            Doubt.POINT_TWICE,
            "BL23 l 9",
        ),
        ("BL23 r 9; BL23 l 9; ret 20; in 2 out 2; ae none", "nothing", ""),
        (
            'BL23 b 9 why "asked"; ret 20; in 2 out 2; ae none',
            Doubt.OVERRULE_NOT_NEEDED,
            'why "asked"',
        ),
    ],
)

CAPS = Table(
    title="How deep, at a level",
    prose="""Jiaji: the smallest of its own cap and those of the bladder and governor
    points of the level. A tender point with a side lies beside the midline, so bladder
    points alone bear on it. From C1 to T12 never more than 12 mm.""",
    columns={"code": "Point", "level": "Level", "sides": "Side", "cap_mm": "Cap (mm)"},
    rows=[
        ("EX-B2", "L4", Sides.BOTH, 25),
        ("ASHI", "L4", Sides.RIGHT, 30),
        ("ASHI", "L4", Sides.MIDLINE, 25),
        ("ASHI", "L2", Sides.LEFT, 20),
        ("EX-B2", "L2", Sides.LEFT, 20),
        ("EX-B2", "L1", Sides.LEFT, 12),
        ("EX-B2", "L3", Sides.LEFT, 30),
        ("EX-B2", "T12", Sides.LEFT, 12),
        ("EX-B2", "T8", Sides.LEFT, 12),
        ("ASHI", "T1", Sides.MIDLINE, 12),
        ("ASHI", "C7", Sides.RIGHT, 12),
        ("ASHI", "C2", Sides.RIGHT, 12),
        ("ASHI", "S1", Sides.RIGHT, 30),
        ("ASHI", "S4", Sides.MIDLINE, 15),
        ("ASHI", "S5", Sides.MIDLINE, None),
    ],
)


@ACCEPTED.cases
def test_accepts(line, written):
    chart = needling.read(line, charting.vocabulary())
    assert isinstance(chart, Chart)
    assert needling.write(chart) == written


@PLANTED.cases
def test_refuses_the_planted_error_alone(line, rule, at, marked):
    refusal = needling.read(line, charting.vocabulary())
    assert isinstance(refusal, Refusal)
    assert [(error.code, error.at) for error in refusal.errors] == [(rule, at)]
    assert line[slice(*at)] == marked


@REFUSED.cases
def test_refuses(line, rule, at, marked):
    refusal = needling.read(line, charting.vocabulary())
    assert isinstance(refusal, Refusal)
    assert (rule, at) in [(error.code, error.at) for error in refusal.errors]
    assert line[slice(*at)] == marked


@RESTRICTED.cases
def test_keeps_to_the_restrictions(line, verdict, marked):
    full = f"{line}; ret 20; in 2 out 2; ae none"
    read = needling.read(full, charting.vocabulary(), restrictions=RESTRICTED_HERE)
    found = read.errors if isinstance(read, Refusal) else read.warnings
    if verdict in ("kept", "overruled"):
        assert isinstance(read, Chart)
        assert {each.code for each in found} <= {Doubt.CAP_UNKNOWN, Doubt.DEPTH_MISSING}
        assert bool(read.needling[0].overruled) == (verdict == "overruled")
    else:
        places = [full[slice(*each.at)] for each in found if each.code == verdict]
        assert marked in places


@DOUBTED.cases
def test_warns(line, doubt, marked):
    chart = needling.read(line, charting.vocabulary())
    assert isinstance(chart, Chart)
    found = [(each.code, line[slice(*each.at)]) for each in chart.warnings]
    assert found == ([] if doubt == "nothing" else [(doubt, marked)])


@CAPS.cases
def test_caps_at_levels(code, level, sides, cap_mm):
    point, at = points.catalogue()[code], points.levels()[level]
    assert site_cap(point, points.catalogue(), level=at, sides=sides) == cap_mm


def test_every_rule_and_every_warning_has_a_case():
    refused = {row[1] for table in (PLANTED, REFUSED) for row in table.rows}
    doubted = {row[1] for row in DOUBTED.rows}
    beside = {row[1] for row in RESTRICTED.rows}
    assert set(Rule) <= refused | beside
    assert set(Doubt) <= doubted | beside
