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
evidence.command(
    "deqi.cli.evidence.check:check",
    name="check",
    help="Check figures of a table, or of the records, against each other.",
)
evidence.command(
    "deqi.cli.evidence.claims:claims",
    name="claims",
    help="Show what the source articles claim, and what holds.",
)
evidence.command(
    "deqi.cli.evidence.answer:answer",
    name="answer",
    help="Answer: what happens anyway, what acupuncture adds, what it risks.",
)
