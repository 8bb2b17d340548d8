"""What a person does, each one transaction with one audit entry. The desk's half is ``mailbox.outbound``."""

from dingxin.mailbox.actions.filing import Filing as Filing
from dingxin.mailbox.actions.filing import accept as accept
from dingxin.mailbox.actions.parts import NewFile as NewFile
from dingxin.mailbox.actions.parts import add_part as add_part
from dingxin.mailbox.actions.receipts import change_receipt as change_receipt
from dingxin.mailbox.actions.receipts import close_receipt as close_receipt
from dingxin.mailbox.actions.receipts import delete_message as delete_message
from dingxin.mailbox.actions.receipts import hear_digits as hear_digits
from dingxin.mailbox.actions.receipts import narrow as narrow
from dingxin.mailbox.actions.words import SealedText as SealedText
from dingxin.mailbox.actions.words import add_message as add_message
from dingxin.mailbox.actions.words import give_word as give_word
