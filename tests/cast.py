"""The fixed cast of all tests: people who can sign in. Each room adds what it needs (teams, vaults) below.

Plain functions, no fixtures: ``from tests.cast import make_member, client_for``. The database mark is the test's own.
"""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.test import Client

from dingxin.accounts import cookies, derive, totp
from dingxin.accounts.actions import create_member
from dingxin.accounts.actions.sessions import begin
from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member
from dingxin.audit.writing import writing
from dingxin.sealing.keys import MemberKeys, unwrap_member_keys


@dataclass
class CastMember:
    """A member with everything a real one knows. ``member`` is as it was made: ``refresh_from_db`` after changes."""

    member: Member
    passphrase: str
    recovery: str
    totp_secret: str

    @property
    def id(self) -> UUID:
        """Of the member."""
        return self.member.id

    @cached_property
    def keys(self) -> MemberKeys:
        """The private keys, derived from the passphrase once."""
        wrap = derive.derive(self.passphrase, self.member.salt).wrap
        return unwrap_member_keys(wrap, bytes(self.member.wrapped_keys))

    def code(self, ahead: int = 0) -> str:
        """The second factor's code of now, or some steps of 30 s ahead (each works once)."""
        return totp.code_at(self.totp_secret, totp.now_step() + ahead)


def make_member(
    username: str = "zhou", name: str = "周砚", *, own: bool = True, second_factor: bool = True, language: str = "en"
) -> CastMember:
    """A member, ready to work. ``own=False``: the account was made by somebody else and not taken over yet."""
    secret = totp.new_secret()
    new = create_member(
        actor="cast", username=username, name=name, language=language, own=own,
        second_factor=secret if second_factor else None,
    )
    return CastMember(new.member, new.secrets.passphrase, new.secrets.recovery_code, secret)


def current_for(person: CastMember, *, unlocked: bool = True) -> Current:
    """A whole session as actions want it, without a browser."""
    with writing():
        cookie, session = begin(person.member, person.keys, second_factor=True)
        if not unlocked:
            session.sealed_keys = None
            session.save(update_fields=["sealed_keys"])
    return Current(person.member, session, cookie, language=person.member.language)


def client_for(person: CastMember, *, unlocked: bool = True, csrf: bool = False) -> Client:
    """A browser, signed in past the second factor; ``csrf=True`` checks form tokens as a real one meets them."""
    client = Client(enforce_csrf_checks=csrf, raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE] = cookies.as_text(current_for(person, unlocked=unlocked).cookie)
    return client


def half_open_client_for(person: CastMember) -> Client:
    """A browser whose passphrase was right and whose second factor is awaited."""
    client = Client(raise_request_exception=False)
    with writing():
        cookie, _ = begin(person.member, person.keys)
    client.cookies[settings.SESSION_COOKIE] = cookies.as_text(cookie)
    return client
