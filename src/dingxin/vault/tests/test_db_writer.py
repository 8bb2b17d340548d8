"""An insider who can write the database, and holds no key of the team: whatever is swapped, nothing is sealed to them.

The attacker is 古丽, the administrator: a real member with a key pair of her own, and every table at her hand.
"""

from datetime import timedelta

import pytest
from tests.cast_vault import Cast, found

from dingxin.accounts.models import Member
from dingxin.audit.models import Entry
from dingxin.audit.writing import writing
from dingxin.config.founding import certify
from dingxin.organisation import actions as organisation
from dingxin.organisation.models import Membership
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Role
from dingxin.sealing import compartments
from dingxin.sealing.age import new_identity
from dingxin.sealing.keys import new_member_keys
from dingxin.sealing.primitives import sha256
from dingxin.sealing.statements import BodyKeyset, MemberCertificate, Signature, sign_statement
from dingxin.vault import actions, keyring, recusal_lists, rosters
from dingxin.vault.certificates import TEAM_HOLDERS, verify_member
from dingxin.vault.custodians import CustodyStatement, verified_custody
from dingxin.vault.hand_out import roster_of
from dingxin.vault.models import (
    Certificate,
    CompartmentKey,
    Custody,
    Inbound,
    Keyset,
    Recusal,
    RecusalList,
    Request,
    RosterRow,
    Statement,
)
from dingxin.vault.readiness import can_open, current_statement
from dingxin.vault.recusals import ensure_compartment
from dingxin.vault.refusals import NotAHolder, NotTrusted
from dingxin.vault.requests import signature_of
from dingxin.vault.signed import pack
from dingxin.vault.trust import trust_of
from dingxin.web.days import today

pytestmark = pytest.mark.django_db


def check(cast: Cast, username: str) -> MemberCertificate:
    return verify_member(
        cast.member(username), scope=cast.team.team.pk, roles=TEAM_HOLDERS, trust=trust_of(cast.body)
    )


def forged_keyset(cast: Cast, number: int, previous: bytes) -> tuple[BodyKeyset, list]:
    """A keyset of keys she made herself, rightly signed by them."""
    mine = sorted((new_member_keys() for _ in range(2)), key=lambda keys: keys.verify)
    keyset = BodyKeyset(cast.body.pk.hex, number, previous, tuple((keys.verify, "沈济") for keys in mine))
    return keyset, mine


def forged_certificate(cast: Cast, member: Member, signers: list) -> Certificate:
    day = today()
    statement = MemberCertificate(
        member.pk.hex, member.recipient, bytes(member.verify_key), cast.team.team.pk.hex, "officer", day,
        day + timedelta(days=90),
    )
    signatures = [sign_statement(keys.seed, statement, keys.verify) for keys in signers]
    return Certificate.objects.create(
        member=member, scope=cast.team.team.pk, statement=statement.canonical(), signatures=pack(signatures),
        not_after=statement.not_after,
    )


def test_the_honest_chain_holds() -> None:
    cast = found()
    assert check(cast, "song").recipient == cast.member("song").recipient
    assert current_statement(cast.team.team) is not None
    assert verified_custody(cast.body, trust_of(cast.body)).current


def test_swapped_recipient_of_a_member() -> None:
    cast = found()
    Member.objects.filter(username="song").update(recipient=cast.member("guli").recipient)
    with pytest.raises(NotTrusted):
        check(cast, "song")
    # re-keying seals to the others and passes her key over
    actions.rekey(current=cast["helan"], vault=cast.vault, member=cast.member("azi"), left=True)
    main = cast.main
    holders = set(CompartmentKey.objects.filter(compartment=main, epoch=main.epoch).values_list("member", flat=True))
    assert holders == {cast.member("helan").pk, cast.member("zhou").pk}


def test_swapped_certificate() -> None:
    cast = found()
    guli = cast.member("guli")
    Certificate.objects.filter(member__username="song").update(current=False)
    Member.objects.filter(username="song").update(recipient=guli.recipient, verify_key=guli.verify_key)
    forged_certificate(cast, cast.member("song"), [new_member_keys(), new_member_keys()])
    with pytest.raises(NotTrusted):
        check(cast, "song")


def test_certificate_signed_by_one_signer_twice_or_by_herself() -> None:
    cast = found()
    Certificate.objects.filter(member__username="song").delete()
    shen = cast["shen"].keys()
    for signers in ([shen], [shen, shen], [shen, cast["song"].keys()]):
        Certificate.objects.filter(member__username="song").delete()
        forged_certificate(cast, cast.member("song"), signers)
        with pytest.raises(NotTrusted):
            check(cast, "song")
    Certificate.objects.filter(member__username="song").delete()
    forged_certificate(cast, cast.member("song"), [shen, cast["fang"].keys()])
    check(cast, "song")  # the same with two signers of the keyset holds: the refusals above were for their reason


def test_certificate_of_another_team_role_or_person() -> None:
    cast = found()
    theirs = Certificate.objects.get(member__username="luoyi")
    Certificate.objects.filter(pk=theirs.pk).update(scope=cast.team.team.pk)
    Membership.objects.filter(member__username="luoyi").update(team=cast.team.team)
    with pytest.raises(NotTrusted):
        check(cast, "luoyi")
    song = Certificate.objects.get(member__username="song")
    Certificate.objects.filter(pk=song.pk).update(member=cast.member("guli"))
    with pytest.raises(NotTrusted):
        check(cast, "guli")
    with pytest.raises(NotTrusted):
        verify_member(
            cast.member("zhou"), scope=cast.team.team.pk, roles={"leader"}, trust=trust_of(cast.body)
        )


@pytest.mark.parametrize("way", ["replace", "append", "delete"])
def test_swapped_keyset(way: str) -> None:
    cast = found()
    old = Keyset.objects.filter(body=cast.body).order_by("epoch").last()
    assert old is not None
    if way == "delete":
        Statement.objects.filter(keyset__body=cast.body).delete()
        Keyset.objects.filter(body=cast.body).delete()
        mine = [cast["guli"], cast["shen"]]
        with pytest.raises((NotTrusted, Refused)):
            actions.propose_keyset(current=mine[0], body=cast.body, signers=[one.member for one in mine])
    else:
        number = old.epoch + (way == "append")
        previous = sha256(bytes(old.statement)) if way == "append" else BodyKeyset.parse(bytes(old.statement)).previous
        keyset, mine = forged_keyset(cast, number, previous)
        signatures = pack([sign_statement(keys.seed, keyset, keys.verify) for keys in mine])
        values = {"statement": keyset.canonical(), "signatures": signatures, "fingerprint": keyset.fingerprint}
        if way == "replace":
            Keyset.objects.filter(pk=old.pk).update(**values)
        else:
            Keyset.objects.filter(pk=old.pk).update(current=False)
            Keyset.objects.create(body=cast.body, epoch=number, **values)
        forged_certificate(cast, cast.member("guli"), mine)
    with pytest.raises(NotTrusted):
        check(cast, "guli")
    with pytest.raises(NotTrusted):
        keyring.compartment_key(cast["song"], cast.main)


def test_an_older_keyset_put_back() -> None:
    """A signer who was voted out puts the keyset back in which she stood."""
    cast = found()
    last = Keyset.objects.filter(body=cast.body).order_by("epoch").last()
    assert last is not None
    assert last.epoch > 1
    Statement.objects.filter(keyset=last).delete()
    Keyset.objects.filter(pk=last.pk).delete()
    Keyset.objects.filter(body=cast.body, epoch=last.epoch - 1).update(current=True)
    with pytest.raises(NotTrusted):
        trust_of(cast.body)


def test_added_holder_gets_nothing_at_rekeying() -> None:
    cast = found()
    main = cast.main
    key = CompartmentKey.objects.get(compartment=main, member__username="song")
    CompartmentKey.objects.create(
        compartment=main, epoch=1, member=cast.member("luoyi"), sealed=key.sealed, granted_by="", seconded_by=""
    )
    actions.rekey(current=cast["helan"], vault=cast.vault, member=cast.member("azi"), left=True)
    main.refresh_from_db()
    assert not CompartmentKey.objects.filter(compartment=main, epoch=main.epoch, member=cast.member("luoyi")).exists()


@pytest.mark.parametrize("signed_by", ["nobody", "guli", "luoyi", "azi-without-being-on-it"])
def test_forged_roster(signed_by: str) -> None:
    """A list with her on it, under a key she made and sealed to everybody: nobody's session uses that key."""
    cast = found()
    main, key = cast.main, compartments.new_compartment_key()
    people = [cast.member(name) for name in ("helan", "song", "zhou", "guli")]
    roster = roster_of(main, key, people, epoch=1)
    signer = {"nobody": None, "guli": "guli", "luoyi": "luoyi"}.get(signed_by, "azi")
    signatures = [signature_of(cast[signer], roster)] if signer else []
    RosterRow.objects.filter(compartment=main).update(statement=roster.canonical(), signatures=pack(signatures))
    for row in CompartmentKey.objects.filter(compartment=main).select_related("member"):
        sealed = compartments.seal_compartment_key(
            row.member.recipient, key, compartment=main.pk.hex, epoch=1, member=row.member_id.hex
        )
        CompartmentKey.objects.filter(pk=row.pk).update(sealed=sealed)
    with pytest.raises(NotTrusted):
        keyring.compartment_key(cast["song"], main)


def test_a_key_of_her_own_under_the_honest_roster() -> None:
    cast = found()
    main, song = cast.main, cast.member("song")
    sealed = compartments.seal_compartment_key(
        song.recipient, bytes(32), compartment=main.pk.hex, epoch=1, member=song.pk.hex
    )
    CompartmentKey.objects.filter(compartment=main, member=song).update(sealed=sealed)
    with pytest.raises(NotTrusted):
        keyring.compartment_key(cast["song"], main)


def test_somebody_elses_copy_of_the_key() -> None:
    cast = found()
    main = cast.main
    copied = CompartmentKey.objects.get(compartment=main, member__username="song")
    CompartmentKey.objects.filter(pk=copied.pk).update(member=cast.member("guli"))
    with pytest.raises(NotAHolder):
        keyring.compartment_key(cast["guli"], main)


def test_swapped_statement() -> None:
    cast = found()
    row = Statement.objects.get(vault=cast.vault, current=True)
    said = bytes(row.statement).replace(
        keyring.inbound_for(cast.vault.pk, None).recipient.encode(), new_identity().recipient.encode()
    )
    Statement.objects.filter(pk=row.pk).update(statement=said)
    assert current_statement(cast.team.team) is None
    other = Statement.objects.get(vault=cast.stranger_team.vault, current=True)  # rightly signed, for another vault
    Statement.objects.filter(pk=row.pk).update(statement=other.statement, signatures=other.signatures)
    assert current_statement(cast.team.team) is None
    cast.stationing.state = "preparing"
    assert "statement" in {lack.code for lack in can_open(cast.stationing)}


def test_the_leader_signs_no_inbound_that_was_put_there() -> None:
    cast = found()
    mine = new_identity()
    Inbound.objects.filter(vault=cast.vault, state="current").update(recipient=mine.recipient)
    inbound = Inbound.objects.select_related("vault__team__body", "vault__body").get(vault=cast.vault, state="current")
    with pytest.raises(NotTrusted):
        actions.propose_statement(current=cast["helan"], inbound=inbound)


def test_the_leader_signs_no_custodians_that_were_put_there() -> None:
    cast = found()
    Custody.objects.filter(body=cast.body).update(recipient=new_identity().recipient)
    with pytest.raises(NotTrusted):
        actions.rotate_inbound(current=cast["helan"], vault=cast.vault)


def test_a_second_signer_signs_no_statement_the_leader_did_not_sign() -> None:
    cast = found()
    request = actions.rotate_inbound(current=cast["helan"], vault=cast.vault)
    forged = bytes(request.payload).replace(
        Inbound.objects.get(vault=cast.vault, state="waiting").recipient.encode(), new_identity().recipient.encode()
    )
    Request.objects.filter(pk=request.pk).update(payload=forged)
    with pytest.raises(Refused):
        actions.second_statement(current=cast["shen"], request=Request.objects.get(pk=request.pk))
    Request.objects.filter(pk=request.pk).update(payload=request.payload, first_by=cast.member("fang"))
    with pytest.raises((NotTrusted, Refused)):
        actions.second_statement(current=cast["shen"], request=Request.objects.get(pk=request.pk))


def test_a_grant_with_a_forged_first_signature() -> None:
    cast = found()
    new = cast.member("gao")
    Membership.objects.create(member=new, team=cast.team.team, role="officer", since=today())
    certify(new, [cast.people["shen"], cast.people["fang"]], team=cast.team.team)
    request = actions.propose_grant(current=cast["helan"], compartment=cast.main, member=new)
    Request.objects.filter(pk=request.pk).update(first_signature=bytes(64))
    with pytest.raises(Exception, match="signature"):
        actions.second_grant(current=cast["song"], request=Request.objects.get(pk=request.pk))
    assert not CompartmentKey.objects.filter(member=new).exists()
    Request.objects.filter(pk=request.pk).update(first_signature=request.first_signature, done=False)
    actions.second_grant(current=cast["song"], request=Request.objects.get(pk=request.pk))
    assert CompartmentKey.objects.filter(member=new).exists()


def test_a_recusal_taken_away_by_hand_opens_nothing_that_was_sealed_before() -> None:
    cast = found()
    actions.recuse(current=cast["helan"], vault=cast.vault, member=cast.member("song"), unit=cast.units["maizhan-01"])
    apart = keyring.compartment_for(cast.vault.pk, cast.units["maizhan-01"])
    Recusal.objects.all().delete()
    with pytest.raises(NotAHolder):
        keyring.compartment_key(cast["song"], apart)
    roster = rosters.read(apart, 1, trust_of(cast.body))
    assert cast.member("song").pk not in roster.ids


def test_signatures_of_another_length_or_kind() -> None:
    cast = found()
    row = Certificate.objects.get(member__username="zhou", current=True)
    for signatures in (b"", bytes(row.signatures)[:-1], pack([Signature(bytes(32), bytes(64))])):
        Certificate.objects.filter(pk=row.pk).update(signatures=signatures)
        with pytest.raises(NotTrusted):
            check(cast, "zhou")


def test_a_role_given_by_hand_makes_no_signer() -> None:
    cast = found()
    organisation.give_role(current=cast["guli"], body=cast.body, member=cast.member("ding"), role=Role.SIGNER)
    with pytest.raises(Refused):
        actions.propose_keyset(
            current=cast["ding"], body=cast.body, signers=[cast.member("ding"), cast.member("shen")]
        )


def test_a_whole_custodians_identity_of_her_own() -> None:
    """Rightly formed and signed, but by an administrator, an officer, or a custodian of the body above."""
    cast = found()
    row = Custody.objects.get(body=cast.body, current=True)
    mine = new_identity().recipient
    for signer in ("guli", "song", "kang", "tian"):
        named = tuple(sorted(cast.member(name).pk.hex for name in ("luo", signer)))
        statement = CustodyStatement(cast.body.pk.hex, row.epoch, mine, named)
        signatures = pack([signature_of(cast[signer], statement)])
        Custody.objects.filter(pk=row.pk).update(
            recipient=mine, statement=statement.canonical(), signatures=signatures
        )
        if signer == "tian":  # the same by a custodian of this body holds: the refusals were for their reason
            assert verified_custody(cast.body, trust_of(cast.body)).recipient == mine
        else:
            with pytest.raises(NotTrusted):
                verified_custody(cast.body, trust_of(cast.body))


def test_a_custodian_who_leaves_out_herself_signs_nothing() -> None:
    cast = found()
    row = Custody.objects.get(body=cast.body, current=True)
    named = tuple(sorted(cast.member(name).pk.hex for name in ("luo", "guli")))
    statement = CustodyStatement(cast.body.pk.hex, row.epoch, row.recipient, named)
    signatures = pack([signature_of(cast["tian"], statement)])
    Custody.objects.filter(pk=row.pk).update(statement=statement.canonical(), signatures=signatures)
    with pytest.raises(NotTrusted):
        verified_custody(cast.body, trust_of(cast.body))


def test_somebody_elses_certificate_and_keys_on_her_row() -> None:
    cast = found()
    song = cast.member("song")
    Member.objects.filter(username="guli").update(recipient=song.recipient, verify_key=song.verify_key)
    Certificate.objects.filter(member=song).update(member=cast.member("guli"))
    with pytest.raises(NotTrusted):
        check(cast, "guli")


def test_a_member_whose_passphrase_others_have_seen_gets_no_key() -> None:
    cast = found()
    for column, value in (("own", False), ("totp_secret", None), ("active", False)):
        before = getattr(cast.member("zhou"), column)
        Member.objects.filter(username="zhou").update(**{column: value})
        with pytest.raises(NotTrusted):
            check(cast, "zhou")
        Member.objects.filter(username="zhou").update(**{column: before})
    check(cast, "zhou")


def _choose(cast: Cast, username: str, unit: str) -> str:
    """Where a secret about a unit would go, chosen as casework does it: who is left out."""
    with writing():
        return ensure_compartment(cast[username], cast.vault.pk, cast.units[unit]).without


@pytest.mark.parametrize("way", ["delete", "end", "member", "unit", "vault", "add", "all"])
def test_a_recusal_changed_by_hand_stops_every_new_wrap(way: str) -> None:
    """Else what comes next about the unit would be wrapped under main, whose key the recused member holds."""
    cast = found()
    actions.recuse(current=cast["helan"], vault=cast.vault, member=cast.member("song"), unit=cast.units["maizhan-01"])
    assert cast.member("song").pk.hex in _choose(cast, "zhou", "maizhan-01")
    rows = Recusal.objects.filter(vault=cast.vault)
    if way == "delete":
        rows.delete()
    elif way == "end":
        rows.update(until=today())
    elif way == "member":
        rows.update(member=cast.member("azi"))
    elif way == "unit":
        rows.update(unit=cast.units["jiaoyu"])
    elif way == "vault":
        rows.update(vault=cast.stranger_team.vault)
    elif way == "add":
        Recusal.objects.create(
            member=cast.member("azi"), vault=cast.vault, unit=cast.units["maizhan-01"], since=today()
        )
    else:
        rows.delete()
        RecusalList.objects.filter(vault=cast.vault).delete()
    with pytest.raises(NotTrusted):
        _choose(cast, "zhou", "maizhan-01")
    with pytest.raises(NotTrusted):
        _choose(cast, "zhou", "jiaoyu")
    with pytest.raises(NotTrusted):
        actions.rotate_inbound(current=cast["helan"], vault=cast.vault)
    with pytest.raises(NotTrusted):
        actions.recuse(current=cast["helan"], vault=cast.vault, member=cast.member("azi"), unit=cast.units["jiaoyu"])


def test_a_list_of_recusals_from_before_is_not_believed() -> None:
    cast = found()
    before = RecusalList.objects.get(vault=cast.vault)
    actions.recuse(current=cast["helan"], vault=cast.vault, member=cast.member("song"), unit=cast.units["maizhan-01"])
    Recusal.objects.all().delete()
    RecusalList.objects.filter(vault=cast.vault).update(statement=before.statement, signature=before.signature)
    with pytest.raises(NotTrusted):
        _choose(cast, "zhou", "maizhan-01")


@pytest.mark.parametrize("signer", ["song", "guli", "luoyi"])
def test_a_list_of_recusals_signed_by_somebody_else_or_over_ones_own_head(signer: str) -> None:
    """The recused member could sign, an administrator and another team's officer could not: none is believed."""
    cast = found()
    actions.recuse(current=cast["helan"], vault=cast.vault, member=cast.member("song"), unit=cast.units["maizhan-01"])
    Recusal.objects.all().delete()
    empty = recusal_lists.SignedRecusals(cast.vault.pk.hex, ())
    forged = pack([signature_of(cast[signer], empty)])
    RecusalList.objects.filter(vault=cast.vault).update(statement=empty.canonical(), signature=forged)
    with pytest.raises(NotTrusted):
        _choose(cast, "zhou", "maizhan-01")
    # she writes into the audit as well what the forged list wants: only a holder's signature helps then
    last = Entry.objects.filter(kind="vault.recused").latest("id")
    Entry.objects.filter(pk=last.pk).update(facts=f"list {sha256(empty.canonical()).hex()[:32]}\n")
    if signer == "song":
        assert _choose(cast, "zhou", "maizhan-01") == ""  # docs/security.md: here `audit verify` is what shows it
    else:
        with pytest.raises(NotTrusted):
            _choose(cast, "zhou", "maizhan-01")


def test_a_holder_whom_no_recusal_concerns_clears_up_after_a_change_by_hand() -> None:
    cast = found()
    actions.recuse(current=cast["helan"], vault=cast.vault, member=cast.member("song"), unit=cast.units["maizhan-01"])
    Recusal.objects.all().delete()
    with pytest.raises(Refused, match="Another holder"):
        actions.sign_recusals(current=cast["song"], vault=cast.vault)
    with pytest.raises(NotAHolder):
        actions.sign_recusals(current=cast["luoyi"], vault=cast.vault)
    actions.sign_recusals(current=cast["zhou"], vault=cast.vault)
    actions.recuse(current=cast["helan"], vault=cast.vault, member=cast.member("song"), unit=cast.units["maizhan-01"])
    assert cast.member("song").pk.hex in _choose(cast, "zhou", "maizhan-01")
