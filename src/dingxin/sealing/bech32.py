"""Bech32 as in BIP 173, without its 90-character limit (age recipients and identities, C2SP age)."""

from .errors import RecipientRefused

_SIGNS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate(_GENERATOR):
            if top >> i & 1:
                check ^= generator
    return check


def _expand(prefix: str) -> list[int]:
    return [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]


def _regroup(values: list[int], have: int, want: int, *, fill: bool) -> list[int]:
    store, bits, out = 0, 0, []
    for value in values:
        store, bits = store << have | value, bits + have
        while bits >= want:
            bits -= want
            out.append(store >> bits & (1 << want) - 1)
        store &= (1 << bits) - 1
    if fill and bits:
        out.append(store << (want - bits) & (1 << want) - 1)
    elif not fill and (bits >= have or store):
        raise RecipientRefused("bech32 padding")
    return out


def encode(prefix: str, data: bytes) -> str:
    """Lower-case bech32 of `data` under a lower-case prefix."""
    values = _regroup(list(data), 8, 5, fill=True)
    check = _polymod(_expand(prefix) + values + [0] * 6) ^ 1
    values += [check >> 5 * (5 - i) & 31 for i in range(6)]
    return prefix + "1" + "".join(_SIGNS[v] for v in values)


def decode(prefix: str, text: str) -> bytes:
    """The data of lower-case bech32 under exactly this prefix; RecipientRefused otherwise."""
    head, mark, tail = text.rpartition("1")
    if head != prefix or not mark or len(tail) < 6 or any(c not in _SIGNS for c in tail):
        raise RecipientRefused("not a key of the expected kind")
    values = [_SIGNS.index(c) for c in tail]
    if _polymod(_expand(prefix) + values) != 1:
        raise RecipientRefused("checksum of a key is wrong")
    return bytes(_regroup(values[:-6], 5, 8, fill=False))
