"""The `deqi` command: thin, one file per verb group, verbs loaded when called."""


def main() -> None:
    """Run the command line."""
    from deqi.cli.command import run

    run()
