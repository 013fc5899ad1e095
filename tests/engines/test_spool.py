"""Spools: private, of names that nobody can guess, found again only by whom they are for."""

import os
import stat
from pathlib import Path

import pytest

from dedup.engines.spool import abandoned_spools, make_spool
from dedup.errors import OutputError


def found(parent: Path, output: Path) -> list[Path]:
    spools = list(abandoned_spools(parent, output))
    for spool in spools:
        spool.release()
    return [spool.folder for spool in spools]


def test_a_spool_is_private_and_of_another_name_each_time(tmp_path: Path) -> None:
    one, two = make_spool(tmp_path, tmp_path / "out"), make_spool(tmp_path, tmp_path / "out")
    assert one.folder != two.folder
    assert stat.S_IMODE(one.folder.stat().st_mode) == 0o700


def test_a_spool_in_use_is_not_found_and_an_abandoned_one_is(tmp_path: Path) -> None:
    spool = make_spool(tmp_path, tmp_path / "out")
    assert found(tmp_path, tmp_path / "out") == []
    spool.release()
    assert found(tmp_path, tmp_path / "out") == [spool.folder]
    (locked,) = abandoned_spools(tmp_path, tmp_path / "out")
    assert found(tmp_path, tmp_path / "out") == [], "whoever found it holds it"
    locked.delete()
    assert list(tmp_path.iterdir()) == []


def test_outputs_of_one_name_do_not_share_a_spool(tmp_path: Path) -> None:
    make_spool(tmp_path, tmp_path / "x" / "out").release()
    assert found(tmp_path, tmp_path / "y" / "out") == []
    assert found(tmp_path, tmp_path / "x" / "y" / ".." / "out") != []


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o701])
def test_a_spool_that_others_may_enter_is_passed_over(tmp_path: Path, mode: int) -> None:
    spool = make_spool(tmp_path, tmp_path / "out")
    spool.release()
    spool.folder.chmod(mode)
    assert found(tmp_path, tmp_path / "out") == []


def test_a_link_to_a_spool_is_not_followed(tmp_path: Path) -> None:
    spool = make_spool(tmp_path / "elsewhere", tmp_path / "out")
    spool.release()
    (tmp_path / ".out.planted.spool").symlink_to(spool.folder)
    (tmp_path / ".out.file.spool").write_text("no folder")
    (tmp_path / ".out.empty.spool").mkdir(mode=0o700)
    assert found(tmp_path, tmp_path / "out") == []
    assert (tmp_path / ".out.empty.spool").exists()


def test_the_longest_names_have_spools_too(tmp_path: Path) -> None:
    for name in ("o" * 255, "é" * 127, "字" * 85, os.fsdecode(b"\xff" * 255)):
        make_spool(tmp_path, tmp_path / name).release()
        assert len(found(tmp_path, tmp_path / name)) == 1


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=r"no temporary folder in .*file.*--temp"):
        make_spool(tmp_path / "file", tmp_path / "out")
