"""A practitioner's own words for pieces of a charting line.

Words
-----
shortcut
    A word that stands for a piece of line; it is put in its place before reading.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from deqi.core.needling.grammar import reads_as_attribute
from deqi.core.needling.sites import SESSION_WORDS, site_of
from deqi.core.needling.tokens import Token, cut
from deqi.core.needling.values import Place, Vocabulary

_WORD = re.compile(r"[a-z][a-z0-9_-]{1,19}")
_CODE = re.compile(r"[a-z]{2}[0-9]+")
_NEVER_SHORT = ("in", "out", "lot", "ae")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the line as it is read, and where it was typed.

    Parameters
    ----------
    text : str
        As it is read.
    typed : tuple of (int, int)
        Where it stands in what was typed.
    is_shortcut : bool
        True where the text stands for one word that was typed.
    """

    text: str
    typed: Place
    is_shortcut: bool = False

    def place(self, offset: int) -> int:
        """Return where the character at an offset of the text was typed, or its word."""
        return self.typed[0] if self.is_shortcut else self.typed[0] + offset

    def end(self, offset: int) -> int:
        """Return where the text up to an offset ends in what was typed."""
        return self.typed[1] if self.is_shortcut else self.typed[0] + offset


def expand(line: str, shortcuts: Mapping[str, str]) -> tuple[Stretch, ...]:
    """Put the pieces of line in the place of the words that stand for them.

    A word inside a piece is taken as it is: shortcuts do not nest.

    Parameters
    ----------
    line : str
        As typed.
    shortcuts : mapping of str to str
        Words in small letters, to pieces of line.

    Returns
    -------
    tuple of Stretch
        Their texts together are the line to read.
    """
    stretches: list[Stretch] = []
    at = 0
    for token in _used(line, shortcuts):
        stretches.append(Stretch(line[at : token.at[0]], (at, token.at[0])))
        stretches.append(Stretch(shortcuts[token.word], token.at, is_shortcut=True))
        at = token.at[1]
    stretches.append(Stretch(line[at:], (at, len(line))))
    return tuple(stretches)


def _used(line: str, shortcuts: Mapping[str, str]) -> Iterator[Token]:
    segments, _ = cut(line)
    for segment in segments:
        before = ""
        for token in segment:
            # What follows lot is a name, whatever it looks like.
            if token.word in shortcuts and before != "lot":
                yield token
            before = token.word


def why_not_word(word: str, known: Vocabulary) -> str:
    """Return why a word cannot be a shortcut; empty where it can."""
    if not _WORD.fullmatch(word):
        return "Use 2 to 20 letters and digits, beginning with a letter."
    token = Token(word, (0, len(word)))
    meanings = (known.words.events, known.words.grades)
    if site_of(token, known).name or _CODE.fullmatch(word):
        return f"{word} is a point or a muscle: choose another word."
    if (
        word in SESSION_WORDS
        or reads_as_attribute(word, known)
        or any(word in each for each in meanings)
    ):
        return f"{word} means something in a charting line: choose another word."
    return ""


def why_not_line(line: str) -> str:
    """Return why a piece of line cannot stand behind a shortcut; empty where it can.

    What is counted on the day is typed on the day.
    """
    segments, problems = cut(line)
    if problems:
        return problems[0].message
    if not segments:
        return "Write the piece of line that the word stands for."
    if any(token.word in _NEVER_SHORT for segment in segments for token in segment):
        return "Leave out in, out, lot and ae: they are counted anew at each session."
    return ""
