"""``deqi evidence claims``: what the source articles claim, and what holds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from deqi.cli.inputs import Unreadable
from deqi.cli.outputs import page, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deqi.evidence.dossier import Claim


def claims(
    *, verdict: str | None = None, article: int | None = None, json: bool = False
) -> None:
    """Show each claim of the source articles with its verdict and sources.

    No clinician has reviewed the verdicts.

    Parameters
    ----------
    verdict : str
        Only claims that are supported, partly, conflicting, not supported, unfounded or
        not checkable.
    article : int
        Only claims of this article.
    json : bool
        Print one JSON list instead of a page.
    """
    from deqi.knowledge import claims as records

    found = tuple(records.catalogue().values())
    if verdict is not None:
        known = {str(each.verdict) for each in found}
        meant = _one_of(verdict.replace("_", " ").casefold(), known, "--verdict")
        found = tuple(each for each in found if each.verdict == meant)
    if article is not None:
        numbers = {str(each.article) for each in records.catalogue().values()}
        number = _one_of(str(article), numbers, "--article")
        found = tuple(each for each in found if str(each.article) == number)
    if json:
        print_json(found)
    else:
        _show(found)


def _one_of(given: str, known: set[str], option: str) -> str:
    if given not in known:
        listed = ", ".join(sorted(known))
        raise Unreadable(f"{option}: {given!r} is none of {listed}")
    return given


def _show(found: Sequence[Claim]) -> None:
    from rich.table import Table

    drawn = Table(box=None, pad_edge=False)
    for heading in ("Id", "Verdict", "Claim", "Why", "Sources"):
        drawn.add_column(heading, overflow="fold")
    for each in found:
        sources = ", ".join(each.sources)
        drawn.add_row(each.id, str(each.verdict), each.claim, each.why, sources)
    page().print(drawn)
    counts = Counter(str(each.verdict) for each in found)
    told = ", ".join(f"{number} {verdict}" for verdict, number in counts.most_common())
    page().print(f"{len(found)} claims{': ' if told else ''}{told}.")
    page().print("No clinician has reviewed these verdicts.")
