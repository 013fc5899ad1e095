"""The exception tree: drawn in full, and every exit code as the command line promises."""

import inspect

import pytest

from dedup import errors


def classes() -> list[type[errors.DedupError]]:
    return [value for value in vars(errors).values() if inspect.isclass(value) and issubclass(value, errors.DedupError)]


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    drawn: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").split("```")[1].splitlines():
        name = line.lstrip("│├└─ ").split(" ")[0]
        if name:
            drawn.append((line.index(name) // 4, name))
    parents = {}
    for i, (depth, name) in enumerate(drawn):
        above = [other for other_depth, other in drawn[:i] if other_depth == depth - 1]
        parents[name] = above[-1] if above else "Exception"
    assert parents == {found.__name__: found.__base__.__name__ for found in classes()}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.DedupError, 70),
        (errors.InvariantError, 70),
        (errors.StreamError, 74),
        (errors.SettingsError, 2),
        (errors.MissingExtraError, 2),
        (errors.OutputError, 2),
        (errors.InputError, 3),
        (errors.CorpusMismatchError, 4),
        (errors.CorpusDamagedError, 4),
        (errors.CorpusBusyError, 4),
    ],
)
def test_exit_codes(error: type[errors.DedupError], code: int) -> None:
    assert error.exit_code == code


def test_a_missing_extra_says_how_to_install_it() -> None:
    message = str(errors.MissingExtraError("trafilatura", "html", "to read HTML"))
    assert message == "trafilatura is needed to read HTML: pip install 'dedup-news[html]'"


def test_an_unexpected_exception_is_noted_with_its_innermost_place() -> None:
    with pytest.raises(ValueError, match="x") as raised, errors.located("a.jsonl"), errors.located("a.jsonl:3"):
        raise ValueError("x")
    assert errors.place_of(raised.value) == "a.jsonl:3"


def test_an_expected_exception_says_itself_where_it_came() -> None:
    with pytest.raises(errors.InputError) as raised, errors.located("a.jsonl"):
        raise errors.InputError("b.jsonl: gone")
    assert errors.place_of(raised.value) is None
