"""The questions of `dedup tune --review`: pairs shown side by side, answers kept one by one."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

import click

from dedup.jobs.judging import Judgement, judgement
from dedup.jobs.tune import NearPair

# Characters of a text that are compared for the question, and of each difference that is shown.
_COMPARED = 6000
_SHOWN = 160
_DIFFERENCES = 6


def ask(pairs: Sequence[NearPair], known: Sequence[Judgement], answers: Path) -> list[Judgement]:
    """Ask which pairs are one text; return what is known afterwards.

    Args:
        pairs: To ask about, in this order; those that are known already are passed over.
        known: What was said before.
        answers: Where each answer is added at once, so that none is lost if the terminal closes.
    """
    said = {(one.id_a, one.id_b): one for one in known}
    left = [pair for pair in pairs if _key(pair) not in said]
    if not left:
        click.echo("No pair near the threshold is left to judge; --near asks about more.", err=True)
    for number, pair in enumerate(left, 1):
        click.echo(f"\n{_question(pair, number, len(left))}", err=True)
        answer = _answer()
        if answer == "q":
            break
        if answer != "s":
            one = judgement(pair.id_a, pair.id_b, same=answer == "y")
            _keep(one, pair.jaccard, answers)
            said[one.id_a, one.id_b] = one
    return list(said.values())


def _key(pair: NearPair) -> tuple[str, str]:
    return min(pair.id_a, pair.id_b), max(pair.id_a, pair.id_b)


def _answer() -> str:
    try:
        choice = click.Choice(["y", "n", "s", "q"], case_sensitive=False)
        answer: str = click.prompt("One text? yes, no, skip, quit", type=choice, err=True)
    except click.Abort:  # end of input, or ctrl-C: what was said holds
        click.echo(err=True)
        return "q"
    return answer


def _keep(one: Judgement, jaccard: float, answers: Path) -> None:
    import orjson

    from dedup.errors import OutputError

    line = {"id_a": one.id_a, "id_b": one.id_b, "jaccard": round(jaccard, 6), "same": one.same}
    try:
        with answers.open("ab") as file:
            file.write(orjson.dumps(line) + b"\n")
    except OSError as error:
        raise OutputError(f"{answers}: can't be written: {error.strerror}") from error


def _question(pair: NearPair, number: int, count: int) -> str:
    """Return a pair as both beginnings and what only one side has."""
    from dedup.reporting.escape import terminal
    from dedup.reporting.tables import table

    sides = [(pair.id_a, pair.text_a[:400]), (pair.id_b, pair.text_b[:400])]
    only_a, only_b = _only(pair.text_a[:_COMPARED].split(), pair.text_b[:_COMPARED].split())
    lines = [f"Pair {number} of {count}: Jaccard {pair.jaccard:.3f}", table(sides, widths=(20, 76), lines=6)]
    for name, runs in ((pair.id_a, only_a), (pair.id_b, only_b)):
        lines += [f"only in {terminal(name)}: {terminal(run)}" for run in runs[:_DIFFERENCES]]
        if len(runs) > _DIFFERENCES:
            lines.append(f"only in {terminal(name)}: {len(runs) - _DIFFERENCES} more passages")
    return "\n".join(lines)


def _only(a: list[str], b: list[str]) -> tuple[list[str], list[str]]:
    """Return the runs of words that stand in one text alone."""
    runs: tuple[list[str], list[str]] = [], []
    for kind, a_start, a_end, b_start, b_end in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind != "equal":
            for side, words in zip(runs, (a[a_start:a_end], b[b_start:b_end]), strict=True):
                if words:
                    run = " ".join(words)
                    side.append(run if len(run) <= _SHOWN else run[:_SHOWN] + " …")
    return runs
