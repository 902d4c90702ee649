"""``deqi demo``: an example network with invented people, served on this machine."""

from __future__ import annotations

import os
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from deqi.cli import outputs
from deqi.cli.inputs import Refused
from deqi.config import keys, running, serving

ADDRESS = "127.0.0.1"
LOADED = "loaded"
NOT_OURS = ("DATABASE_URL", "DEQI_OWNER_URL", "DEQI_BACKUP_URL", "DEQI_ALLOWED_HOSTS")


def demo(
    *,
    port: int = 8000,
    no_browser: Annotated[bool, Parameter(negative=())] = False,
    data: Path | None = None,
    patients: int = 200,
    months: int = 18,
) -> None:
    """Serve an example network: two clinics, all of whose people are invented.

    The first time, the network is made; after that, it is served as it was left.

    Parameters
    ----------
    port
        Where to serve it; on this machine alone.
    no_browser
        Do not open a browser.
    data
        The folder that keeps it; ~/.local/share/deqi/demo where not given.
    patients
        How many people to invent, where the network is not made yet.
    months
        For how long they have been coming, where it is not made yet.
    """
    folder = (data or _usual_folder()).resolve()
    serving.check_port(ADDRESS, port)
    _refuse_a_clinic(folder)
    for name in NOT_OURS:
        os.environ.pop(name, None)
    os.environ["DEQI_DATA"] = str(folder)
    loaded = folder / LOADED
    report = outputs.note
    with running.database(hold=True, fresh=not loaded.exists(), report=report):
        running.migrate()
        if not loaded.exists():
            sign_ins = _made(patients, months)
            loaded.write_text(sign_ins, encoding="utf-8")
        for line in loaded.read_text(encoding="utf-8").splitlines():
            outputs.note(line)
        serving.serve(
            ADDRESS, port, workers=2, when_ready=lambda: _open(port, not no_browser)
        )


def _usual_folder() -> Path:
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "deqi" / "demo"


def _refuse_a_clinic(folder: Path) -> None:
    if not keys.ensure(folder, demo=True).demo:
        raise Refused(
            f"{folder} holds a clinic of your own, to which nothing invented is added;"
            " name another folder with --data"
        )


def _made(patients: int, months: int) -> str:
    """Make the example network; return what people need to sign in to it."""
    from deqi.operations import clock, example

    outputs.note("making the example network; this is needed once")
    made = example.load(
        _progress(), patients=patients, months=months, until=clock.now()
    )
    return "\n".join([*map(str, made.people), f"the password of all: {made.password}"])


def _progress() -> Callable[[str, int, int], None]:
    """Return a report that says each tenth once."""
    told = -1

    def tell(words: str, done: int, total: int) -> None:
        nonlocal told
        tenth = 10 * done // total
        if tenth > told:
            told = tenth
            outputs.note(f"{words}: {10 * tenth} %")

    return tell


def _open(port: int, in_browser: bool) -> None:
    place = f"http://localhost:{port}/"
    outputs.note(f"serving at {place}; all people are invented; Ctrl-C stops it")
    if in_browser:
        webbrowser.open(place)
