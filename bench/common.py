"""What every benchmark shares: the machine, quantiles, one table, and the bare insert everything is held against."""

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Row:
    """One line of the table. ``seconds``: one per repetition; ``ratio``: against the baseline of the same run."""

    what: str
    seconds: Sequence[float]
    note: str = ""


def quantile(values: Sequence[float], share: float) -> float:
    """Nearest rank: with few values the p99 is the largest, never an interpolation below it."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1))]


def timed(work: Callable[[], object], times: int, *, warm: int = 1) -> list[float]:
    """Seconds of each of ``times`` calls after ``warm`` calls that do not count."""
    for _ in range(warm):
        work()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return taken


def machine() -> str:
    """Processor, cores, load and versions: figures without them say nothing."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        model = platform.processor() or platform.machine()
    load = os.getloadavg()[0]
    return f"{model}, {os.cpu_count()} cores, load {load:.1f}, {platform.system()}, Python {platform.python_version()}"


def engine() -> str:
    """Name and version of the database this run uses. Needs Django loaded."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        return f"{connection.vendor} {cursor.fetchone()[0]}"


@cache
def _bare_model() -> Any:
    from django.db import models

    meta = type("Meta", (), {"app_label": "bench", "db_table": "bench_bare"})
    return type("Bare", (models.Model,), {"__module__": __name__, "Meta": meta, "blob": models.BinaryField()})


def bare_insert(times: int = 300, size: int = 2048) -> list[float]:
    """Seconds of each bare Django insert of one row of ``size`` bytes, one transaction each, on this run's engine."""
    from django.db import connection

    Bare = _bare_model()
    with connection.schema_editor() as editor:
        editor.create_model(Bare)
    try:
        blob = os.urandom(size)
        return timed(lambda: Bare.objects.create(blob=blob), times, warm=20)
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(Bare)


def table(rows: Sequence[Row], *, baseline: str | None = None) -> str:
    """Medians and p99 in milliseconds, rate by the mean, ratio of medians against the row named ``baseline``."""
    against = next((statistics.median(row.seconds) for row in rows if row.what == baseline), None)
    lines = [("what", "times", "median ms", "p99 ms", "per second", "× baseline", "")]
    for row in rows:
        median = statistics.median(row.seconds)
        lines.append((
            row.what, str(len(row.seconds)), f"{median * 1000:.2f}", f"{quantile(row.seconds, 0.99) * 1000:.2f}",
            f"{len(row.seconds) / sum(row.seconds):.1f}", f"{median / against:.2f}" if against else "", row.note,
        ))
    widths = [max(len(line[column]) for line in lines) for column in range(7)]
    sides = (str.ljust, *[str.rjust] * 5, str.ljust)
    return "\n".join(
        "  ".join(side(cell, width) for side, cell, width in zip(sides, line, widths, strict=True)).rstrip()
        for line in lines
    )
