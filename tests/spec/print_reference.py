"""Print docs/reference from the tables of tests/spec and the types: ``make docs``.

With ``--check`` nothing is written: it fails where a page is not what the tables say, or
where a printed page has lost its table.
"""

import importlib
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from tests.spec.schemas import PRINTED, schemas
from tests.spec.tables import Page, Table

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
MARK = "<!-- Printed by `make docs` from "


def pages() -> dict[str, str]:
    """Return all pages by file name under docs/reference."""
    found: dict[str, str] = {}
    titles: dict[str, Page] = {}
    for path in sorted((ROOT / "tests" / "spec").rglob("test_*.py")):
        module = importlib.import_module(_dotted(path))
        page = getattr(module, "PAGE", None)
        if page is None:
            continue
        if page.name in titles:
            raise ValueError(f"two modules print the page {page.name!r}")
        titles[page.name] = page
        found[f"{page.name}.md"] = _page(page, module, path)
    found["README.md"] = _contents(titles)
    return found | schemas()


def stale(wanted: Mapping[str, str], folder: Path = REFERENCE) -> list[str]:
    """Return the names of pages that differ from the tables or have lost them."""
    kept = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.suffix in (".md", ".json")
    }
    differ = [name for name, text in wanted.items() if kept.get(name) != text]
    lost = [
        name
        for name, text in kept.items()
        if name not in wanted and (text.startswith(MARK) or name.startswith("schemas/"))
    ]
    return sorted(differ + lost)


def write(wanted: Mapping[str, str], folder: Path = REFERENCE) -> None:
    """Write all pages, and take away those that have lost their tables."""
    for name in stale(wanted, folder):
        if name not in wanted:
            (folder / name).unlink()
    for name, text in wanted.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` say which are not fresh."""
    wanted = pages()
    if "--check" not in arguments:
        write(wanted)
        return 0
    old = stale(wanted)
    if old:
        sys.stderr.write(f"docs/reference is not fresh: {', '.join(old)}: make docs\n")
    return 1 if old else 0


def _page(page: Page, module: ModuleType, path: Path) -> str:
    tables = [value for value in vars(module).values() if isinstance(value, Table)]
    if not tables:
        raise ValueError(f"the page {page.name!r} has no table")
    opening = f"{' '.join(page.prose.split())}\n\n" if page.prose else ""
    opening += f"```mermaid\n{page.diagram}\n```\n\n" if page.diagram else ""
    mark = f"{MARK}{path.relative_to(ROOT).as_posix()}; do not edit. -->"
    body = "\n".join(table.markdown() for table in tables)
    return f"{mark}\n# {page.title}\n\n{opening}{body}"


def _contents(titles: Mapping[str, Page]) -> str:
    mark = f"{MARK}tests/spec; do not edit. -->"
    lines = [f"- [{page.title}]({name}.md)" for name, page in sorted(titles.items())]
    printed = [f"- [deqi {verb}](schemas/{verb}.json)" for verb in PRINTED]
    opening = "Every row on these pages is a case that the tests run.\n"
    second = "What `--json` prints, as JSON Schema:\n"
    page = [mark, "# Reference", "", opening, *lines, "", second, *printed]
    return "\n".join(page) + "\n"


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
