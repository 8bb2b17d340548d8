"""The first page of those who have no queue: what they are here for, and what they can do now."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dingxin.desk.matter.present.words import say
from dingxin.desk.place import Place
from dingxin.rules.codes import Role
from dingxin.web.parts import Link
from dingxin.web.templatetags.dx import num


@dataclass(frozen=True)
class Card:
    """One role of the member."""

    role: str
    heading: str
    text: str
    links: tuple[Link, ...] = ()


def cards_of(place: Place) -> list[Card]:
    """One card for each role that brings no queue; a card of its own for who has none at all."""
    held = ([str(place.role)] if place.role and not place.reads else []) + sorted(place.body_roles)
    waits = sum(tab.waits for tab in place.tabs)
    cards = [_card(role, waits) for role in held]
    return [card for card in cards if card is not None] or ([] if place.reads else [_nobody()])


def _card(role: str, waits: int) -> Card | None:
    keys, house = Link(_("See the keys"), reverse("desk:keys"), "k"), Link(_("To the organisation"), reverse("desk:organisation"))
    cards = {
        Role.CLERK: Card(
            Role.CLERK, _("You write down what people come to say"),
            _("You type while they speak and file it: from then on it is sealed, for you too. What becomes of it, the "
              "officers of the team do. Nothing here waits for you."),
            (Link(_("Record"), reverse("intake_common:doors"), "c"),),
        ),
        Role.CUSTODIAN: Card(
            Role.CUSTODIAN,
            say(ngettext("%(n)s request for a second key waits", "%(n)s requests for a second key wait", waits), n=num(waits))
            if waits else _("No request for a second key waits"),
            _("When an officer needs a name that is behind two keys, the request with its reason appears here. You turn "
              "the second key or refuse, and never see the name yourself."),
            (Link(_("To the requests"), reverse("desk:custody"), "w"), keys),
        ),
        Role.SIGNER: Card(
            Role.SIGNER, _("You sign for whom people's words may be sealed"),
            _("A team receives only under a statement that two signers have signed. What waits for your signature stands "
              "under Keys. You cannot open anything."),
            (keys, house),
        ),
        Role.ADMIN: Card(
            Role.ADMIN, _("You keep the house in order"),
            _("Bodies, units, rounds, teams, people and their accounts. You hold no key: what people wrote, you never see."),
            (house, keys),
        ),
        Role.OFFICE: Card(
            Role.OFFICE, _("You see how all teams stand, in figures"),
            _("Rounds, teams and what is late. What is sealed to a team stays sealed to it."), (house,),
        ),
        Role.ARCHIVIST: Card(
            Role.ARCHIVIST, _("The archive opens with two people"),
            _("What is closed and past its days is handed to you by the teams. Nothing was handed over yet."),
        ),
        Role.OPENER: Card(
            Role.OPENER, _("You hear what is about a team itself"),
            _("Such words come straight to this body; the team they are about cannot open them."),
        ),
    }
    return cards.get(Role(role)) if role in set(Role) else None  # type: ignore[call-arg]


def _nobody() -> Card:
    return Card(
        "", _("You are in no team yet"),
        _("When the administrator puts you into a team or gives you a role in a body, your work appears here. Tell them "
          "the six words of your key: they stand in your settings."),
        (Link(_("My settings"), reverse("accounts:settings")),),
    )
