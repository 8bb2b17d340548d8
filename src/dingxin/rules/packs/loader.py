"""Reading a pack file into `Pack`. Every reference is followed, every key known; what is wrong is named by its path."""

from collections.abc import Callable
from typing import Any

from dingxin.rules import codes
from dingxin.rules.clocks import Length, LengthUnit, Term
from dingxin.rules.codes import Channel, ClockCode, Code, Disposal, Nature, Role
from dingxin.rules.move_table import PROPOSE_APPROVE, WIDENABLE
from dingxin.rules.packs import model as m
from dingxin.rules.packs.reading import LANGUAGES, Reader
from dingxin.rules.rates import BY_CODE
from dingxin.rules.workdays import Calendar

TABLES: dict[str, type[Code]] = {
    name: table
    for name, table in vars(codes).items()
    if isinstance(table, type) and issubclass(table, Code) and table is not Code
}


def read_pack(table: dict[str, Any], name: str, calendar: Callable[[str], Calendar]) -> m.Pack:
    """Read a whole pack. `calendar` gives calendars by code. Raises `PackError` with the path of what is wrong."""
    r = Reader(table, name)
    if r.number("format", 1, 1) != 1:
        r.fail("format", "unknown version")
    if r.slug("code") != name:
        r.fail("code", f"is not the file's name, {name}")
    sources = _once(r, "sources", _source, lambda source: source.code)
    try:
        days = calendar(r.text("calendar"))
    except KeyError:
        r.fail("calendar", "no such calendar")
    terms = _once(r, "terms", lambda row: _term(row, sources), lambda term: term.code)
    pack = m.Pack(
        code=name,
        version=r.number("version", 1, 10_000),
        title=r.labels("title"),
        zone=r.text("zone"),
        calendar=days,
        languages=tuple(r.texts("languages")),
        channels=r.code_list("channels", Channel),
        natures=r.code_list("natures", Nature),
        disposals=r.code_list("disposals", Disposal),
        propose_approve=_two(r),
        scope=r.labels("scope"),
        limits=_limits(r.table("limits")),
        sources=sources,
        categories=tuple(_once(r, "categories", _category, lambda found: found.code).values()),
        places=tuple(_once(r, "places", _place, lambda place: place.code).values()),
        terms=tuple(terms.values()),
        duties=tuple(_once(r, "duties", lambda row: _duty(row, sources, terms), lambda duty: duty.code).values()),
        rules=tuple(_once(r, "rules", lambda row: _rule(row, sources), lambda rule: rule.code).values()),
        retention=tuple(_once(r, "retention", lambda row: _retention(row, sources), lambda keep: keep.keeps).values()),
        follow_up=_follow_up(r.table("follow_up"), sources),
        rates=_rates(r),
        columns=tuple(_once(r, "columns", _column, lambda column: column.code).values()),
        labels=_once(r, "labels", _label, lambda pair: pair[0], pick=lambda pair: pair[1], optional=True),
    )
    _languages(r, pack.languages)
    r.finish()
    return pack


def _once(
    r: Reader,
    key: str,
    read: Callable[[Reader], Any],
    code: Callable[[Any], Any],
    pick: Callable[[Any], Any] = lambda found: found,
    *,
    optional: bool = False,
) -> dict[Any, Any]:
    """The rows of a list of tables by code, in order; a code that stands twice is refused."""
    out: dict[Any, Any] = {}
    for row in r.tables(key, optional=optional):
        found = read(row)
        row.finish()
        if code(found) in out:
            row.fail("", "stands twice")
        out[code(found)] = pick(found)
    return out


def _languages(r: Reader, languages: tuple[str, ...]) -> None:
    for language in languages:
        if language not in LANGUAGES:
            r.fail("languages", f"{language!r} is not one of {', '.join(sorted(LANGUAGES))}")


def _two(r: Reader) -> frozenset[str]:
    extra = r.texts("two_people_also", [])
    for code in extra:
        if code not in WIDENABLE:
            r.fail("two_people_also", f"{code!r} is no move that a pack may put under two people")
    return PROPOSE_APPROVE | frozenset(extra)


def _rates(r: Reader) -> tuple[str, ...]:
    rates = r.texts("rates")
    for code in rates:
        if code not in BY_CODE:
            r.fail("rates", f"{code!r} is no rate")
    return tuple(rates)


def _limits(r: Reader) -> m.Limits:
    limits = m.Limits(
        r.number("collective_from", 2, 1000),
        r.number("spokespersons", 1, 1000),
        r.number("disclosure_threshold", 3, 1000),
    )
    r.finish()
    return limits


def _follow_up(r: Reader, sources: dict[str, m.Source]) -> m.FollowUps:
    months = r.numbers("months", 1, 60)
    if not months or months != sorted(set(months)):
        r.fail("months", "are not in order")
    found = m.FollowUps(tuple(months), _basis(r, sources))
    r.finish()
    return found


def _source(r: Reader) -> m.Source:
    return m.Source(r.slug("code"), r.code("kind", m.SourceKind), r.labels("title"))


def _basis(r: Reader, sources: dict[str, m.Source]) -> m.Basis:
    code = r.text("source")
    if code not in sources:
        r.fail("source", f"{code!r} is not among the sources")
    return m.Basis(sources[code], r.text("article", ""), r.flag("verified"))


def _length(r: Reader) -> Length:
    unit = r.one_of("unit", [unit.value for unit in LengthUnit])
    return Length(r.number("length", 1, 10_000), LengthUnit(unit))


def _extension(r: Reader | None) -> m.ExtensionRule | None:
    if r is None:
        return None
    rule = m.ExtensionRule(_length(r), r.number("times", 1, 10), r.code("approved_by", Role), r.flag("told"))
    r.finish()
    return rule


def _term(r: Reader, sources: dict[str, m.Source]) -> m.TermRule:
    fallback = r.maybe_table("fallback")
    fallback_start = fallback.code("start", m.StartEvent) if fallback else None
    fallback_length = _length(fallback) if fallback else None
    if fallback:
        fallback.finish()
    code = r.slug("code")
    if len(code) > 40:
        r.fail("code", "is longer than 40 characters")
    return m.TermRule(
        code=code,
        clock=r.code("clock", ClockCode),
        label=r.labels("label"),
        start=r.code("start", m.StartEvent),
        term=Term(_length(r), r.flag("pauses", False), r.flag("rolls", False)),
        basis=_basis(r, sources),
        natures=frozenset(r.code_list("natures", Nature)) if r.has("natures") else frozenset(),
        named_only=r.flag("named_only", False),
        extension=_extension(r.maybe_table("extension")),
        fallback_start=fallback_start,
        fallback=fallback_length,
    )


def _duty(r: Reader, sources: dict[str, m.Source], terms: dict[str, m.TermRule]) -> m.Duty:
    term = r.text("term") if r.has("term") else None
    if term is not None and term not in terms:
        r.fail("term", f"{term!r} is not among the terms")
    return m.Duty(r.slug("code"), r.code("what", m.DutyWhat), r.labels("label"), term, _basis(r, sources))


def _rule(r: Reader, sources: dict[str, m.Source]) -> m.Rule:
    return m.Rule(r.code("code", m.RuleCode), _basis(r, sources))


def _retention(r: Reader, sources: dict[str, m.Source]) -> m.Retention:
    return m.Retention(
        r.code("keeps", m.Keeps), r.number("years", 1, 100), r.code("start", m.StartEvent), _basis(r, sources)
    )


def _category(r: Reader) -> m.Category:
    code = r.slug("code")
    children: dict[str, m.Category] = _once(r, "children", lambda row: _child(row, code), lambda child: child.code)
    return m.Category(code, r.labels("label"), tuple(children.values()))


def _child(r: Reader, parent: str) -> m.Category:
    code = f"{parent}.{r.slug('code')}"
    if len(code) > 40:
        r.fail("code", "is longer than 40 characters with its parent's")
    return m.Category(code, r.labels("label"))


def _place(r: Reader) -> m.Place:
    return m.Place(r.slug("code"), r.labels("label"))


def _column(r: Reader) -> m.Column:
    return m.Column(
        r.slug("code"),
        r.labels("label"),
        r.code("holds", m.Holds),
        r.code("cell", m.CellKind),
        tuple(r.texts("aliases", [])),
    )


def _label(r: Reader) -> tuple[tuple[str, str], dict[str, str]]:
    table = r.one_of("table", TABLES)
    return (table, r.code("code", TABLES[table]).value), r.labels("label")
