"""``deqi evidence``: what trials come to, one file a verb, loaded when called."""

from cyclopts import App

evidence = App(
    name="evidence", help="Weigh trials: pool them, check them, answer from them."
)
evidence.command(
    "deqi.cli.evidence.pool:pool",
    name="pool",
    help="Pool the trials of a table that had the same kind of control.",
)
