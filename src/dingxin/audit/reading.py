"""Single facts of the newest entries, for rooms that compare what stands in their tables with what was done."""

from collections.abc import Collection

from dingxin.audit.models import Entry


def last_fact(object: str, kinds: Collection[str], key: str) -> str | None:
    """One fact of the newest entry of these kinds about an object; None without such an entry or such a fact."""
    facts = Entry.objects.filter(object=object, kind__in=kinds).order_by("-id").values_list("facts", flat=True).first()
    lines = dict(line.split(" ", 1) for line in (facts or "").splitlines())
    return lines.get(key)


def has_fact(object: str, kinds: Collection[str], key: str, value: str) -> bool:
    """Whether any entry of these kinds about an object names this."""
    return Entry.objects.filter(object=object, kind__in=kinds, facts__contains=f"{key} {value}\n").exists()
