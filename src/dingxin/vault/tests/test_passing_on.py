"""A custodian's key is lost, altogether: what the other one can still do, and what nobody can."""

import pytest
from tests.cast_vault import Cast, found

from dingxin.accounts.actions import reset_keys
from dingxin.accounts.models import Member
from dingxin.accounts.queries import fingerprint
from dingxin.audit.models import Entry
from dingxin.config import founding
from dingxin.organisation import actions as organisation
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Role
from dingxin.sealing.envelope import open_share_b, seal_share_b
from dingxin.sealing.errors import SealBroken
from dingxin.vault import actions, keyring
from dingxin.vault.models import Custody, CustodyHolder

pytestmark = pytest.mark.django_db
SUBMISSION, B = "0123456789abcdef" * 2, b"\x0b" * 32


def sealed(cast: Cast) -> bytes:
    """A share as somebody's browser sealed it to the custodians of now."""
    return seal_share_b(Custody.objects.get(body=cast.body, current=True).recipient, SUBMISSION, B)


def lose(cast: Cast, username: str) -> None:
    """Passphrase and recovery code are gone; the administrator makes a new pair and the member takes it over."""
    from dingxin.accounts import derive
    from dingxin.sealing.keys import unwrap_member_keys

    made = reset_keys(member=cast.member(username), actor="x")
    Member.objects.filter(pk=made.member.pk).update(own=True, totp_secret=b"x" * 60)
    member = Member.objects.get(pk=made.member.pk)
    wrap = derive.derive(made.secrets.passphrase, member.salt).wrap
    keys = unwrap_member_keys(wrap, bytes(member.wrapped_keys))
    cast.people[username].current = founding.current_of(member, keys)


def certify(cast: Cast, username: str) -> None:
    heard = fingerprint(cast.member(username))
    request = actions.propose_certificate(
        current=cast["shen"], member=cast.member(username), heard=heard, body=cast.body
    )
    actions.second_certificate(current=cast["fang"], request=request, heard=heard)


def opens(cast: Cast, username: str, blob: bytes) -> bool:
    for holder in CustodyHolder.objects.filter(member__username=username).select_related("custody"):
        try:
            if open_share_b(keyring.custody_secret(cast[username], holder.custody), blob, SUBMISSION) == B:
                return True
        except (keyring.NotAHolder, SealBroken):
            continue
    return False


def test_one_key_is_lost_and_an_old_name_still_opens() -> None:
    cast = found()
    old = sealed(cast)
    lose(cast, "tian")
    assert not opens(cast, "tian", old)
    certify(cast, "tian")
    with pytest.raises(Refused) as first:
        actions.pass_on_custody(current=cast["luo"], body=cast.body, to=cast.member("tian"))
    assert first.value.code == "nothing"  # the present key is made anew, never copied
    actions.make_custody(current=cast["luo"], body=cast.body, custodians=[cast.member("luo"), cast.member("tian")])
    new = sealed(cast)
    assert opens(cast, "tian", new)
    assert not opens(cast, "tian", old)
    assert actions.pass_on_custody(current=cast["luo"], body=cast.body, to=cast.member("tian")) == 1
    assert Entry.objects.filter(kind="vault.custody_passed").count() == 1
    lose(cast, "luo")  # and now the other one: what was handed on is enough
    assert opens(cast, "tian", old)
    assert opens(cast, "tian", new)
    assert not opens(cast, "luo", old)


def test_both_keys_are_lost_and_the_old_names_with_them() -> None:
    cast = found()
    old = sealed(cast)
    for username in ("luo", "tian"):
        lose(cast, username)
        certify(cast, username)
    actions.make_custody(current=cast["luo"], body=cast.body, custodians=[cast.member("luo"), cast.member("tian")])
    new = sealed(cast)
    for username, other in (("luo", "tian"), ("tian", "luo")):
        with pytest.raises(Refused):
            actions.pass_on_custody(current=cast[username], body=cast.body, to=cast.member(other))
        assert opens(cast, username, new)
        assert not opens(cast, username, old)


def test_it_is_passed_on_to_nobody_else() -> None:
    cast = found()
    actions.make_custody(current=cast["luo"], body=cast.body, custodians=[cast.member("luo"), cast.member("tian")])
    give = {"current": cast["guli"], "body": cast.body, "role": Role.CUSTODIAN}
    for who, code in (("helan", "not-a-custodian"), ("guli", "not-a-custodian"), ("kang", "not-a-custodian"), ("luo", "own")):
        with pytest.raises(Refused) as refused:
            actions.pass_on_custody(current=cast["luo"], body=cast.body, to=cast.member(who))
        assert refused.value.code == code, who
    with pytest.raises(Refused):  # somebody in a team never becomes one
        organisation.give_role(member=cast.member("zhou"), **give)
    organisation.give_role(member=cast.member("gao"), **give)
    with pytest.raises(Refused) as uncertified:
        actions.pass_on_custody(current=cast["luo"], body=cast.body, to=cast.member("gao"))
    assert uncertified.value.code == "not-certified"
    certify(cast, "gao")
    with pytest.raises(Refused) as unnamed:
        actions.pass_on_custody(current=cast["luo"], body=cast.body, to=cast.member("gao"))
    assert unnamed.value.code == "make-first"
    with pytest.raises(Refused):
        actions.pass_on_custody(current=cast["helan"], body=cast.body, to=cast.member("luo"))
