"""Whether two quantities can both be true: qualifiers, rounding and unit conversion."""

from __future__ import annotations

import math
from dataclasses import replace

from dedup.articles import Fact

# Unit -> (what is measured, factor to its base unit).
_MEASURES: dict[str, tuple[str, float]] = {
    "kilogram": ("mass", 1.0), "gram": ("mass", 0.001), "tonne": ("mass", 1000.0), "ton": ("mass", 907.2),
    "pound": ("mass", 0.4536), "ounce": ("mass", 0.02835),
    "kilometer": ("length", 1000.0), "meter": ("length", 1.0), "centimeter": ("length", 0.01),
    "millimeter": ("length", 0.001), "yard": ("length", 0.9144), "nautical mile": ("length", 1852.0),
    "square mile": ("area", 259.0), "square kilometer": ("area", 100.0), "square meter": ("area", 0.0001),
    "square foot": ("area", 0.0000092903), "meter per second": ("speed", 3.6), "knot": ("speed", 1.852),
    "celsius": ("temperature", 1.0), "fahrenheit": ("temperature", 1.0),
    "mile": ("length", 1609.3), "foot": ("length", 0.3048), "inch": ("length", 0.0254),
    "hectare": ("area", 1.0), "acre": ("area", 0.4047), "liter": ("volume", 1.0), "gallon": ("volume", 3.785),
    "mile per hour": ("speed", 1.6093), "kilometer per hour": ("speed", 1.0),
    "megawatt": ("power", 1.0), "gigawatt": ("power", 1000.0),
    "basis point": ("points", 0.01), "percentage point": ("points", 1.0),
    "second": ("time", 1.0), "minute": ("time", 60.0), "hour": ("time", 3600.0), "day": ("time", 86400.0),
    "week": ("time", 604800.0), "month": ("time", 2629800.0), "year": ("time", 31557600.0),
    "decade": ("time", 315576000.0),
    "cent": ("USD", 0.01), "penny": ("GBP", 0.01),
}  # fmt: skip
# Words for people that reports exchange freely.
_PEOPLE = frozenset(
    "person man woman child victim passenger worker employee protester demonstrator soldier civilian resident "
    "patient student "
    "fan official member job staff casualty dead fatality survivor hostage migrant refugee individual investor "
    "customer user voter guest parent pupil tenant inmate teacher officer miner sailor seafarer fisherman climber "
    "hiker tourist commuter robber thief attacker gunman assailant intruder burglar raider suspect".split()
)
_HOMES = frozenset("home household house dwelling".split())
# "About 700" leaves room for 3 to 5 % either way, half a step of its last digit in between: reporters round to the
# nearest hundred, not to the nearest five hundred.
_ABOUT_LEAST, _ABOUT_MOST = 0.03, 0.05
# "More than 100" is said of 115, not of 500.
BEYOND = 1.2
# Whole numbers rounded to their leading digits lie this close; from 4 % on readers of revised stories see two values.
_LARGEST = 300  # powers of ten that a float holds
_ROUNDED = 0.03
# Figures with "million" or "billion" are rounded more freely, but 7.5 billion is not 8 billion.
_SCALE_WORD, _WELL_INSIDE, _ROUNDED_SCALE = 10**6, 0.45, 0.07
# A conversion between units is rounded once more.
_CONVERSION = 0.03
_DEGREE = 0.6


def dimension(fact: Fact) -> str:
    """Return what a quantity measures: `mass`, `USD`, `percent`, `person` … or the counted noun."""
    unit = fact.unit or ""
    if unit in _PEOPLE:
        return "person"
    if unit in _HOMES:
        return "home"
    return _MEASURES[unit][0] if unit in _MEASURES else unit


def is_measure(fact: Fact) -> bool:
    """Tell whether a quantity has a unit of measurement or money rather than a counted noun."""
    unit = fact.unit or ""
    return unit in _MEASURES or unit.isupper() or unit in {"percent", "ordinal", "time", "share", "age"}


def in_base(fact: Fact) -> tuple[float, float]:
    """Return lowest and highest value as stated, in the base unit of its dimension."""
    factor = _MEASURES.get(fact.unit or "", ("", 1.0))[1]
    low, _, high = fact.value.partition("/")
    if fact.unit == "fahrenheit":
        return (float(low) - 32) / 1.8, (float(high or low) - 32) / 1.8
    return float(low) * factor, float(high or low) * factor


def room(fact: Fact) -> tuple[float, float]:
    """Return the interval a quantity leaves room for, by its qualifier."""
    low, high = in_base(fact)
    stated = fact.value.rpartition("/")[2]
    half_step = 10.0 ** _exponent(stated) / 2 * (high / float(stated) if high and float(stated) else 1.0)
    about = max(_ABOUT_LEAST * abs(high), min(half_step, _ABOUT_MOST * abs(high)))
    if fact.qualifier in {"at least", "more than"}:
        return low, math.inf
    if fact.qualifier in {"up to", "less than"}:
        return -math.inf, high
    if fact.qualifier == "nearly":
        return low - about, high
    if fact.qualifier == "about":
        return low - about, high + about
    return low, high


def same_dimension(a: Fact, b: Fact) -> bool:
    """Tell whether two quantities measure the same thing; "nine-tenths" and "90 percent" do."""
    a, b = _in_percent(a, b)
    return dimension(a) == dimension(b)


def _in_percent(a: Fact, b: Fact) -> tuple[Fact, Fact]:
    """Turn a fraction of something into percent where the other one is in percent."""
    if a.unit == "percent" and _fraction(b):
        return a, _percent(b)
    return (_percent(a), b) if b.unit == "percent" and _fraction(a) else (a, b)


def _fraction(fact: Fact) -> bool:
    return fact.value.startswith("0.") and not is_measure(fact) and "/" not in fact.value


def _percent(fact: Fact) -> Fact:
    value = round(float(fact.value) * 100)  # two-thirds are 67 percent
    return replace(fact, value=str(value), unit="percent")


def equal(a: Fact, b: Fact) -> bool:
    """Tell whether two quantities state the same value, in whatever unit or spelling."""
    a, b = _in_percent(a, b)
    if a.unit == b.unit == "score":
        return sorted(a.value.split("/")) == sorted(b.value.split("/"))
    if a.value == b.value and (a.unit == b.unit or (dimension(a) == dimension(b) and not is_measure(a))):
        return True
    low_a, high_a = in_base(a)
    low_b, high_b = in_base(b)
    return dimension(a) == dimension(b) and math.isclose(low_a, low_b, rel_tol=1e-9) and math.isclose(
        high_a, high_b, rel_tol=1e-9
    )


def compatible(a: Fact, b: Fact) -> bool:
    """Tell whether both can be true: their intervals meet, or one is the other rounded."""
    if not {a.unit, b.unit}.isdisjoint({"ordinal", "age"}):
        return a.value == b.value
    if "score" in {a.unit, b.unit}:
        return equal(a, b)
    a, b = _in_percent(a, b)
    if a.qualifier == b.qualifier == "about" and a.unit == b.unit and _exponent(a.value) == _exponent(b.value):
        return False  # "about 47" and "about 48" are two estimates, each as exact as the other
    (low_a, high_a), (low_b, high_b) = room(a), room(b)
    converted = a.unit != b.unit and is_measure(a) and is_measure(b)
    slack = _CONVERSION * max(abs(x) for x in (*in_base(a), *in_base(b))) if converted else 0.0
    if {a.unit, b.unit} == {"celsius", "fahrenheit"}:
        slack = _DEGREE
    if max(low_a, low_b) <= min(high_a, high_b) + slack:
        return _near(a, b)
    return _rounds(a, b) or _rounds(b, a)


def _near(a: Fact, b: Fact) -> bool:
    """An open end reaches far, but "more than 100" is no rounding of 5,000."""
    (low_a, high_a), (low_b, high_b) = in_base(a), in_base(b)
    return min(high_a, high_b) * BEYOND >= max(low_a, low_b) or "between" in {a.qualifier, b.qualifier}


def _rounds(fine: Fact, coarse: Fact) -> bool:
    """Tell whether `coarse` is `fine` at fewer digits: 17.93 and 18, 1,234 and 1,200; a small "20" means 20."""
    if fine.unit != coarse.unit and (is_measure(fine) or is_measure(coarse)):
        return False
    if "/" in fine.value + coarse.value:
        return False
    step = 10.0 ** _exponent(coarse.value)
    if 10.0 ** _exponent(fine.value) >= step or (step > 1 and abs(float(coarse.value)) < 100):
        return False
    value, rounded = float(fine.value), float(coarse.value)
    off = abs(value - rounded)
    if off > step / 2 * 1.0000001 or (abs(value) > abs(rounded) and off > step / 2 * 0.9999999):
        return False  # 3.5 is rounded to 4, not to 3
    if step >= _SCALE_WORD and abs(value - rounded) <= _WELL_INSIDE * step:
        return abs(value - rounded) <= _ROUNDED_SCALE * abs(rounded)  # "3.2 million" and "3 million"
    return step <= 1 or abs(value - rounded) <= _ROUNDED * abs(rounded)


def _exponent(value: str) -> int:
    """Return the power of ten of the last digit that isn't a closing zero."""
    if "." in value:
        return -len(value.split(".")[1])
    stripped = value.rstrip("0")
    return min(len(value) - len(stripped), _LARGEST) if stripped.strip("-") else 0


def ratio(a: Fact, b: Fact) -> float:
    """Return how many times the larger quantity is the smaller, at least 1; 1 where one is nothing."""
    a, b = _in_percent(a, b)
    low, high = sorted((abs(in_base(a)[1]), abs(in_base(b)[1])))
    return high / low if low else 1.0
