"""A short round of the fuzzer, the same each time; `make fuzz` goes on with inputs of its own."""

import random

import pytest

from tests.fuzz.targets import TARGETS


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", TARGETS)
def test_no_input_gets_through(name):
    for number in range(10 if name == "renderers" else 60):
        TARGETS[name](random.Random(f"test:{number}"))
