"""The regions of the body as a tree with sides, and whether two of them overlap."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property


class UnknownRegion(ValueError):
    """A region code that the body map does not hold."""


@dataclass(frozen=True, slots=True)
class Region:
    """One region: ``low_back_left`` lies in ``low_back``, on the ``left``.

    Parameters
    ----------
    code, label : str
        Its id and its plain name.
    parent : str or None
        The region that holds it; None for the whole body.
    side : str or None
        ``left``, ``right``, ``centre``, or None where it spans both.
    """

    code: str
    label: str
    parent: str | None
    side: str | None


@dataclass(frozen=True)
class BodyMap:
    """All regions, by code.

    Parameters
    ----------
    regions : mapping of str to Region
        Every parent must itself be in the map.
    """

    regions: Mapping[str, Region] = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a parent that is no region."""
        for region in self.regions.values():
            if region.parent is not None and region.parent not in self.regions:
                raise UnknownRegion(region.parent)

    @cached_property
    def _lineage(self) -> Mapping[str, frozenset[str]]:
        lines: dict[str, frozenset[str]] = {}
        for code in self.regions:
            line, at = [], code
            while at:
                line.append(at)
                at = self.regions[at].parent or ""
            lines[code] = frozenset(line)
        return lines

    def overlap(self, one: str, other: str) -> bool:
        """Return True where one region lies in the other, either way round.

        Raises
        ------
        UnknownRegion
            For a code that is not on the map.
        """
        try:
            return one in self._lineage[other] or other in self._lineage[one]
        except KeyError as missing:
            raise UnknownRegion(str(missing.args[0])) from missing

    def touches(self, one: str, others: Iterable[str]) -> str | None:
        """Return the first of the others that overlaps, or None."""
        return next((other for other in others if self.overlap(one, other)), None)

    def limb(self, code: str) -> str:
        """Return the whole arm or leg that a region belongs to, or the region."""
        limbs = [
            line
            for line in self._lineage[code]
            if line.startswith(("arm_", "leg_")) and self.regions[line].parent == "body"
        ]
        return limbs[0] if limbs else code

    def sides(self, codes: Iterable[str]) -> frozenset[str]:
        """Return the sides named by these regions: ``left``, ``right``, ``centre``."""
        return frozenset(
            side for code in codes if (side := self.regions[code].side) is not None
        )
