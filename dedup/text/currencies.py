"""Currency signs and codes."""

from __future__ import annotations

_SIGNS = {
    "$": "USD", "us$": "USD", "a$": "AUD", "c$": "CAD", "hk$": "HKD", "s$": "SGD", "nt$": "TWD", "nz$": "NZD",
    "r$": "BRL", "€": "EUR", "£": "GBP", "¥": "JPY", "￥": "JPY", "₩": "KRW", "₹": "INR", "rs": "INR",
    "au$": "AUD", "ca$": "CAD", "mex$": "MXN", "₽": "RUB", "₺": "TRY", "₪": "ILS", "kr": "krone",
}  # fmt: skip
CURRENCIES = frozenset(_SIGNS.values()) | {
    "CNY", "CHF", "SEK", "NOK", "DKK", "PLN", "ZAR", "UAH", "ARS",
}  # fmt: skip


def currency(sign: str | None) -> str | None:
    """Return the ISO 4217 code of a currency sign or code before a number."""
    if not sign:
        return None
    sign = sign.strip().rstrip(".").lower()
    return _SIGNS.get(sign, sign.upper())
