"""A status and a sentence for every refusal: what happened, that nothing is lost, what to do."""

from django.conf import settings
from django.utils.translation import gettext as _

from dingxin.mailbox.refused import Refused, Why

STATUS = {  # 410 and not 404: an address without a language that answers 404 is led to the one with it
    Why.BAD: 400, Why.TOO_LARGE: 413, Why.STALE: 409, Why.DIFFERS: 409, Why.BUSY: 503, Why.CLOSED: 410,
    Why.SIGNATURE: 403, Why.OTHER: 409, Why.STATE_ONLY: 409, Why.FULL: 409,
}
RETRY_SECONDS = 120


def files_too_large() -> str:
    """Said at once when the files of a form pass what one form may carry."""
    return _("The files together are larger than %(most)s MB. Nothing was sent. Choose fewer or smaller files; with your "
             "digits you can send more, one after another.") % {"most": settings.FORM_FILE_LIMIT // 1024**2}


def text_too_long(most: int) -> str:
    """Said when one text is longer than its field takes."""
    return _("This is longer than %(most)s characters. Nothing was sent, and it still stands below. Please send it in two "
             "parts.") % {"most": f"{most:,}"}


def sentence(refused: Refused) -> str:
    """For the person, in the language of the page."""
    return {
        Why.BAD: _("Something in what arrived could not be read. Nothing was stored. Load the page again; if it "
                   "stays so, "
                   "call us."),
        Why.TOO_LARGE: _("This is larger than we can take at once. Nothing was stored. Send less at a time, or fewer "
                         "files."),
        Why.STALE: _("Our locks were changed a moment ago. Nothing was stored. Load the page again and send once "
                     "more."),
        Why.DIFFERS: _("Something else was already received under this number. It is unchanged. To add to it, come "
                       "back "
                       "with your digits."),
        Why.BUSY: _("Very many people are writing just now. Nothing was stored, and your text is still in your page: "
                    "send "
                    "it again in a few minutes."),
        Why.CLOSED: _("There is nothing open under these digits. They may have been replaced by new ones, or closed."),
        Why.SIGNATURE: _("This could not be checked against your digits. Nothing was stored. Enter your digits again."),
        Why.OTHER: _("Meanwhile there is a newer answer for you. Please read it first. Nothing was stored."),
        Why.STATE_ONLY: _("This receipt shows only where things stand, as you chose. No text can be shown here."),
        Why.FULL: _("No more fits here. Nothing of this was stored. What you sent before is safe; call us, or start "
                    "a new "
                    "report."),
    }[refused.why]
