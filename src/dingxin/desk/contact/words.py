"""How contacts, persons and leaves are called on a page, without a name."""

from django.utils.translation import gettext as _

from dingxin.casework.models import Contact
from dingxin.desk.matter.present.words import person_name, say, word
from dingxin.rules.codes import ContactState, ContactWay


def contact_name(contact: Contact) -> str:
    """`A meeting: Letter 0047`."""
    person = contact.submission or contact.spoken
    assert person is not None
    return say(_("%(way)s: %(person)s"), way=word(ContactWay, contact.way), person=person_name(person))


def sentence(contact: Contact) -> str:
    """Where it stands, and whether somebody may go."""
    return {
        ContactState.PROPOSED: _("Nobody goes yet: the person was not asked."),
        ContactState.ASKED: _("Nobody goes yet: the person was asked and has not answered everything."),
        ContactState.TO_READ: _("Nobody goes yet: the person answered. The answer is sealed and opens with their submission."),
        ContactState.AGREED: _("The person agreed to time, place and way. They can take it back at any time."),
        ContactState.DECLINED: _("The person said no to a part. It costs them nothing, and nothing else changes. Another "
                                 "time, place or way can be proposed."),
        ContactState.WITHDRAWN: _("Do not go. The person took their consent back."),
        ContactState.HELD: _("It happened, with the person's consent to time, place and way."),
        ContactState.LAPSED: _("Nothing came of it. Nobody goes."),
    }[ContactState(contact.state)]  # type: ignore[call-arg]
