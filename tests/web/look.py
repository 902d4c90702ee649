"""Render every part with sample values, photograph it and let axe look for faults.

``python -m tests.web.look FOLDER`` writes the pages and their pictures there.
"""

import http.server
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from csp.utils import build_policy

from tests.database import prepare
from tests.web.look_samples import PAGES, render

AXE = Path(__file__).with_name("axe.min.js")
STATIC = Path(__file__).resolve().parents[2] / "src" / "deqi" / "web" / "static"
WIDTHS = (390, 1280)
THEMES = ("light", "dark")


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder under the policy of the server, and says nothing."""

    def end_headers(self) -> None:
        """Forbid what the server forbids."""
        self.send_header("Content-Security-Policy", str(build_policy()))
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the terminal for what is found."""


def write(folder: Path) -> None:
    """Write every page, and the files that they ask for, into a folder."""
    prepare()
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(STATIC, folder / "static", dirs_exist_ok=True)
    for name in PAGES:
        (folder / f"{name}.html").write_text(render(name), encoding="utf-8")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine; yields the address."""
    handler = partial(QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@contextmanager
def browser() -> Iterator[Any]:
    """Yield a browser: the Chromium of the machine, or Playwright's own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        started = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


def violations(page: Any) -> list[str]:
    """Return what axe finds on an open page, as rule and place."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(results => results.violations)")
    return [
        f"{each['id']}: {' '.join(map(str, node['target']))}"
        for each in found
        for node in each["nodes"]
    ]


def visit(
    started: Any, address: str, *, width: int, theme: str
) -> tuple[Any, list[str]]:
    """Open a page in a width and theme; returns it and what the browser complains of."""
    context = started.new_context(
        viewport={"width": width, "height": 844},
        color_scheme=theme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address, wait_until="networkidle")
    return page, complaints


def main(folder: Path) -> int:
    """Photograph everything; returns 1 where axe finds a fault."""
    write(folder)
    faults = 0
    with served(folder) as address, browser() as started:
        for name in PAGES:
            for width in WIDTHS:
                for theme in THEMES:
                    url = f"{address}/{name}.html"
                    page, said = visit(started, url, width=width, theme=theme)
                    picture = folder / f"{name}-{width}-{theme}.png"
                    page.screenshot(path=picture, full_page=True)
                    for fault in [*said, *violations(page)]:
                        faults += 1
                        sys.stdout.write(f"{name} {width} {theme}: {fault}\n")
                    page.context.close()
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
