"""A founded office with a browser for each of its people, for tests that walk from set-up to an open stationing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.test import Client
from django.urls import reverse
from tests.cast import CastMember, client_for

from dingxin.accounts.models import Member
from dingxin.accounts.queries import fingerprint
from dingxin.config.ceremony import Known, found
from dingxin.config.founding import Person
from dingxin.config.tests.test_setup import Office
from dingxin.organisation.models import Body
from dingxin.vault.models import Request

PARTS = ("admin", "signer", "signer2", "custodian", "custodian2", "leader", "officer", "hears", "hears2")


def browser(person: Person) -> Client:
    """Signed in past the second factor, unlocked."""
    member = Member.objects.get(pk=person.member.pk)
    known = CastMember(member, person.secrets.passphrase, person.secrets.recovery_code, person.totp_secret)
    vars(known)["keys"] = person.current.keys()
    return client_for(known)


@dataclass
class Founded:
    """People by their part in ``PARTS``."""

    known: Known
    body: Body
    clients: dict[str, Client] = field(default_factory=dict)

    def member(self, part: str) -> Member:
        return Member.objects.get(username=f"person{PARTS.index(part) + 1}")

    def get(self, part: str, url: str) -> str:
        answer = self.clients[part].get(url)
        assert answer.status_code == 200, (part, url, answer.status_code)
        return answer.content.decode()

    def post(self, part: str, url: str, data: Mapping[str, object] | None = None) -> str:
        """A form that goes through: the address it leads to."""
        answer = self.clients[part].post(url, dict(data or {}))
        assert answer.status_code == 302, (part, url, answer.status_code, said_in(answer.content.decode()))
        return answer.headers["Location"]

    def certify(self, part: str, url: str, *signers: str) -> None:
        """Two signers hear the six words and sign."""
        heard = {"heard": fingerprint(self.member(part)).replace("-", " ")}
        self.post(signers[0], url, heard)
        self.second(signers[1], heard)

    def second(self, part: str, data: Mapping[str, object] | None = None) -> str:
        """Sign the newest request as the second, through its page."""
        row = Request.objects.filter(done=False).latest("at")
        url = reverse("desk:keys_waiting", args=[row.pk])
        self.get(part, url)
        return self.post(part, url, data)


def said_in(page: str) -> str:
    """What an answer that was not a redirect says, for a failing test's message."""
    return " | ".join(re.findall(r'(?:class="(?:say|err|wrong)[^>]*>|role="alert">)(.*?)</(?:div|p|ul)>', page, re.S))[:600]


def founded() -> Founded:
    """A body without one above, all of whose people sat at the terminal."""
    known = found(Office().terminal)
    made = Founded(known, known.bodies[0])
    made.clients = {part: browser(known.people[f"person{n}"]) for n, part in enumerate(PARTS, 1)}
    return made
