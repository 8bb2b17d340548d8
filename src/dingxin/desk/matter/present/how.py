"""How a word was given, in a word or two."""

from dingxin.rules.codes import ConfirmedHow
from dingxin.rules.text import N_

SHORT_HOW: dict[str, str] = {
    ConfirmedHow.OWN_RECEIPT: N_("own receipt"), ConfirmedHow.WITHOUT_SCRIPT: N_("receipt, without script"),
    ConfirmedHow.KNOWN_TO_STAFF: N_("receipt known to staff"), ConfirmedHow.BY_VOICE: N_("read back to them"),
    ConfirmedHow.AT_COUNTER: N_("at the counter"), ConfirmedHow.SIGNED_SLIP: N_("signed slip"),
}
"""Short enough for a table; the whole sentence (the code's own label) is the chip's title."""
