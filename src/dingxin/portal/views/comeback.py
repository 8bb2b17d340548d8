"""Coming back without script. Digits come by POST only; between pages a sealed token stands for them for a while."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dingxin.mailbox import sentences as standing
from dingxin.mailbox import tokens
from dingxin.mailbox.coming_back import Visit, by_digits, by_token
from dingxin.mailbox.derive import Busy, derive
from dingxin.mailbox.digits import grouped, normal, wrong_groups
from dingxin.mailbox.lookup import NEWEST
from dingxin.mailbox.refused import Refused, Why
from dingxin.organisation import public as organisation
from dingxin.portal import acts, refusals, sentences
from dingxin.portal.place import Place, place_or_404
from dingxin.portal.visit import letters
from dingxin.sealing.errors import DigitsWrong
from dingxin.sealing.primitives import random_bytes
from dingxin.sealing.receipts import new_digits
from dingxin.web.uploads import files_came, keeps_words, too_large

ASK_AGAIN = 422
WRITTEN = ("outcome", "satisfied", "consent", "interference", "peace", "message")
"""Acts with a form that is filled in."""
KEPT_MOST = 50_000  # characters of a text that goes back into its field


@keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str = "") -> HttpResponse:
    """Digits in, where it stands out. With ``act`` one act first."""
    place = place_or_404(code) if code else None
    if request.method != "POST":
        return _ask(request, place)
    if "digits" in request.POST:
        return _by_digits(request, place)
    visit = by_token(request.POST.get("visit", ""), _before(request))
    if visit is None:
        said = _("For your safety the page was locked after twenty minutes. What you wrote is kept below: enter your "
                 "digits again.")
        return _ask(request, place, said, 403)
    act = request.POST.get("act", "")
    if act in ("", "show"):
        return _show(request, place, visit)
    if act in ("new_digits", "read_back"):
        return _new_digits(request, place, visit, act)
    return _act(request, place, visit, act)


def _before(request: HttpRequest) -> int:
    text = request.POST.get("before", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else NEWEST


def _ask(
    request: HttpRequest, place: Place | None, said: str = "", status: int = 200, typed: str = ""
) -> HttpResponse:
    """The page for the digits. What was being written goes along, so that it is not lost.

    ``typed``: digits that opened nothing, by threes: who has to compare them with a paper must see them.
    """
    return render(request, "portal/digits.html", {
        **(place.context if place else {}), "said": said, "typed": grouped(typed),
        "kept_text": request.POST.get("text", "")[:KEPT_MOST],
        "kept_act": request.POST.get("was") or request.POST.get("act", ""),
    }, status=status)


def _by_digits(request: HttpRequest, place: Place | None) -> HttpResponse:
    typed = request.POST["digits"]
    try:
        visit = by_digits(typed)
    except DigitsWrong:
        return _ask(request, place, _mistyped(normal(typed)), ASK_AGAIN, normal(typed))
    except Busy:
        response = render(request, "portal/busy.html", place.context if place else {}, status=503)
        response["Retry-After"] = str(refusals.RETRY_SECONDS)
        return response
    if visit is None:
        said = _("Nothing is open under these digits. Perhaps they were changed for new ones, or closed. If not, "
                 "please "
                 "compare them once more with your paper.")
        return _ask(request, place, said, 404, normal(typed))
    return _show(request, place, visit)


def _mistyped(digits: str) -> str:
    if not digits:
        return _("There are no digits yet. Please type the 18 digits from your paper.")
    if len(digits) != 18:
        return ngettext(
            "There is %(n)s digit here; there should be 18. Please compare with your paper.",
            "There are %(n)s digits here; there should be 18. Please compare with your paper.", len(digits),
        ) % {"n": len(digits)}
    return _("One of the digits is not right, or two changed places. Please compare with your paper, group by group.")


def _show(
    request: HttpRequest, place: Place | None, visit: Visit, *, done: str = "", said: str = "", status: int = 200,
) -> HttpResponse:
    found = letters(visit)
    asked = next((letter for letter in found if letter.hash and letter.hash == visit.card["asked"]), None)
    words = [word for word in visit.facts["words"] if word["answered"] == visit.card["asked"] != ""]
    facts = standing.heard(visit.facts)
    card = facts["card"]
    heading, lead = standing.state(card["state"])
    return render(request, "portal/return.html", {
        **_place_of(visit, place), "visit": visit, "token": visit.token(), "nonce": random_bytes(16).hex(),
        "heading": heading, "lead": lead, "card": card, "next_step": standing.next_step(card["next_step"]),
        "moments": sentences.moments(facts), "asked": asked, "holder": _holder(visit, place),
        "given": {word["kind"]: word["word"] for word in reversed(words)},
        "letters": [letter for letter in found if letter is not asked], "more": visit.facts["more"],
        "text_shown": visit.facts["shows"] == "answers", "done": str(sentences.DONE.get(done, "")), "done_code": done,
        "said": said, "files_again": bool(said) and files_came(request), "kept": {} if done else _kept(request),
        "known_to_staff": visit.facts["known_to_staff"], "w": _act_words(),
        "due_day": date.fromisoformat(card["due_day"]) if card["due_day"] else None,
    }, status=status)


def _kept(request: HttpRequest) -> dict[str, str]:
    """What was being written and chosen: goes back into the form it came from, the message's where that is not known."""
    found = {name: request.POST.get(name, "") for name in ("act", "text", "word", "kind", *acts.PARTS)}
    act = request.POST.get("was") or found["act"]
    return {**found, "act": act if act in WRITTEN else "message", "text": found["text"][:KEPT_MOST]}


def _act_words() -> dict[str, Any]:
    return {
        "yes": _("Yes, do so"),
        "withdraw_consent": _("I have changed my mind: no contact"),
        "withdraw_consent_q": _("Then nobody calls or comes any more, also where you agreed before."),
        "narrow": _("Show less"),
        "narrow_q": _("Answers and messages are then deleted here, and these digits show only where it stands. This "
                      "cannot "
                      "be undone; answers come by telephone or in person."),
        "withdraw": _("I do not want to go on with it"),
        "withdraw_q": _("We then stop where we can. It does you no harm, and you can change your mind."),
        "close": _("Close the receipt for good"),
        "close_q": _("Then nobody can open it again, not even you, and no answer can reach you here. What you told "
                     "us is "
                     "still worked on."),
        "close_yes": _("Close it for good"),
        "parts": [("time", _("The time")), ("place", _("The place")), ("way", _("The way"))],
    }


def _place_of(visit: Visit, place: Place | None) -> dict[str, Any]:
    """The stationing of the receipt itself, not of the address it was entered at."""
    stationing = visit.card["stationing"]
    found = organisation.stationing_of(UUID(hex=stationing)) if stationing else None
    if found is not None:
        return place_or_404(found.code).context
    return place.context if place else {}


def _holder(visit: Visit, place: Place | None) -> str:
    """Who reads now, as far as a page without keys can say."""
    if visit.card["about_team"]:
        return _("The body above the inspection team")
    if visit.card["holder"] != visit.card["vault"]:
        return _("The follow-up team")
    name: str = _place_of(visit, place).get("body_name", "")
    return name or _("The inspection team")


def _nonce(request: HttpRequest) -> bytes:
    text = request.POST.get("nonce", "")
    try:
        found = bytes.fromhex(text) if len(text) == 32 else b""
    except ValueError:
        found = b""
    if not any(found):
        raise Refused(Why.BAD, "nonce")
    return found


def _act(request: HttpRequest, place: Place | None, visit: Visit, act: str) -> HttpResponse:
    run = acts.ACTS.get(act)
    if too_large(request):
        return _show(request, place, visit, said=refusals.files_too_large(), status=refusals.STATUS[Why.TOO_LARGE])
    try:
        if run is None:
            raise Refused(Why.BAD, "act")
        files = tuple(file for file in request.FILES.getlist("files") if file.size)
        done = run(visit, acts.Asked(request.POST.dict(), files, _nonce(request)))
    except Refused as refused:
        return _show(request, place, visit, said=_why(refused), status=refusals.STATUS[refused.why])
    if done == "close":
        return render(request, "portal/closed_receipt.html", _place_of(visit, place))
    again = by_token(request.POST["visit"])
    return _show(request, place, again or visit, done=done)


def _why(refused: Refused) -> str:
    if refused.why is Why.BAD and refused.field == "text":
        return _("There are neither words nor a file yet. Write a few words, or choose a picture or a recording.")
    if refused.why is Why.BAD and refused.field == "word":
        return _("No answer is chosen yet. Nothing was sent; please choose one.")
    if refused.why is Why.BAD and refused.field in acts.PARTS:
        return _("Time, place and way each need a yes or a no. Nothing was sent; please choose all three.")
    if refused.why is Why.TOO_LARGE and refused.field == "text":
        return refusals.text_too_long(acts.TEXT_MOST)
    return refusals.sentence(refused)


def _new_digits(request: HttpRequest, place: Place | None, visit: Visit, act: str) -> HttpResponse:
    """First the new digits to note, then the change, once they were read back: no slip of the pen locks anybody out."""
    facts = tokens.read("new-digits", request.POST.get("new", ""), seconds=tokens.TWENTY)
    if act == "new_digits" or facts is None or facts["thread"] != visit.facts["thread"]:
        facts = {"digits": new_digits(), "thread": visit.facts["thread"]}
        return _note_digits(request, place, visit, facts)
    typed = normal(request.POST.get("again", ""))
    if typed != facts["digits"]:
        said = _("This is not what stands above. Please compare, group by group.")
        return _note_digits(
            request, place, visit, facts, said=said, typed=grouped(typed),
            wrong_groups=wrong_groups(typed, facts["digits"]) if typed else [],
        )
    try:
        derived = derive(facts["digits"])
        acts.change(visit, derived, _nonce(request))
    except Busy:
        said = _("Very many people are here just now. Nothing was changed; the old digits still hold. Press once "
                 "more in "
                 "a minute.")
        return _note_digits(request, place, visit, facts, said=said, status=503)
    except Refused as refused:
        return _show(request, place, visit, said=refusals.sentence(refused), status=refusals.STATUS[refused.why])
    changed = Visit(derived.lookup, visit.cs, visit.facts)
    return _show(request, place, by_token(changed.token()) or changed, done="change")  # staff do not know these


def _note_digits(
    request: HttpRequest, place: Place | None, visit: Visit, facts: dict[str, Any], *, said: str = "", status: int = 200,
    **more: Any,
) -> HttpResponse:
    return render(request, "portal/new_digits.html", {
        **_place_of(visit, place), "digits": facts["digits"], "said": said, "token": visit.token(),
        "new": tokens.seal("new-digits", digits=facts["digits"], thread=facts["thread"]),
        "nonce": random_bytes(16).hex(), **more,
    }, status=ASK_AGAIN if said and status == 200 else status)
