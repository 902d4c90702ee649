"""Make the drill's clinic and print whose score is kept: ``python -m drills.kill9.prepare``."""

import json
import sys

from deqi.config import running


def main() -> None:
    """Migrate, and build the clinic of the tests."""
    with running.database(hold=True, report=print):
        running.migrate()
        from tests import clinic

        with clinic.at():
            house = clinic.build()
    ids = {"DRILL_USER": house.practitioner.user, "DRILL_EPISODE": house.episode}
    sys.stdout.write(json.dumps({name: str(each) for name, each in ids.items()}) + "\n")


if __name__ == "__main__":
    main()
