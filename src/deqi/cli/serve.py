"""``deqi serve``: serves a clinic's pages."""

from __future__ import annotations

from deqi.cli import outputs
from deqi.config import running, serving


def serve(*, address: str = "127.0.0.1", port: int = 8000, workers: int = 2) -> None:
    """Serve the clinic until stopped by the keyboard or a signal.

    With DEQI_DATA it starts the database of that folder too, and stops it at the end.
    TLS is ended by a proxy in front (DEQI_BEHIND_PROXY).

    Parameters
    ----------
    address
        Where to listen; 127.0.0.1 is for a proxy on the same machine.
    port
        Where to listen.
    workers
        Processes that answer; one for each core serves well.
    """
    serving.check_port(address, port)
    with (
        serving.folder_for_files(),
        running.database(hold=True, report=outputs.note),
    ):
        running.refuse_unmigrated()
        serving.serve(
            address,
            port,
            workers=workers,
            when_ready=lambda: outputs.note(f"serving at http://{address}:{port}/"),
        )
