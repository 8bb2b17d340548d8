"""The one command line. Commands are modules of ``config/commands``, imported only when they are called."""

import argparse
import os
import sys
import traceback
from importlib import import_module
from pathlib import Path

from dingxin.config.terminal import Refusal, complain, say

COMMANDS = {  # name: what it is for; the module has the same name ("import" is a Python word, hence import_)
    "demo": "a filled office on this machine, to look round in",
    "setup": "first steps of a real office: keys, database, the first people",
    "serve": "run the office",
    "migrate": "bring database and static files up to this version",
    "import": "take in a register kept elsewhere, or mails (import register FILE …, import email)",
    "audit": "check the chain of what staff did (audit verify)",
    "tick": "do once what serve does every few seconds",
    "version": "which version this is",
    "test": "run the tests (what follows goes to pytest)",
    "check": "everything that CI runs",
    "bench": "measure, beside a bare insert of the same engine",
    "messages": "extract and compile translations (--check: only compare)",
    "build": "build the browser code (needs node)",
    "manage": "Django's own management commands, for maintainers",
}


def overview() -> str:
    """The text of ``dingxin --help``."""
    rows = "\n".join(f"  {name:<9} {text}" for name, text in COMMANDS.items())
    return f"usage: ./dingxin COMMAND [options]\n\n{rows}\n\n./dingxin COMMAND --help tells more."


def call(name: str, rest: list[str]) -> int:
    """Parse ``rest`` and run one command. A module with ``PASSES_ON = True`` gets unknown words as ``args.rest``."""
    module = import_module(f"dingxin.config.commands.{'import_' if name == 'import' else name}")
    parser = argparse.ArgumentParser(prog=f"./dingxin {name}", description=COMMANDS[name], allow_abbrev=False)
    module.add_arguments(parser)
    if getattr(module, "PASSES_ON", False):
        args, words = parser.parse_known_args(rest)
        args.rest = words
    else:
        args = parser.parse_args(rest)
    code: int = module.run(args)
    return code


def explain(error: Exception) -> Refusal:
    """An error nobody foresaw, told without its message: that may hold what someone wrote."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "dingxin" in frame.filename]
    where = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    missing = f": {error}" if isinstance(error, ImportError | OSError) else ""
    return Refusal(
        f"something failed that should not: {type(error).__name__}{where}{missing}",
        kept="Every write is one transaction: what was not finished was not written, and nothing else is lost.",
        todo="Type it again; if it stays, DINGXIN_DEBUG=1 before it shows where (do not send that on unread).",
    )


def main(argv: list[str] | None = None) -> int:
    """Exit code: 0 done, 1 refused or failed, 2 not understood, 130 interrupted."""
    words = sys.argv[1:] if argv is None else argv
    if not words or words[0] in {"-h", "--help", "help"}:
        say(overview())
        return 0 if words else 2
    name, rest = words[0], words[1:]
    if name == "--version":
        name = "version"
    if name not in COMMANDS:
        complain(Refusal(f"there is no command {name!r}.", todo="./dingxin --help lists all."))
        return 2
    try:
        return call(name, rest)
    except Refusal as refusal:
        complain(refusal)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader (head, less) has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if os.environ.get("DINGXIN_DEBUG") == "1":
            raise
        complain(explain(error))
        return 1


if __name__ == "__main__":
    sys.exit(main())
