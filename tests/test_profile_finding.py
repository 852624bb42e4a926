"""Finding profiles: how long a chain may be, what a name is near to, what is said of a file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from made import PLAIN

from detainer import DetainerError, Profile, load_profile
from detainer.errors import Problem
from detainer.profiles import find, ids


def refused(ref: object, *folders: Path) -> Problem:
    with pytest.raises(DetainerError) as caught:
        load_profile(ref, folders=[str(folder) for folder in folders])  # type: ignore[arg-type]
    (problem,) = caught.value.problems
    return problem


def chain(folder: Path, count: int, above: str = "us") -> Path:
    """Write profiles of which each is the parent of the one before; the last has a built-in one."""
    for number in range(count):
        parent = f"us-x{number + 1}" if number + 1 < count else above
        (folder / f"us-x{number}.toml").write_text(PLAIN.format(f"us-x{number}", parent))
    return folder / "us-x0.toml"


@pytest.mark.parametrize("warm", [False, True], ids=["cold", "warm"])
def test_twelve_files_are_the_longest_chain(
    warm: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the program's own, at its top, were loaded before or not."""

    def begin() -> None:
        monkeypatch.setattr(find, "_LOADED", {})
        if warm:
            load_profile("us-fl-pinellas")

    for own, top in ((11, "us"), (9, "us-fl-pinellas")):
        begin()
        assert len(load_profile(chain(tmp_path, own, top)).layers) == 12
        begin()
        assert refused(chain(tmp_path, own + 1, top)).code == "PROFILE_CYCLE"


@pytest.mark.parametrize(("typed", "hint"), [("florida", "us-fl"), ("New York", "us-ny")])
def test_a_state_that_is_written_out(typed: str, hint: str) -> None:
    assert refused(typed).hint == f"did you mean {hint}?"


def test_four_letters_within_names_are_told_to_five_names(tmp_path: Path) -> None:
    for number in range(7):
        (tmp_path / f"us-xx-quok{number}.toml").write_text(PLAIN.format(f"us-xx-quok{number}", "us"))
    five = ", ".join(f"us-xx-quok{number}" for number in range(5))
    assert refused("quok", tmp_path).hint == f"did you mean {five}?"


@pytest.mark.parametrize("typed", ["nyc", "yc"])
def test_three_letters_stand_in_too_many_names(typed: str) -> None:
    hint = refused(typed).hint or ""
    assert "us-ny-nyc-police" not in hint
    assert hint.count("us-") == 3, "the three nearest, with us- before what was typed"


def test_the_three_nearest_are_told(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"us-xx-grumble{number}.toml").write_text(PLAIN.format(f"us-xx-grumble{number}", "us"))
    assert (refused("us-xx-grumbla", tmp_path).hint or "").count("us-xx-grumble") == 3


@pytest.mark.parametrize(
    ("ref", "told"),
    [(10**39, f"'{10**39}'"), (10**40, f"'{str(10**40)[:40]}... (41 characters)'")],
    ids=["40", "41"],
)
def test_what_is_no_name_and_no_path(ref: int, told: str) -> None:
    problem = refused(ref)
    assert (problem.code, problem.message) == ("PROFILE_NOT_FOUND", f"{told} is no profile's id and no path")


@pytest.mark.parametrize(
    ("length", "told"), [(60, "x" * 55 + ".toml"), (61, "x" * 56 + ".tom... (61 characters)")]
)
def test_a_files_name_is_told_to_sixty_characters(length: int, told: str, tmp_path: Path) -> None:
    path = tmp_path / ("x" * (length - 5) + ".toml")
    assert refused(path).message == f"{told}: there is no such file"


def test_ids_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "us-xx-longer.toml"
    path.write_text(PLAIN.format("us-xx-longer", "us"))
    assert ids([str(tmp_path)])["us-xx-longer"] == str(path)


def test_a_link_to_the_programs_own_is_no_other_profile(tmp_path: Path) -> None:
    own = load_profile("us-ma")
    link = tmp_path / "us-ma.toml"
    os.symlink(own.path, link)
    assert load_profile(link).content == own.content


def test_a_chain_stands_where_each_parent_is_found_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    own: Profile = load_profile("us-ma")
    assert find._chain_stands(own, [])
    for other in ("", "~"):  # before any path in order, and after
        monkeypatch.setattr(find, "_locate", lambda *_, other=other: other)
        assert not find._chain_stands(own, [])


def test_why_a_file_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "us-xx.toml"
    path.write_bytes(b"a = " + b"[" * 5000)
    assert refused(path).message == "us-xx.toml: not TOML: nested too deeply"
    path.write_bytes(b"= 1")
    assert "Invalid" in refused(path).message

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", denied)
    assert refused(path).message == "us-xx.toml: Permission denied"


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (30, "PROFILE_KEY_UNKNOWN"),
        (31, "PROFILE_NOT_TOML"),
        (32, "PROFILE_NOT_TOML"),
        (300, "PROFILE_NOT_TOML"),
    ],
)
@pytest.mark.parametrize("between", [".", " . "])
def test_how_many_parts_a_key_may_have(parts: int, code: str, between: str, tmp_path: Path) -> None:
    path = tmp_path / "us-xx.toml"
    path.write_text(PLAIN.format("us-xx", "us") + between.join(["a"] * parts) + " = 1\n")
    assert refused(path).code == code
