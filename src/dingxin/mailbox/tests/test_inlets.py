"""The vaults' signed statements reach the portal by a keyless copy, and only as long as they hold."""

import pytest
from tests.cast_mailbox import Cast, Side, cast, later

from dingxin.mailbox.inlets import refresh
from dingxin.mailbox.models import Inlet
from dingxin.mailbox.queries import inlet_for, inlets_of
from dingxin.mailbox.recipients import _bytes, answer_keys, checked
from dingxin.organisation.models import Team
from dingxin.vault.models import Compartment, Inbound, Keyset, Statement, Vault

pytestmark = pytest.mark.django_db


def publish(made: Cast, side: Side, vault: Vault) -> Statement:
    """The vault room's rows for a side of the cast, whose inlet is taken away."""
    import json

    public = json.loads(side.inlet.statement)
    side.inlet.delete()
    keyset = Keyset.objects.create(
        body=vault.body, epoch=1, statement=_bytes(public["keyset"]), signatures=b"",
        fingerprint=side.inlet.fingerprint,
    )
    inbound = Inbound.objects.create(
        vault=vault, epoch=side.epoch, recipient=side.inbound.recipient, not_before=later(-1), not_after=later(14),
        compartment=Compartment.objects.create(vault=vault), key_epoch=1, wrapped=b"",
    )
    return Statement.objects.create(
        vault=vault, inbound=inbound, keyset=keyset, statement=_bytes(public["statement"]),
        signatures=_bytes(public["signatures"]), not_before=later(-1), not_after=later(14),
    )


@pytest.fixture
def made(tmp_path, settings) -> Cast:
    found = cast(tmp_path, settings)
    publish(found, found.team, Vault.objects.create(id=found.team.vault, body=found.body, team=found.stationing.team))
    above = Team.objects.create(body=found.above, number=1, name="区督办", kind="superior")
    publish(found, found.superior, Vault.objects.create(id=found.superior.vault, body=found.above, team=above))
    return found


def test_copies_what_is_signed_now_and_nothing_twice(made: Cast) -> None:
    assert refresh() == 4  # each vault by itself, and both for the stationing
    assert refresh() == 0
    own, above = inlet_for(made.stationing.pk), inlet_for(made.stationing.pk, about_team=True)
    assert own is not None
    assert above is not None
    assert (own.vault_id, above.vault_id) == (made.team.vault, made.superior.vault)
    assert checked(own).custodians == made.team.custodians.recipient
    assert checked(above).inbound == made.superior.inbound.recipient
    assert len(answer_keys([made.team.vault])) == 1


def test_a_statement_that_ended_is_no_longer_sealed_to(made: Cast) -> None:
    refresh()
    Statement.objects.filter(vault_id=made.team.vault).update(current=False)
    assert refresh() == 2
    assert inlet_for(made.stationing.pk) is None
    assert Inlet.objects.filter(current=False).count() == 2  # kept: old answers can still be checked


def test_what_is_not_canonical_is_not_copied(made: Cast) -> None:
    Statement.objects.update(statement=b"v 1\n")
    assert refresh() == 0
    assert not Inlet.objects.exists()


def test_a_stationing_in_preparation_has_no_inlet(made: Cast) -> None:
    made.stationing.state = "preparing"
    made.stationing.save()
    refresh()
    assert not inlets_of(made.stationing.pk).exists()


def test_a_units_own_inbound_is_preferred_for_it_and_for_nothing_else(made: Cast) -> None:
    refresh()
    general = inlet_for(made.stationing.pk)
    assert general is not None
    narrow = Inlet.objects.get(pk=general.pk)
    narrow.pk, narrow.epoch, narrow.unit_path = None, 2, "maizhan/yuqian"
    narrow.save()
    for path, epoch in (("maizhan/yuqian", 2), ("maizhan/yuqian/clinic", 2), ("maizhan/yuqian2", 1), ("", 1)):
        found = inlet_for(made.stationing.pk, unit_path=path)
        assert found is not None
        assert found.epoch == epoch
