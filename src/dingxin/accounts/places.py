"""Where a sign-in comes from: a browser that signed in before, else its network. Neither is ever stored as such."""

import hmac
import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from dingxin.accounts import cookies
from dingxin.sealing.primitives import hkdf, random_bytes

YEAR = 365 * 24 * 3600
UNKNOWN = "network:unknown"


def _device_cookie() -> str:
    return "__Host-dxk" if settings.SECURE else "dxk"


def network_of(request: HttpRequest) -> str:
    """`network:…`: the IPv4 address, or the /64 of an IPv6 one, which one customer has whole.

    REMOTE_ADDR, or behind a proxy the last hop of X-Forwarded-For: the only one the proxy itself wrote.
    """
    text = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_PROXY:
        text = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")[-1].strip()
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return f"network:{address.ipv4_mapped}"
        return f"network:{ipaddress.ip_network((address, 64), strict=False)}"
    return f"network:{address}"


def _mark(device: bytes, username: str) -> bytes:
    if settings.SITE_KEYS is None:
        raise RuntimeError("no site keys: run ./dingxin setup")
    return hmac.digest(hkdf(settings.SITE_KEYS.secret_key, "known-device"), device + username.encode(), "sha256")[:16]


def place_of(request: HttpRequest, username: str) -> str:
    """`device:…` where this browser has completed a sign-in of this user before, else `network_of`.

    A known browser waits for its own failures only, so nobody else, however near, can keep a member out.
    """
    found = cookies.parse(request.COOKIES.get(_device_cookie(), ""))
    if found and hmac.compare_digest(found[16:], _mark(found[:16], username)):
        return f"device:{found[:16].hex()}"
    return network_of(request)


def remember(request: HttpRequest, response: HttpResponseBase, username: str) -> None:
    """Mark this browser as known for this user: 16 random bytes and their MAC, no name in it. Kept a year."""
    if place_of(request, username).startswith("device:"):
        return
    device = random_bytes(16)
    response.set_cookie(
        _device_cookie(), cookies.as_text(device + _mark(device, username)), max_age=YEAR, path="/",
        secure=settings.SECURE, httponly=True, samesite="Strict",
    )
