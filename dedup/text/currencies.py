"""Currency signs and codes."""

from __future__ import annotations

_SIGNS = {
    "$": "USD", "us$": "USD", "a$": "AUD", "c$": "CAD", "hk$": "HKD", "s$": "SGD", "nt$": "TWD", "nz$": "NZD",
    "r$": "BRL", "€": "EUR", "£": "GBP", "¥": "JPY", "￥": "JPY", "₩": "KRW", "₹": "INR", "rs": "INR",
}  # fmt: skip
CURRENCIES = frozenset(_SIGNS.values()) | {"CNY", "CHF", "RUB"}


def currency(sign: str | None) -> str | None:
    """Return the ISO 4217 code of a currency sign or code before a number."""
    if not sign:
        return None
    sign = sign.strip().rstrip(".").lower()
    return _SIGNS.get(sign, sign.upper())
