"""The outermost edge of the command line: verbs by name, and one shape of error.

Exit codes: 0 done; 1 read but refused; 2 unreadable input or wrong use; 70 a fault in
deqi itself; 130 stopped by the keyboard; 141 the reader of the output went away.
"""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Sequence
from difflib import get_close_matches

from cyclopts import App, CycloptsError

from deqi.cli.inputs import STANDARD_INPUT, Unreadable
from deqi.cli.outputs import note

DONE, REFUSED, UNREADABLE, FAULT, STOPPED, READER_GONE = 0, 1, 2, 70, 130, 141

VERBS = {
    "care": (
        "deqi.cli.care:care",
        "Decide for one person: screening, plan, course, each line with its reason.",
    ),
    "screen": (
        "deqi.cli.screen:screen",
        "Screen many people: facts, findings, restrictions, open questions.",
    ),
    "chart": (
        "deqi.cli.chart:chart",
        "Read a charting line into a structured session.",
    ),
    "score": (
        "deqi.cli.score:score",
        "Score one instrument.",
    ),
    "review": (
        "deqi.cli.review:review",
        "Review an episode: what to do next with a course, and why.",
    ),
    "coverage": (
        "deqi.cli.coverage:coverage",
        "Show a payer's ledger: used, left, what must be shown, when it ends.",
    ),
    "evidence": (
        "deqi.cli.evidence:evidence",
        "Weigh trials: pool them, check them, answer from them.",
    ),
    "simulate": (
        "deqi.cli.simulate:simulate",
        "Try our policy and the courses of trials on virtual people.",
    ),
    "knowledge": (
        "deqi.cli.knowledge:knowledge",
        "Check the knowledge records, or show one.",
    ),
    "examples": (
        "deqi.cli.examples:examples",
        "Print the care of the example patients.",
    ),
    "demo": (
        "deqi.cli.demo:demo",
        "Serve an example network on this machine; all its people are invented.",
    ),
    "serve": (
        "deqi.cli.serve:serve",
        "Serve a clinic's pages.",
    ),
    "migrate": (
        "deqi.cli.migrate:migrate",
        "Bring the clinic's database up to date.",
    ),
    "found": (
        "deqi.cli.found:found",
        "Found a network, with its first manager.",
    ),
    "reset-second-step": (
        "deqi.cli.second_step:reset",
        "Take away the second steps of one account.",
    ),
    "doctor": (
        "deqi.cli.doctor:doctor",
        "Say what an installation lacks, and how to mend it.",
    ),
    "backup": (
        "deqi.cli.backup:backup",
        "Write every row of every clinic to a file.",
    ),
    "restore": (
        "deqi.cli.restore:restore",
        "Read a backup into an empty database.",
    ),
}
"""Name to where the verb lives and what help says, so that help loads no verb."""


def build() -> App:
    """Return the command with all verbs, none of them loaded yet."""
    app = App(
        name="deqi",
        help="The open clinic system for acupuncture and back pain.",
        version=_version,
        result_action="return_value",
        suppress_keyboard_interrupt=False,
    )
    for name, (place, words) in VERBS.items():
        app.command(place, name=name, help=words)
    return app


def run(arguments: Sequence[str] | None = None) -> None:
    """Run one verb and leave with its exit code.

    Parameters
    ----------
    arguments : sequence of str or None
        Without the program's name; None takes those of the process.
    """
    _write_any_character()
    sys.exit(perform(sys.argv[1:] if arguments is None else arguments))


def perform(arguments: Sequence[str]) -> int:
    """Run one verb and return its exit code; whatever goes wrong is one line.

    A verb returns None for done, or its exit code. An exception that deqi names is a
    refusal; anything else is a fault of deqi, told without a word of the input.
    """
    verb = next(iter(arguments), "--help")
    try:
        if verb not in VERBS and verb not in ("--help", "-h", "--version"):
            raise Unreadable(_no_such_verb(verb))
        code = build()(_named(arguments), exit_on_error=False, print_error=False)
        sys.stdout.flush()
    except CycloptsError as misuse:
        return _tell(f"{misuse} (deqi {verb} --help shows its options)", UNREADABLE)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  the outermost edge
        return _code_for(error)
    return code if isinstance(code, int) else DONE


def _named(arguments: Sequence[str]) -> list[str]:
    # The parser would take a lone hyphen for an option.
    return [STANDARD_INPUT if each == "-" else each for each in arguments]


def _no_such_verb(verb: str) -> str:
    alike = get_close_matches(verb, VERBS, n=1)
    hint = f"did you mean {alike[0]!r}?" if alike else "deqi --help lists them"
    return f"no verb {verb!r}; {hint}"


def _code_for(error: BaseException) -> int:
    if isinstance(error, Unreadable):
        return _tell(str(error), UNREADABLE)
    if isinstance(error, KeyboardInterrupt):
        return _tell("stopped", STOPPED)
    if isinstance(error, BrokenPipeError):
        # Python flushes again on its way out; that must not fail as well.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    if type(error).__module__.startswith("deqi."):
        return _tell(_refusal(error), REFUSED)
    if sys.flags.dev_mode:
        raise error
    return _tell(_fault(error), FAULT)


def _version() -> str:
    # Loaded late: only --version and a fault need it, and every start would pay.
    from importlib.metadata import version

    return version("deqi")


def _fault(error: BaseException) -> str:
    """Name class and place only: the text of an exception may hold a person's data."""
    origin = error.__cause__ or error
    spot = traceback.extract_tb(origin.__traceback__)[-1]
    place = f"{os.path.basename(spot.filename)}:{spot.lineno}"
    return (
        f"a fault in deqi {_version()} itself, {type(origin).__name__} at {place};"
        " please report this line, it holds nothing of the input"
    )


def _refusal(error: BaseException) -> str:
    """Say what was refused: its own sentence, or ``unknown fact: smokes``."""
    told = str(error)
    if len(told.split()) > 1:
        return told
    words = re.sub(r"(?<!^)(?=[A-Z][a-z])", " ", type(error).__name__).lower()
    return f"{words}: {told}" if told else words


def _tell(sentence: str, code: int) -> int:
    note(" ".join(sentence.split()))
    return code


def _write_any_character() -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # text streams of the process
