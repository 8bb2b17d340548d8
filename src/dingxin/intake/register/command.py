"""``./dingxin import register FILE --team BODY/NUMBER [--map MAP.toml] [--dry-run]``."""

import argparse
import hashlib
import sys
from pathlib import Path

from django.conf import settings

from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.intake.register.mapping import MapWrong, map_of, read_map
from dingxin.intake.register.sheets import Unreadable
from dingxin.intake.register.taking import ACTOR, Importer, Tally
from dingxin.mailbox import inlets
from dingxin.organisation.models import Team
from dingxin.rules.packs import pack as pack_of
from dingxin.vault.models import Vault

KEPT = "Nothing was changed."


def _stop(what: str, todo: str = "") -> int:
    sys.stderr.write(f"dingxin: {what}\n         {KEPT}\n" + (f"         {todo}\n" if todo else ""))
    return 1


def _vault(name: str) -> Vault | None:
    body, _, number = name.partition("/")
    if not number.isdigit():
        return None
    team = Team.objects.filter(body__code=body, number=int(number), vault__isnull=False).order_by("-round__number").first()
    return Vault.objects.select_related("team__body", "team__round").get(team=team) if team else None


def _show(tally: Tally, every: int = 50) -> None:
    if tally.read % every == 0 and sys.stdout.isatty():  # a log needs no moving line
        sys.stdout.write(f"\r  {tally.read} rows read, {tally.taken} taken, {tally.before} from before, {tally.wrong} to correct")
        sys.stdout.flush()


def run(args: argparse.Namespace) -> int:
    """0: all rows are in (or would be). 1: nothing was done, or some rows wait in the corrections file. 130: stopped."""
    vault = _vault(args.team)
    if vault is None or vault.team is None:
        names = ", ".join(f"{t.body.code}/{t.number}" for t in Team.objects.filter(vault__isnull=False).select_related("body"))
        return _stop(f"There is no team {args.team} with a vault.", f"Teams: {names or 'none yet'}.")
    if settings.SITE_KEYS is None:
        return _stop("This installation has no site keys.", "Run ./dingxin setup first.")
    pack = pack_of(vault.team.round.pack if vault.team.round else vault.team.body.pack)
    corrections = args.corrections or args.file.with_name(args.file.name + ".to-correct.csv")
    import_id = ""
    try:
        mapped = read_map(args.map) if args.map else map_of(pack)
        if not args.dry_run:
            import_id = hashlib.sha256(args.file.read_bytes()).hexdigest()[:16] if args.file.exists() else ""
        importer = Importer(vault=vault, pack=pack, mapped=mapped, key=settings.SITE_KEYS.leak_key, import_id=import_id)
        if not args.dry_run:
            inlets.refresh()  # what `serve` does by itself; it need not run
            _note("register.import_started", vault, import_id, Tally())
        tally, wrong = importer.run(args.file, corrections, dry=args.dry_run, progress=_show)
    except (Unreadable, MapWrong) as error:
        return _stop(str(error))
    except KeyboardInterrupt:
        sys.stdout.write("\nStopped between two rows. What was taken is safe; the same command goes on from here.\n")
        return 130
    if not args.dry_run:
        _note("register.import_finished", vault, import_id, tally)
    return _report(tally, wrong.path if wrong.count else None, dry=args.dry_run)


def _note(kind: str, vault: Vault, import_id: str, tally: Tally) -> None:
    with writing():
        audit.record(
            kind, actor=ACTOR, object=f"vault:{vault.pk}", scope=str(vault.team_id),
            facts={"import": import_id, "taken": tally.taken, "before": tally.before, "wrong": tally.wrong},
        )  # fmt: skip


def _report(tally: Tally, corrections: Path | None, *, dry: bool) -> int:
    did = "would be taken" if dry else "taken"
    sys.stdout.write(f"\r{tally.read} rows read: {tally.taken} {did}, {tally.before} were there from before, ")
    sys.stdout.write(f"{tally.wrong} to correct; {tally.replies} with their reply")
    sys.stdout.write(f"; {tally.first_day} to {tally.last_day}.\n" if tally.first_day else ".\n")
    if open_rows := tally.taken + tally.before - tally.finished:
        wait = "would wait" if dry else "wait"
        sys.stdout.write(f"{open_rows} have no day of closing and count as not dealt with: they {wait} in Incoming.\n")
    if corrections:
        sys.stdout.write(
            f"The rows to correct are in {corrections}, with the reason in the last column.\n"
            "That file holds what people wrote, in the clear: correct it, import it the same way, then delete it.\n"
        )
        return 1
    return 0
