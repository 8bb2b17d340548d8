"""What is written when somebody is to be met, when they answer staff, and when they may be named."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from dingxin.accounts.identity import Current
from dingxin.casework import contacts, names
from dingxin.casework.actions import Plan
from dingxin.casework.models import Contact, Matter, Spoken, Submission
from dingxin.casework.queries import contacts_of
from dingxin.casework.witnesses import ENTERED_BY_STAFF
from dingxin.desk.matter import people
from dingxin.desk.matter.forms.base import CodeField, Day, PastDay, SealedLine, SealedText, Witnesses, choices_of
from dingxin.desk.matter.forms.pieces import proofs
from dingxin.desk.matter.present.words import person_name
from dingxin.rules.codes import (
    AskedBy,
    ConfirmedHow,
    ConsentPart,
    ContactPurpose,
    ContactWay,
    LeaveItem,
    LeavePurpose,
    SpokenKind,
)
from dingxin.rules.contacts import asking_ways

HOWS = [how for how in ConfirmedHow if how in ENTERED_BY_STAFF]
PARTS = tuple(part.value for part in ConsentPart)


class PlanForm(forms.Form):
    """The three parts the person answers, and what only the team knows."""

    way = CodeField(ContactWay, gettext_lazy("What kind of contact"))
    time = SealedLine(label=gettext_lazy("Time, in words"), max_length=300, help_text=gettext_lazy("The person reads it."))
    day = Day(gettext_lazy("On which day"), required=False, help_text=gettext_lazy("For your queue; sealed too."))
    place = SealedLine(
        label=gettext_lazy("Place, in words"), max_length=300,
        help_text=gettext_lazy("Not their home and not where they are known, unless they said so."),
    )
    how = SealedLine(
        label=gettext_lazy("Way, in words"), max_length=300,
        help_text=gettext_lazy("How many come, how they look, by what car."),
    )
    why = SealedText(gettext_lazy("What they are told it is for"), rows=2, required=False, most=2_000)
    goes = SealedLine(label=gettext_lazy("Who goes"), max_length=300, required=False)
    unseen = SealedText(gettext_lazy("How they are reached without being seen"), rows=2, required=False, most=2_000)
    otherwise = SealedText(gettext_lazy("What to do if somebody else answers"), rows=2, required=False, most=2_000)

    def plan(self) -> Plan:
        """As the action takes it."""
        said = self.cleaned_data
        return Plan(
            said["time"], said["place"], said["how"], said["day"].isoformat() if said["day"] else "", said["goes"],
            said["unseen"], said["otherwise"], said["why"],
        )


class Propose(PlanForm):
    """A new contact: with whom and what for comes first."""

    def __init__(self, data: Any, *, matter: Matter):
        super().__init__(data)
        self._persons = persons_of(matter)
        self.fields["whom"] = forms.ChoiceField(
            label=gettext("With whom"), choices=[(key, person_name(row)) for key, row in self._persons.items()],
            widget=forms.RadioSelect,
        )
        self.fields["purpose"] = CodeField(ContactPurpose, gettext("What for"))
        self.order_fields(["whom", "purpose"])
        if len(self._persons) == 1:
            self.initial["whom"] = next(iter(self._persons))

    @property
    def person(self) -> "Submission | Spoken":
        """Whom the valid form names."""
        return self._persons[self.cleaned_data["whom"]]


def persons_of(matter: Matter) -> "dict[str, Submission | Spoken]":
    """Everybody of a matter who can be met, by a key for a form."""
    links = matter.links.filter(ended_on__isnull=True).select_related("submission").order_by("linked_on", "pk")
    found: dict[str, Submission | Spoken] = {link.submission_id.hex: link.submission for link in links}
    return found | {row.pk.hex: row for row in contacts_of(matter).spoken}


class ChangePlan(PlanForm):
    """The plan as it stands, to be changed."""

    mine = forms.BooleanField(label=gettext_lazy("I go, not the one before"), required=False)

    def __init__(self, data: Any, *, contact: Contact, plan: Plan | None = None):
        initial: dict[str, Any] = {"way": contact.way}
        if plan is not None:
            initial |= {**vars(plan), "how": plan.way, "way": contact.way}
        super().__init__(data, initial=initial)


class Ask(forms.Form):
    """By which way they are asked."""

    def __init__(self, data: Any, *, person: "Submission | Spoken"):
        super().__init__(data)
        ways = asking_ways(contacts.reached(person))
        self.fields["by"] = CodeField(ways, gettext("How they are asked"))
        if len(ways) == 1:
            self.initial["by"] = ways[0].value


class Heard(forms.Form):
    """How staff heard a word, and who else did."""

    how = CodeField(HOWS, gettext_lazy("How it was given"))
    witness = Witnesses(
        queryset=None, label=gettext_lazy("Who else of the team heard it"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, *, current: Current, matter: Matter):
        super().__init__(data)
        self.fields["witness"].queryset = people.colleagues(current, matter)  # type: ignore[attr-defined]
        self.fields["slip"] = proofs(
            gettext("The slip they signed"), matter, empty=gettext("No slip"),
            help_text=gettext("Scan it and add it to the matter first."),
        )


class Consents(Heard):
    """What they say to each part."""

    def __init__(self, data: Any, *, current: Current, contact: Contact):
        super().__init__(data, current=current, matter=contact.matter)
        answers = [("", gettext("Not said")), ("agree", gettext("Agrees")), ("decline", gettext("Does not agree"))]
        for part in ConsentPart:
            field = forms.ChoiceField(
                label=gettext(part.label), choices=answers, required=False, widget=forms.RadioSelect
            )
            field.short = True  # type: ignore[attr-defined]
            self.fields[part.value] = field
        self.order_fields([*PARTS, "how", "witness", "slip"])

    def parts(self) -> dict[str, str]:
        """Those that were said."""
        return {part: self.cleaned_data[part] for part in PARTS if self.cleaned_data.get(part)}


class TakenBack(forms.Form):
    """How it came."""

    how = CodeField(HOWS, gettext_lazy("How it came"))


class Hold(forms.Form):
    """The day."""

    on = PastDay(gettext_lazy("Day"))


class Record(forms.Form):
    """What was said."""

    text = SealedText(gettext_lazy("Record"), rows=10)


class Reach(forms.Form):
    """Why the way to them has to be opened."""

    reason = SealedText(
        gettext_lazy("Why it cannot be done without"), rows=3, most=2_000,
        help_text=gettext_lazy("The custodian reads this. Do not quote what was said."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("For how many days"), min_value=1, max_value=names.DAYS, initial=names.DAYS,
        widget=forms.NumberInput({"dir": "ltr"}),
    )


class NewSpoken(forms.Form):
    """Whom the team speaks to."""

    kind = CodeField(SpokenKind, gettext_lazy("Their part in it"))
    name = SealedLine(label=gettext_lazy("Name"), max_length=100, required=False)
    phone = SealedLine(label=gettext_lazy("Telephone"), max_length=60, required=False)
    other = SealedLine(label=gettext_lazy("Anything else by which they are known"), max_length=200, required=False)


class AskLeave(forms.Form):
    """What the person is asked, and why nothing else works."""

    purpose = CodeField(LeavePurpose, gettext_lazy("For which one purpose"))
    to = SealedLine(
        label=gettext_lazy("To which one unit or person"), max_length=300, help_text=gettext_lazy("The person reads it.")
    )
    text = SealedText(gettext_lazy("What the person is told"), rows=4, most=4_000)
    without = SealedText(
        gettext_lazy("What cannot be done without it"), rows=2, most=2_000,
        help_text=gettext_lazy("The person reads it. Say only what is true: everything else goes on."),
    )
    why = SealedText(
        gettext_lazy("Why no other way works"), rows=3, most=2_000, help_text=gettext_lazy("For the record; not sent.")
    )

    def __init__(self, data: Any, *, person: Submission):
        super().__init__(data)
        ways = [way for way in asking_ways(contacts.reached(person)) if way is not AskedBy.FIRST_APPROACH]
        self.fields["by"] = CodeField(ways, gettext("How they are asked"))


class LeaveWord(Heard):
    """Yes or no."""

    def __init__(self, data: Any, *, current: Current, matter: Matter):
        super().__init__(data, current=current, matter=matter)
        answers = [("agree", gettext("Agrees")), ("decline", gettext("Does not agree"))]
        field = forms.ChoiceField(label=gettext("What they say"), choices=answers, widget=forms.RadioSelect)
        field.short = True  # type: ignore[attr-defined]
        self.fields["word"] = field
        self.order_fields(["word", "how", "witness", "slip"])


class Items(forms.Form):
    """What may be named: only what the purpose needs."""

    def __init__(self, data: Any, initial: dict[str, str] | None = None):
        super().__init__(data, initial=initial)
        for value, label in choices_of(LeaveItem):
            self.fields[value] = SealedLine(label=label, max_length=300, required=False)
