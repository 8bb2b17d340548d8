"""The story of a matter, told: facts of ``casework.queries.story`` with the words that were opened, in place."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from dingxin.casework.kinds import AnswerBy, ChildKind, PieceKind
from dingxin.casework.queries import StoryItem
from dingxin.desk.matter.people import name_of
from dingxin.desk.matter.present import story_remedies
from dingxin.desk.matter.present.events import Chip, Event, Stage, Telling
from dingxin.desk.matter.present.how import SHORT_HOW
from dingxin.desk.matter.present.material import Material
from dingxin.desk.matter.present.opened import Shown, addition
from dingxin.desk.matter.present.story_links import FOLDED_FROM, submissions
from dingxin.desk.matter.present.story_moves import moves_and_proposals
from dingxin.desk.matter.present.words import listed, say, word
from dingxin.rules.codes import ConfirmedHow, FindingResult, SignalKind, VerificationMethod
from dingxin.web.parts import Link
from dingxin.web.templatetags.dx import ltr, size

PIECE_MARKS = {
    PieceKind.NOTE: "note", PieceKind.INSTRUCTION: "dia", PieceKind.ASSESSMENT: "ring", PieceKind.DESTINATION: "arrow",
    PieceKind.STEP: "half", PieceKind.FINDING: "dia", PieceKind.CHILD: "square", PieceKind.OUTCOME: "check",
    PieceKind.ANSWER: "talk", PieceKind.WORD: "talk",
}
PIECE_STAGES = {
    PieceKind.INSTRUCTION: Stage.INSTRUCTION, PieceKind.ASSESSMENT: Stage.ASSESSMENT,
    PieceKind.DESTINATION: Stage.ASSESSMENT, PieceKind.STEP: Stage.STEP, PieceKind.FINDING: Stage.FINDING,
    PieceKind.CHILD: Stage.CHILD, PieceKind.OUTCOME: Stage.OUTCOME, PieceKind.ANSWER: Stage.ANSWER,
    PieceKind.WORD: Stage.WORD, PieceKind.UNLINKED: Stage.UNLINK,
}
WITHDRAWN = "withdrawn"
GIVEN = (SignalKind.CONFIRM, SignalKind.DISPUTE)


class Story(Material):
    """Tells the story of one page."""

    def events(self) -> list[Event]:
        """Oldest first."""
        telling = Telling()
        telling.extend(submissions(self))
        telling.extend(moves_and_proposals(self))
        telling.extend(self._words())
        telling.extend(self._answers())
        for item in self.page.story:
            if item.kind == "piece" and item.id not in self.told:
                telling.add(self._piece(item))
            elif item.kind == "message":
                telling.add(self._message(item))
            elif item.kind in ("withdrawn", "unlink"):
                telling.add(self._gone(item))
        telling.extend(self._files())
        telling.extend(self._written_later())
        telling.extend(story_remedies.events(self.page, self.opened, self.names))
        return telling.ordered()

    # The person's word

    def _words(self) -> list[Event]:
        """Each dispute by itself; many confirmations of one day in one line, each with how it was given."""
        items = [item for item in self.page.story if item.kind == "word"]
        days: dict[date, list[StoryItem]] = defaultdict(list)
        for item in items:
            if item.code != "disputed" and self.of_link.get(item.id) != self.unsealed.id:
                days[item.day].append(item)
        many = {item.id: day for day, rows in days.items() if len(rows) >= FOLDED_FROM for item in rows}
        alone = [self._word(item) for item in items if item.id not in many]
        return alone + [self._many_words(day, days[day]) for day in sorted(set(many.values()))]

    def _many_words(self, day: date, rows: list[StoryItem]) -> Event:
        events = [(item, self._word(item)) for item in rows]
        by = Counter(item.facts["how"] for item in rows)
        said = [(self.name(self.of_link.get(item.id)), word(ConfirmedHow, item.facts["how"]), event) for item, event in events]
        return Event(
            day, say(_("%(count)s people say that it is solved"), count=ltr(len(rows))), "check",
            chips=tuple(Chip(how, say("%(how)s %(n)s", how=_(SHORT_HOW.get(how, how)), n=ltr(n))) for how, n in by.items()),
            fold_label=_("one by one"), rank=Stage.WORD,
            lines=tuple(say(_("%(person)s: %(what)s"), person=name, what=how) for name, how, event in said if not event.pieces),
            fold=tuple(
                replace(piece, label=say(_("%(person)s: %(what)s"), person=name, what=how))
                for name, how, event in said for piece in event.pieces
            ),
        )  # fmt: skip

    def _answers(self) -> list[Event]:
        """Many answers of one day in one line; each is read apart."""
        days: dict[tuple[date, str], list[StoryItem]] = defaultdict(list)
        for item in self.page.story:
            if item.kind == "piece" and item.code == PieceKind.ANSWER:
                days[item.day, item.who].append(item)
        many = [rows for rows in days.values() if len(rows) >= FOLDED_FROM]
        self.told.update(item.id for rows in many for item in rows)
        return [
            Event(
                rows[0].day, say(_("%(count)s people answered, each apart"), count=ltr(len(rows))), "talk",
                who=self._by(rows[0]), fold_label=_("one by one"), rank=Stage.ANSWER,
                fold=tuple(self.shown(item, self.name(self.of_link.get(item.follows or item.id))) for item in rows),
            )
            for rows in many
        ]

    def _word(self, item: StoryItem) -> Event:
        submission = self.of_link.get(item.id)
        disputed = item.code == "disputed"
        text = _("%(submission)s: the person says it is not solved") if disputed else _(
            "%(submission)s: the person says it is solved"
        )
        given = [piece for piece in self.follows[item.id] if piece.code == PieceKind.WORD and piece.day == item.day]
        self.told.update(piece.id for piece in given)
        pieces = [self.shown(piece, _("The person's own words")) for piece in given]
        if self.unsealed.row is not None and submission == self.unsealed.id:
            own = [one for one in self.unsealed.row.additions if one.kind in GIVEN and one.day == item.day]
            self.told.update(one.id for one in own)
            pieces += [addition(one) for one in own]
        how = item.facts["how"]
        chips = (Chip(how, word(ConfirmedHow, how)),)
        counted = "" if how != ConfirmedHow.TOLD_TO_STAFF or disputed else _("Kept, and not counted as confirmed.")
        return Event(
            item.day, say(text, submission=self.name(submission)), "cross" if disputed else "check", who=self._staff(given),
            text=counted, chips=chips, pieces=tuple(pieces), rank=Stage.WORD,
            here=disputed and self.page.matter.confirmation == "disputed",
        )

    @staticmethod
    def _staff(given: list[StoryItem]) -> str:
        names = [name_of(one) for item in given for one in (item.who, item.second) if one]
        return listed(dict.fromkeys(name for name in names if name))

    def _message(self, item: StoryItem) -> Event | None:
        if item.code == "answer":
            return None  # the answer itself stands in the story as a piece of ours
        values = {"submission": self.name(item.follows)}
        if item.facts.get("direction") == "out":
            text = _("%(submission)s: a question was sent") if item.code == "question" else _(
                "%(submission)s: a message was sent"
            )
            return Event(item.day, say(text, **values), "talk", rank=Stage.MESSAGE,
                         text=_("Sealed to the person: only they can read it again."))  # fmt: skip
        if item.facts.get("direction") == "in":
            heading = say(_("%(submission)s: the person wrote"), **values)
        else:
            what = _("answered what was asked") if item.code == SignalKind.CONSENT else word(SignalKind, item.code)
            heading = say(_("%(person)s: %(what)s"), what=what, person=values["submission"])  # a no reads like a yes
        mark = "tri" if item.code == SignalKind.INTERFERENCE else "cross" if item.code == "withdraw_consent" else "talk"
        return Event(item.day, heading, mark, pieces=self._later(item), rank=Stage.MESSAGE)

    def _later(self, item: StoryItem) -> tuple[Shown, ...]:
        """What the person wrote later: open when the page opened their submission, else it opens with it."""
        if not item.sealed:
            return ()
        if self.unsealed.row is not None and item.follows == self.unsealed.id:
            self.told.add(item.id)
            return tuple(addition(one) for one in self.unsealed.row.additions if one.id == item.id and one.said)
        refused = self.unsealed.refused.get(item.follows, "") if item.follows else ""
        return (Shown(_("The person's own words"), ask=None if refused else item.follows, refused=refused),)

    def _written_later(self) -> list[Event]:
        """What the opened submission's person wrote that no fact of the story stands for any more (a word that a reopening
        made void)."""
        row = self.unsealed.row
        late = [one for one in row.additions if one.id not in self.told and one.said] if row is not None else []
        return [
            Event(
                one.day, say("%(person)s: %(what)s", person=self.name(self.unsealed.id), what=word(SignalKind, one.kind)),
                "cross" if one.kind == SignalKind.DISPUTE else "talk", pieces=(addition(one),), rank=Stage.WORD,
            )
            for one in late
        ]

    def _gone(self, item: StoryItem) -> Event:
        if item.kind == "withdrawn":
            heading = say(_("%(submission)s: the person withdrew"), submission=self.name(self.of_link.get(item.id)))
            return Event(item.day, heading, "cross", rank=Stage.WITHDRAWN)
        heading = say(_("%(submission)s was taken off"), submission=self.name(item.id))
        return Event(item.day, heading, "dash", rank=Stage.UNLINK)

    # Our own pieces

    def _piece(self, item: StoryItem) -> Event:
        kind = next((code for code in PieceKind if code.value == item.code), PieceKind.NOTE)
        heading, chips = self._titled(kind, item)
        files = [file for file in self.follows[item.id] if file.kind == "evidence"]
        self.told.update(file.id for file in files)
        return Event(
            item.day, heading, PIECE_MARKS.get(kind, "note"), who=self._by(item), chips=chips,
            pieces=(self.shown(item, _(kind.label)),), links=tuple(self._file(file) for file in files),
            rank=PIECE_STAGES.get(kind, Stage.NOTE),
        )

    def _titled(self, kind: PieceKind, item: StoryItem) -> tuple[str, tuple[Chip, ...]]:
        method, result = item.facts.get("method", ""), item.facts.get("result", "")
        match kind:
            case PieceKind.STEP:
                chips = (Chip(result, word(FindingResult, result)),) if result else ()
                return say(_("Verified: %(how)s"), how=word(VerificationMethod, method)), chips
            case PieceKind.FINDING:
                return say(_("Finding written: %(finding)s"), finding=word(FindingResult, result)), ()
            case PieceKind.ANSWER:
                heading = say(_("%(submission)s: answered"), submission=self.name(self.of_link.get(item.follows or item.id)))
                return heading, (Chip("answered", word(AnswerBy, method)),)
            case PieceKind.CHILD:
                return say(_("%(what)s sent"), what=word(ChildKind, method)), ()
            case PieceKind.OUTCOME if method == "interference":
                return _("The interference was dealt with"), ()
            case PieceKind.OUTCOME:
                return say(_("%(what)s: what came back"), what=word(ChildKind, method)), ()
            case PieceKind.WORD if result == WITHDRAWN:
                return _("Withdrawn: in the person's own words"), ()
        return _(kind.label), ()

    @staticmethod
    def _by(item: StoryItem) -> str:
        names = [name for name in (name_of(item.who), name_of(item.second)) if name]
        return listed(names)

    # Files

    def _file(self, item: StoryItem) -> Link:
        manifest = self.opened.evidence.get(item.id) if self.opened else None
        if manifest is None:
            return Link(_("A sealed file"), "")
        label = say("%(name)s (%(size)s)", name=manifest.name, size=size(manifest.size))
        return Link(label, reverse("desk:evidence", args=[item.id]))

    def _files(self) -> list[Event]:
        days: dict[tuple[object, str], list[StoryItem]] = defaultdict(list)
        for item in self.page.story:
            if item.kind == "evidence" and item.id not in self.told:
                days[item.day, item.who].append(item)
        return [
            Event(
                items[0].day, _("Evidence added"), "square", who=name_of(items[0].who), rank=Stage.EVIDENCE,
                links=tuple(self._file(item) for item in items),
            )
            for items in days.values()
        ]
