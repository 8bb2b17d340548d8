"""What a policy pack says, as frozen data. The file format is docs/formats/pack-format.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dingxin.rules.clocks import Due, Length, Pause, Term, due
from dingxin.rules.codes import Channel, ClockCode, Code, Disposal, Named, Nature, Role
from dingxin.rules.packs.reading import Labels
from dingxin.rules.text import N_
from dingxin.rules.workdays import Calendar


class StartEvent(Code):
    """What a term counts from; its own day never counts."""

    RECEIVED = "received", N_("Received")
    ACKNOWLEDGED = "acknowledged", N_("Receipt acknowledged")
    ACCEPTED = "accepted", N_("Accepted")
    REDIRECTED = "redirected", N_("Redirected")
    CONCLUDED = "concluded", N_("Concluded")
    ANSWERED = "answered", N_("Answered")
    ASKED = "asked", N_("The person was asked")
    DISPUTED = "disputed", N_("Disputed")
    REVIEW_ASKED = "review_asked", N_("Review asked for")
    SENT = "sent", N_("Sent")
    CLOSED = "closed", N_("Closed")
    FED_BACK = "fed_back", N_("Fed back to the unit")
    INTERFERENCE = "interference", N_("Interference became known")


class RuleCode(Code):
    """Rules without a term that the code keeps when the pack names them."""

    SEND_UP_UNCOPIED = "send_up_uncopied", N_("What belongs to the superior body is sent up, not copied or excerpted")
    OWN_HEAD_TO_SUPERIOR = "own_head_to_superior", N_("What is about the body's own head goes straight to the superior")
    IDENTITY_CONSENT = "identity_consent", N_("Identity is disclosed only with explicit consent")
    WRITTEN_REASONS = "written_reasons", N_("Written reasons go to the person before a disclosure")
    MINUTES_READ_BACK = "minutes_read_back", N_("Minutes of a call or meeting are read back and signed")
    SURVIVOR_CONSENT = "survivor_consent", N_("Sexual violence: referral only with the survivor's consent")
    MINIMAL_RECORD = "minimal_record", N_("Sexual violence: a minimal record")
    PUBLISHED_TERMS = "published_terms", N_("The terms are published")
    APPEAL = "appeal", N_("There is an appeal")


class SourceKind(Code):
    """Where a rule comes from."""

    LAW = "law", N_("Law or binding rule")
    STANDARD = "standard", N_("Standard")
    OWN = "own", N_("Set by the body itself")


class DutyWhat(Code):
    """What a person is told."""

    RECEIPT = "receipt", N_("That it arrived")
    ACCEPTANCE = "acceptance", N_("Whether it is accepted")
    EXTENSION = "extension", N_("That the term is extended, and why")
    RESULT = "result", N_("The result")
    REDIRECT = "redirect", N_("Where to go instead")
    REVIEW = "review", N_("The result of a review")
    DISCLOSURE = "disclosure", N_("That and why identity will be disclosed")


class Holds(Code):
    """How sensitive a register column is: facts are plain, words are sealed, names are sealed twice."""

    FACT = "fact", N_("Fact")
    WORDS = "words", N_("Words")
    IDENTITY = "identity", N_("Identity")


class CellKind(Code):
    """How a register cell is read and written."""

    TEXT = "text", N_("Text")
    DATE = "date", N_("Date")
    CODE = "code", N_("Code")
    COUNT = "count", N_("A count")
    AMOUNT = "amount", N_("Amount")


class Keeps(Code):
    """What a retention term ends. The fact of a submission never ends."""

    WORDS = "words", N_("Words of submissions")
    IDENTITY = "identity", N_("Identities")
    FILES = "files", N_("Files")
    MATTER = "matter", N_("Records of matters")


@dataclass(frozen=True)
class Source:
    """A document that rules come from."""

    code: str
    kind: SourceKind
    title: Labels


@dataclass(frozen=True)
class Basis:
    """Why a rule is so. `verified`: checked against the official text; where it is false every clock says so."""

    source: Source
    article: str
    verified: bool

    @property
    def must_be_marked(self) -> bool:
        """Whether pages show "not checked": a rule of law that nobody compared with the official text."""
        return not self.verified and self.source.kind is not SourceKind.OWN


@dataclass(frozen=True)
class ExtensionRule:
    """How a term may be extended. `told`: the person hears of it, with the reason."""

    length: Length
    times: int
    approved_by: Role
    told: bool


@dataclass(frozen=True)
class TermRule:
    """One term. `natures` empty: all. `named_only`: only where the name was verified.

    `fallback`: where the start event did not happen, the term counts from so long after `fallback_start`.
    """

    code: str
    clock: ClockCode
    label: Labels
    start: StartEvent
    term: Term
    basis: Basis
    natures: frozenset[Nature] = frozenset()
    named_only: bool = False
    extension: ExtensionRule | None = None
    fallback_start: StartEvent | None = None
    fallback: Length | None = None

    def covers(self, nature: Nature | None, named: Named | None) -> bool:
        """Whether the term is meant for such a submission; an uncoded nature falls under terms for all only."""
        return (not self.natures or nature in self.natures) and (not self.named_only or named is Named.NAMED)

    def start_day(self, events: Mapping[StartEvent, date], calendar: Calendar) -> Due | None:
        """The day the term counts from, None while nothing has started it."""
        if self.start in events:
            return Due(events[self.start])
        if self.fallback is not None and self.fallback_start is not None and self.fallback_start in events:
            return due(events[self.fallback_start], Term(self.fallback), calendar)
        return None


@dataclass(frozen=True)
class Duty:
    """Something a person is told, within a term of the pack where there is one."""

    code: str
    what: DutyWhat
    label: Labels
    term: str | None
    basis: Basis


@dataclass(frozen=True)
class Rule:
    """A rule without a term."""

    code: RuleCode
    basis: Basis


@dataclass(frozen=True)
class Retention:
    """How long something sealed is kept, in years from an event."""

    keeps: Keeps
    years: int
    start: StartEvent
    basis: Basis


@dataclass(frozen=True)
class Category:
    """A category (two levels). `code` of a child is `parent.child`, at most 40 characters."""

    code: str
    label: Labels
    children: tuple["Category", ...] = ()


@dataclass(frozen=True)
class Place:
    """Where somebody is sent whose problem is not ours."""

    code: str
    label: Labels


@dataclass(frozen=True)
class Column:
    """One column of the register, in the order of the file. `aliases`: other headings under which it is imported."""

    code: str
    label: Labels
    holds: Holds
    cell: CellKind
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limits:
    """Numbers of a setting: a visit is collective from so many persons, names at most so many spokespersons."""

    collective_from: int
    spokespersons: int
    disclosure_threshold: int


@dataclass(frozen=True)
class FollowUps:
    """So many months after closing, somebody who was pressed is asked whether they are left in peace."""

    months: tuple[int, ...]
    basis: Basis


@dataclass(frozen=True)
class Pack:
    """One legal setting as data."""

    code: str
    version: int
    title: Labels
    zone: str
    calendar: Calendar
    languages: tuple[str, ...]
    channels: tuple[Channel, ...]
    natures: tuple[Nature, ...]
    disposals: tuple[Disposal, ...]
    propose_approve: frozenset[str]
    scope: Labels
    limits: Limits
    sources: Mapping[str, Source]
    categories: tuple[Category, ...]
    places: tuple[Place, ...]
    terms: tuple[TermRule, ...]
    duties: tuple[Duty, ...]
    rules: tuple[Rule, ...]
    retention: tuple[Retention, ...]
    follow_up: FollowUps
    rates: tuple[str, ...]
    columns: tuple[Column, ...]
    labels: Mapping[tuple[str, str], Labels]

    def term(self, code: str) -> TermRule:
        """The term of that code; `KeyError` when there is none."""
        return {rule.code: rule for rule in self.terms}[code]

    def terms_for(self, clock: ClockCode, nature: Nature | None = None, named: Named | None = None) -> list[TermRule]:
        """The terms of a clock that cover such a submission; empty: the clock does not run in this setting."""
        return [rule for rule in self.terms if rule.clock is clock and rule.covers(nature, named)]

    def first_due(
        self,
        clock: ClockCode,
        events: Mapping[StartEvent, date],
        nature: Nature | None = None,
        named: Named | None = None,
        pauses: tuple[Pause, ...] = (),
        as_of: date | None = None,
    ) -> tuple[TermRule, Due] | None:
        """The term that falls due first among those that cover it and have started, with its day."""
        found: list[tuple[TermRule, Due]] = []
        for rule in self.terms_for(clock, nature, named):
            start = rule.start_day(events, self.calendar)
            if start is not None:
                last = due(start.day, rule.term, self.calendar, pauses, as_of=as_of)
                found.append((rule, Due(last.day, last.provisional or start.provisional)))
        return min(found, key=lambda pair: pair[1].day, default=None)

    def category(self, code: str) -> Category | None:
        """The category of that code on either level."""
        every = [sub for top in self.categories for sub in (top, *top.children)]
        return next((found for found in every if found.code == code), None)

    def has_rule(self, code: RuleCode) -> bool:
        return any(rule.code is code for rule in self.rules)

    def label_of(self, code: Code, language: str) -> str | None:
        """The pack's own word for a code, None where it has none (then the catalogue's word is shown)."""
        return self.labels.get((type(code).__name__, code.value), {}).get(language)
