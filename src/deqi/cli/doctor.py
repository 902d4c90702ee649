"""``deqi doctor``: what a clinic's installation lacks, and how to mend it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from deqi.cli import outputs
from deqi.config import running

if TYPE_CHECKING:
    from deqi.config.checkup import Checkup

SICK = 1


def doctor(*, json: bool = False) -> int | None:
    """Look at settings, database, roles, tables, clinics and mail.

    Parameters
    ----------
    json
        Print one JSON object; exit code 1 where something is not sound.
    """
    checkup = _checkup()
    if json:
        outputs.print_json(checkup)
    else:
        _show(checkup)
    return None if checkup.sound else SICK


def _checkup() -> Checkup:
    from deqi.config import checkup

    checks = checkup.settings(os.environ)
    if all(each.sound for each in checks):
        with running.database(report=outputs.note) as environment:
            checks += checkup.installation(environment)
    return checkup.Checkup(all(each.sound for each in checks), checks)


def _show(checkup: Checkup) -> None:
    console = outputs.page()
    for each in checkup.checks:
        console.print(f"{'sound' if each.sound else 'MEND '}  {each.name}: {each.told}")
        if not each.sound:
            console.print(f"       {each.remedy}")
