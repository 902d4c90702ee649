"""What ``deqi serve`` runs, with the drill's address: ``python -m drills.kill9.server``."""

import sys

from deqi.config import running, serving


def main(port: int) -> None:
    """Hold the folder, keep its database running, and serve."""
    serving.check_port("127.0.0.1", port)
    with running.database(hold=True, report=print):
        serving.serve(
            "127.0.0.1",
            port,
            workers=2,
            when_ready=lambda: print("ready", flush=True),
            entry="drills.kill9.pages:begin",
        )


if __name__ == "__main__":
    main(int(sys.argv[1]))
