"""How hard a text is to read, by words in a sentence and syllables in a word.

Source: Kincaid and others 1975, Research Branch Report 8-75 (Flesch-Kincaid grade).
"""

import re

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_END = re.compile(r"[.!?:]+(?=\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(
    r"[^aeiouyl]e$|[aeiouy]le$|[^aeioutd]ed$|[^aeiouscxzhgl]es$|[aeiouy]les$"
)
_APART = re.compile(r"(?<![cst])i[ao]")


class NothingToRead(ValueError):
    """A text without a word."""


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade: the school year that can read the text.

    A 12-year-old is in the sixth or seventh. A number counts as one word of one
    syllable, a colon ends a sentence.

    Parameters
    ----------
    text : str
        English, in sentences.

    Raises
    ------
    NothingToRead
        Where there is no word.
    """
    words = _WORD.findall(text)
    count = len(words) + len(_NUMBER.findall(text))
    if not words:
        raise NothingToRead("there is no word to read")
    sentences = max(1, len(_END.findall(text)))
    sounds = sum(syllables(word) for word in words) + count - len(words)
    return 0.39 * count / sentences + 11.8 * sounds / count - 15.59


def syllables(word: str) -> int:
    """Return how many syllables an English word has, at least 1.

    By its groups of vowels: a final silent e counts for nothing, and neither does a
    final es or ed that is not spoken; the vowels of trial stand apart.
    """
    plain = word.lower()
    found = len(_VOWELS.findall(plain)) + len(_APART.findall(plain))
    found -= bool(_SILENT.search(plain))
    return max(1, found)
