"""A mailbox for tests: speaks as much IMAP (RFC 9051) as the fetcher needs, over its own input and output.

``python imap_server.py FOLDER [PASSWORD]``: each ``N.eml`` is the mail with UID N; flags stand in ``N.flags``.
"""

import os
import re
import sys
from pathlib import Path

FOLDER, PASSWORD = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "secret"
OUT = sys.stdout.buffer


def say(line: bytes) -> None:
    OUT.write(line + b"\r\n")
    OUT.flush()


def flags(uid: str) -> set[str]:
    file = FOLDER / f"{uid}.flags"
    return set(file.read_text().split()) if file.exists() else set()


def uids() -> list[str]:
    return sorted((path.stem for path in FOLDER.glob("*.eml")), key=int)


def remove(uid: str) -> None:
    for path in (FOLDER / f"{uid}.eml", FOLDER / f"{uid}.flags"):
        path.unlink(missing_ok=True)


def fetch(uid: str, what: str) -> None:
    raw = (FOLDER / f"{uid}.eml").read_bytes()
    if "SIZE" in what:
        say(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(raw)})".encode())
    else:
        OUT.write(f"* 1 FETCH (UID {uid} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")
        OUT.flush()


def main() -> None:
    say(b"* OK ready")
    for line in sys.stdin.buffer:
        tag, _, rest = line.decode().strip().partition(" ")
        word = rest.upper()
        if word.startswith("CAPABILITY"):
            say(b"* CAPABILITY IMAP4rev1 UIDPLUS")
        elif word.startswith("LOGIN"):
            if PASSWORD not in rest:
                say(f"{tag} NO wrong".encode())
                continue
        elif word.startswith("SELECT"):
            say(f"* {len(uids())} EXISTS".encode())
        elif word.startswith("UID SEARCH"):
            free = [uid for uid in uids() if not flags(uid) & {"\\Deleted", "\\Flagged"}]
            say(("* SEARCH " + " ".join(free)).encode())
        elif found := re.match(r"UID FETCH (\d+) (.*)", rest, re.IGNORECASE):
            fetch(found[1], found[2])
        elif found := re.match(r"UID STORE (\d+) \+FLAGS \((.*)\)", rest, re.IGNORECASE):
            (FOLDER / f"{found[1]}.flags").write_text(" ".join(flags(found[1]) | {found[2]}))
        elif found := re.match(r"UID EXPUNGE (\d+)", rest, re.IGNORECASE):
            remove(found[1])
        elif word.startswith("LOGOUT"):
            say(b"* BYE")
            say(f"{tag} OK".encode())
            return
        say(f"{tag} OK done".encode())


try:
    main()
except BrokenPipeError:  # the other side went away in the middle
    os._exit(0)
