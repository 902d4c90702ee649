"""Any text at all: the charting line answers, and never fails.

``DEQI_FUZZ_EXAMPLES`` says how many texts are tried; ``make fuzz`` tries many more.
"""

import os
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from deqi.core import needling
from deqi.core.findings import Restriction
from deqi.core.needling import Chart, Doubt, Refusal, Rule
from deqi.core.rules import Scope
from deqi.knowledge import charting

EXAMPLES = int(os.environ.get("DEQI_FUZZ_EXAMPLES", "2000"))
KNOWN = charting.vocabulary()

SPELLED = """
BL23 bl40 GV3 KI3 CV8 ST17 LU7 BL99 GV0 EX-B2 jiaji ashi ASHI
multifidus gluteus_medius piriformis L4 t8 C2 S5 L9 b l r B b l r
25 25mm 12,5 0 -3 999999 1e9 12.345 2Hz 0Hz 15min min mm Hz
deqi twitch none man ea moxa x1 x3 x0 x999 why lot ret in out
ae bruise faint forgotten_needle mild severe 3 6 20 ;
"""
ODD = [";", "\n", '"reason"', '""', '"', "“so”", "“", '"a\\"b"', "\\", "\x00", "\x1c"]
FOREIGN = ["\N{LATIN SMALL LETTER LONG S}", "\N{MULTIPLICATION SIGN}2", "٣"]
WORDS = [*SPELLED.split(), *ODD, *FOREIGN]
soups = st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=14).flatmap(
    lambda words: st.sampled_from(["", " ", " "]).map(lambda gap: gap.join(words))
)
SOUND = [
    "BL23 b 25mm deqi; GV3 15; KI3 b 9; ret 20; in 5 out 5; lot A1; ae bruise mild",
    "ashi L4 R 30 twitch x3; GB30 L 50 ea 2Hz 15min; in 4 out 4; ae none",
    'jiaji T8 b 12; BL40 r 45 man why "asked; agreed"; ret 10; in 3 out 3; lot "B 2"',
    "multifidus l; ashi L2 piriformis b 12.5 moxa 5min; LU7 r; in 4 out 3"
    " ae forgotten_needle; ae pain 1",
]
edits = st.tuples(st.integers(0, 90), st.integers(0, 4), st.sampled_from(WORDS))


def edited(drawn: tuple[str, list[tuple[int, int, str]]]) -> str:
    """Cut some letters out of a sound line and put a word there."""
    line, changes = drawn
    for at, cut, word in changes:
        line = f"{line[:at]}{word if cut != 4 else ' '}{line[at + cut :]}"
    return line


nearly_sound = st.tuples(st.sampled_from(SOUND), st.lists(edits, max_size=2)).map(
    edited
)
lines = st.text() | soups | nearly_sound

codes = st.sampled_from(
    ["BL23", "GV3", "LU7", "piriformis", "low_back", "electro", "x"]
)
restrictions = st.lists(
    st.builds(
        Restriction,
        st.sampled_from([Scope.POINT, Scope.MUSCLE, Scope.TECHNIQUE, Scope.DEPTH]),
        codes,
        st.text(max_size=5),
        st.just("rule"),
        st.just(()),
        st.just(()),
    )
    | st.builds(
        Restriction,
        st.just(Scope.REGION),
        st.sampled_from(list(KNOWN.body.regions)),
        st.just("here"),
        st.just("rule"),
        st.just(()),
        st.just(()),
    ),
    max_size=3,
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(lines, restrictions)
def test_any_text_is_charted_or_refused(line, restrictions):
    read = needling.read(line, KNOWN, restrictions=restrictions)
    found = read.errors if isinstance(read, Refusal) else read.warnings
    kind = Rule if isinstance(read, Refusal) else Doubt
    assert isinstance(read, Chart) or found
    for problem in found:
        assert isinstance(problem.code, kind)
        assert 0 <= problem.at[0] <= problem.at[1] <= len(line)
    assert not isinstance(read, Refusal) or list(found) == sorted(
        found, key=lambda problem: problem.at
    )


@settings(max_examples=max(1, EXAMPLES // 4), deadline=None)
@given(nearly_sound)
def test_what_is_charted_can_be_written_and_read_again(line):
    read = needling.read(line, KNOWN)
    if isinstance(read, Chart):
        again = needling.read(needling.write(read), KNOWN)
        assert isinstance(again, Chart)
        unplaced = [replace(site, at=(0, 0)) for site in read.needling]
        assert [replace(site, at=(0, 0)) for site in again.needling] == unplaced
        told = [(each.code, each.message) for each in again.warnings]
        assert told == [(each.code, each.message) for each in read.warnings]
        assert (again.needles, again.lots) == (read.needles, read.lots)
        assert again.retention_minutes == read.retention_minutes
        assert again.adverse_events == read.adverse_events
        assert again.adverse_events_charted == read.adverse_events_charted


def test_sound_lines_are_charted():
    assert all(isinstance(needling.read(line, KNOWN), Chart) for line in SOUND)


def test_a_line_of_any_length_is_read():
    line = "BL23 b 20; " * 2000 + '"' * 2000 + " ; " * 2000
    read = needling.read(line, KNOWN)
    assert isinstance(read, Refusal)
