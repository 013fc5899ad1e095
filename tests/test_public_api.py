"""The public face: the names that `dedup` promises, sorted, documented, and the same for type checkers."""

import ast
import importlib.metadata
import inspect
import tomllib
from pathlib import Path

import pytest

import dedup

REPOSITORY = Path(__file__).parents[1]
# Every name that users may import: one more or one less is a decision, and is made here too.
PROMISED = """
    Added Alignment Article Cell Claim ClaimRow Cleaned Cluster Comparison Copy Corpus CorpusBusyError
    CorpusDamagedError CorpusError CorpusInfo CorpusMismatchError Damage DedupError Difference Fact Found
    InputError InvariantError LeftOut Match MissingExtraError Neighbour OutputError Pair ParagraphNovelty
    PassageMatch Place Predicate Provenance Reject Relation Removal Repeat RunResult Score Settings
    SettingsError Span Story StreamError UsageError align_passages clean compare find_duplicates from_datasketch
    read relate run score to_datasketch
""".split()


def test_the_public_names_are_exactly_these_in_order() -> None:
    assert dedup.__all__ == PROMISED == sorted(PROMISED)
    assert set(dir(dedup)) == {*PROMISED, "__version__"}


def test_every_error_and_every_value_of_a_result_is_public() -> None:
    """Whoever catches an error or annotates a row finds its class in `dedup`."""
    from dedup import articles, errors
    from dedup.corpus import results as of_corpus
    from dedup.jobs import results as of_jobs

    for module in (articles, errors, of_corpus, of_jobs):
        made = {
            name for name, value in vars(module).items()
            if inspect.isclass(value) and value.__module__ == module.__name__ and not name.startswith("_")
        } - {"Search", "Tables"}  # fmt: skip
        assert made <= set(dedup.__all__), module.__name__


@pytest.mark.parametrize("name", dedup.__all__)
def test_every_name_resolves_and_is_documented(name: str) -> None:
    value = getattr(dedup, name)
    assert value.__name__ == name
    assert inspect.getdoc(value)


@pytest.mark.parametrize("name", [name for name in dedup.__all__ if inspect.isfunction(getattr(dedup, name))])
def test_functions_are_annotated_in_full(name: str) -> None:
    signature = inspect.signature(getattr(dedup, name))
    assert signature.return_annotation is not signature.empty
    assert all(p.annotation is not p.empty for p in signature.parameters.values())


def test_type_checkers_see_the_same_names_from_the_same_places() -> None:
    tree = ast.parse(Path(dedup.__file__).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    declared = {}
    for node in block.body:
        assert isinstance(node, ast.ImportFrom)
        assert all(alias.asname == alias.name for alias in node.names), "an alias of its own name marks a re-export"
        declared |= {alias.name: node.module for alias in node.names}
    assert declared == {name: f"dedup.{home}" for name, home in dedup._HOMES.items()}


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'no_such_name'"):
        _ = dedup.no_such_name


def test_the_version_is_the_one_of_the_package() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert dedup.__version__ == project["version"] == importlib.metadata.version("dedup-news")


def test_the_package_is_marked_as_typed() -> None:
    assert (REPOSITORY / "dedup" / "py.typed").is_file()
