"""Bank accounts and crypto wallets."""

import re
from collections.abc import Iterable
from hashlib import sha256

from veille.guard.rules.base import Family, Hit, Zone, hits

_IBAN = re.compile(
    r"(?:(?<![A-Za-z0-9])|(?<=IBAN))[A-Z]{2}\d{2}(?:[ ._\-]?[A-Z0-9]{4}){2,7}(?:[ "
    r"._\-]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])",
    re.I,
)
_ACCOUNT = re.compile(r"\b(?:iban|rib|bban|compte bancaire|virement|account)\b", re.I)
# Lengths by country, as the registry of ISO 13616 gives them.
_LENGTHS = dict(
    zip(
        "FR BE CH LU DE ES IT NL PT GB IE AT MC AD DK FI NO SE PL CZ SK HU RO BG GR HR SI EE LV "
        "LT CY MT "
        "LI SM TR IS MA TN DZ SN CI".split(),
        (
            27,
            16,
            21,
            20,
            22,
            24,
            27,
            18,
            25,
            22,
            22,
            20,
            27,
            24,
            18,
            18,
            15,
            24,
            28,
            24,
            24,
            28,
            24,
            22,
            27,
            21,
            19,
            20,
            21,
            20,
            28,
            31,
            21,
            27,
            26,
            26,
            28,
            24,
            26,
            28,
            28,
        ),
        strict=True,
    )
)
_B58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_EDGE, _SHUT = r"(?<![A-Za-z0-9+/_.-])", r"(?![A-Za-z0-9+/=_])"
_WALLETS = re.compile(
    rf"{_EDGE}(?:[13LM][{_B58}]{{25,33}}|D[5-9A-HJ-NP-U][{_B58}]{{32}}|T[{_B58}]{{33}}|"
    rf"r[{_B58}]{{24,34}}"
    rf"|[48][0{_B58}][{_B58}]{{93}}|(?:bnb|cosmos|addr)1[a-z0-9]{{38,98}})(?!\.(?:py|js|css|svg))"
    rf"{_SHUT}"
)
_PLAIN = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:bc1|tb1|ltc1)[02-9ac-hj-np-z]{11,87}|0x[0-9a-f]{40}(?:[0-9a-f]{24})?|"
    r"bitcoincash:[a-z0-9]{42})(?![A-Za-z0-9])",
    re.I,
)
# What no other writing has: the forms of other chains, by their prefix, alphabet and length.
_FORMS = re.compile(
    rf"{_EDGE}(?:[a-z]{{2,10}}1(?=[a-z]*\d)[02-9ac-hj-np-z]{{38,120}}|"
    rf"ln(?:bc|tb)\d{{0,9}}[munp]?1[a-z0-9]{{50,1500}}|"
    rf"G[A-D](?=[A-Z]*[2-7])[A-Z2-7]{{54}}|(?=[A-Z]*[2-7])[A-Z2-7]{{58}}|[EU]Q[\w-]{{46}}|"
    rf"[xyz]p(?:ub|rv)[{_B58}]{{80,112}}|0x(?:[0-9a-fA-F] ?){{39}}[0-9a-fA-F]){_SHUT}"
    r"|(?<![\w.-])[a-z0-9][a-z0-9-]{2,40}\.eth(?![\w(.])"
)
_BASE58 = re.compile(
    rf"{_EDGE}(?:[Xt][{_B58}]{{33,34}}|(?:tz[1-4]|KT1)[{_B58}]{{33}}|[{_B58}]{{43,48}}){_SHUT}"
)
_NAMED = re.compile(
    rf"\b(?:wallet|portefeuille|btc|bitcoin|eth|ethereum|sol|solana|xmr|monero|usdt|crypto|"
    rf"ltc|trx|xrp|doge|dons?|paypal|rançon|paiement|payer|verser|versement|virement|payment|"
    rf"ransom|cryptomonnaies?|tron|litecoin|dogecoin|ripple|cardano)\b[^\n]{{0,70}}?(?<![\w])(?P<value>[{_B58}]{{25,110}})(?!\w)",
    re.I,
)
_PAYMENT = re.compile(
    r"(?<![\w.])(?:paypal\.me|ko-fi\.com|cash\.app|revolut\.me)/[\w$.-]{2,40}", re.I
)

CANDIDATES = (
    r"(?:\b|IBAN)[A-Z]{2}\d{2}[ ._-]?[A-Z0-9]{4}[ ._-]?[A-Z0-9]{4}",
    r"\b(?:bc1|tb1|ltc1|0x|bnb1|cosmos1|addr1)[0-9a-z]{11}",
    rf"\b[13LMDTr48][0{_B58}][{_B58}]{{23}}",
    rf"\b[{_B58}]{{25,110}}\b",
    r"\b[a-z]{2,10}1[02-9ac-hj-np-z]{38}",
    r"\b[A-Z2-7]{56}|\bln(?:bc|tb)\d",
    r"\b[EU]Q[\w-]{46}",
    r"0x(?:[0-9a-f] ?){39}",
    r"\w\.eth\b",
    rf"\b[Xt][{_B58}]{{33}}",
    r"bitcoincash:",
    r"paypal\.me|ko-fi\.com|cash\.app|revolut\.me",
)


def find(zone: Zone) -> Iterable[Hit]:
    """Give IBANs whose key or context holds, and wallets of the usual chains."""
    yield from hits(
        _IBAN, zone, "iban", lambda match: _is_iban(match.group(), zone.before(match.start(), 40))
    )
    yield from hits(_FORMS, zone, "wallet")
    yield from hits(_BASE58, zone, "wallet", lambda match: _is_base58(match.group()))
    for pattern in (_PLAIN, _WALLETS):
        for match in pattern.finditer(zone.text):
            if pattern is _PLAIN or _is_base58(match.group()):
                yield Hit(match.start(), match.end(), "wallet", match.group())
    yield from hits(_NAMED, zone, "wallet", lambda match: _is_mixed(match["value"], 2), "value")
    yield from hits(_PAYMENT, zone, "wallet")


def _is_iban(value: str, before: str) -> bool:
    account = re.sub(r"[ ._\-]", "", value).upper()
    length = _LENGTHS.get(account[:2])
    if length is None:
        return bool(_ACCOUNT.search(before)) or (_key_holds(account) and 15 <= len(account) <= 34)
    if len(account) < length:  # cut short, it is an account only where one is announced
        return len(account) >= 15 and bool(_ACCOUNT.search(before))
    return _key_holds(account[:length]) or bool(_ACCOUNT.search(before))


def _key_holds(account: str) -> bool:
    moved = account[4:] + account[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97 == 1


def _is_mixed(value: str, digits: int) -> bool:
    return (
        sum(map(str.isdigit, value)) >= digits
        and any(map(str.islower, value))
        and any(map(str.isupper, value))
    )


def _is_base58(value: str) -> bool:
    return _checksum_holds(value) or _is_mixed(value, 3)


def _checksum_holds(value: str) -> bool:
    number = 0
    for character in value:
        digit = _B58.find(character)
        if digit < 0:
            return False
        number = number * 58 + digit
    try:
        raw = number.to_bytes(25, "big")
    except OverflowError:
        return False
    return sha256(sha256(raw[:21]).digest()).digest()[:4] == raw[21:]


FAMILIES = (Family(CANDIDATES, find),)
