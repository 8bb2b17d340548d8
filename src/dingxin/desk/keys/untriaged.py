"""How much that came in under an old inbound identity is not wrapped yet: destroying it now would lose that."""

from django.db.models import Exists, OuterRef

from dingxin.casework.models import Addition
from dingxin.mailbox.models import Envelope, Message, Signal
from dingxin.vault.models import Inbound, Wrap


def untriaged(inbound: Inbound) -> int:
    """Envelopes without their S under a compartment, and later words not sealed again under S. Three queries."""
    opened = Wrap.objects.filter(purpose="S", object_id=OuterRef("thread_id"))
    envelopes = Envelope.objects.filter(
        ~Exists(opened), thread__vault_id=inbound.vault_id, inbound_epoch=inbound.epoch
    ).count()
    taken = Addition.objects.filter(pk=OuterRef("pk"))
    to_this = {"inbound_vault": inbound.vault_id, "inbound_epoch": inbound.epoch}
    messages = Message.objects.filter(~Exists(taken), direction="in", deleted=False, **to_this).exclude(body=None)
    signals = Signal.objects.filter(~Exists(taken), **to_this).exclude(body=None)
    return envelopes + messages.count() + signals.count()
