"""Fixtures of the quality gates: the labelled data beside the checkout, and the pinned floors."""

import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    path = HERE.parents[2] / "shared" / "data"
    if not path.is_dir():
        pytest.skip("the labelled data (../shared/data beside the checkout) is absent")
    return path


@pytest.fixture(scope="session")
def floors() -> dict:
    return tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
