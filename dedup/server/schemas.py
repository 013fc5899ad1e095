"""What the API takes and gives beside the results of the jobs, for checking requests and for the OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from dedup.articles import Cluster
from dedup.corpus.results import Outcome
from dedup.server.problems import ProblemError

# Articles that one request may compare.
MOST_COMPARED = 50
_MOST_REASONS = 3
Id = Annotated[str, Field(min_length=1, max_length=1000)]


class ArticleIn(BaseModel):
    """An article to be scored or added; the fields of a record as `dedup score` reads it, and any others."""

    model_config = ConfigDict(extra="allow", strict=True)

    text: Annotated[str, Field(min_length=1)]
    id: Id | None = Field(None, description="Made of the content where there is none.")
    title: str | None = None
    source: str | None = Field(None, description="The outlet that published it.")
    url: str | None = None
    date: str | None = Field(None, description="Of publication, in any usual form.")
    language: str | None = None
    author: str | None = None
    updated: str | None = None


class CompareIn(BaseModel):
    """Articles to be compared: given with the request, or known ones by their ids."""

    model_config = ConfigDict(extra="forbid", strict=True)

    articles: Annotated[list[ArticleIn], Field(max_length=MOST_COMPARED)] = []
    ids: Annotated[list[Id], Field(max_length=MOST_COMPARED)] = []
    split: bool = Field(False, description="Divide the articles into stories and compare each by itself.")


class ArticleSummary(BaseModel):
    """What a listing says of an article; `characters` is the length of its text."""

    id: str
    title: str | None
    source: str | None
    url: str | None
    date: str | None
    language: str | None
    characters: int


class KnownArticle(BaseModel):
    """A known article; `extra` holds the fields of its record that are none of the others."""

    id: str
    title: str | None
    source: str | None
    url: str | None
    date: str | None
    language: str | None
    author: str | None
    updated: str | None
    text: str
    extra: dict[str, Any]


class ArticleListing(BaseModel):
    """Known articles, newest first; `before` asks for those that follow, and is null at the end."""

    articles: list[ArticleSummary]
    before: int | None


class ClusterListing(BaseModel):
    """Clusters, those with the newest articles first; `before` asks for those that follow, and is null at the end."""

    clusters: list[Cluster]
    before: int | None


class AddedArticle(BaseModel):
    """What became of an article: `added`; a new `version` of a known id; or `known` with the same content."""

    id: str
    outcome: Outcome


class RemovedArticle(BaseModel):
    """Whether an article was known until now, and whether its text was erased from the file."""

    id: str
    removed: bool
    purged: bool


class Health(BaseModel):
    """The state of the server."""

    status: Literal["ok"]


_ARTICLE = TypeAdapter(ArticleIn)
_COMPARE = TypeAdapter(CompareIn)


def check_article(record: bytes) -> None:
    """Check a record.

    Raises:
        ProblemError: It is no article; the problem says which field is wrong, and nothing of what it holds.
    """
    checked(_ARTICLE, record)


def check_comparison(body: bytes) -> CompareIn:
    """Return what is to be compared.

    Raises:
        ProblemError: It is no such request.
    """
    found: CompareIn = checked(_COMPARE, body)
    return found


def checked(adapter: TypeAdapter[Any], data: bytes) -> Any:  # noqa: ANN401 - a model
    """Return a model of some JSON.

    Raises:
        ProblemError: It does not fit; the problem says which field is wrong, and nothing of what it holds.
    """
    try:
        return adapter.validate_json(data)
    except ValidationError as error:
        reasons = [
            f"{'.'.join(map(str, one['loc'])) or 'body'}: {one['msg']}"
            for one in error.errors(include_url=False, include_context=False, include_input=False)[:_MOST_REASONS]
        ]
        raise ProblemError(422, "; ".join(reasons)) from None
