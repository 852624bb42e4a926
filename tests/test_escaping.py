"""Control, bidirectional and zero-width characters come out escaped, whoever wrote them and in whatever format."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from pathlib import Path
from unittest.mock import patch

import pytest
from made import HEAD, PERIOD, rule
from shell import do
from test_batch import HONORS

from detainer.errors import escaped, show, shows

#: (character, what it does to whoever reads it)
HOSTILE = [
    ("\x00", "ends text for many programs"), ("\x07", "rings"), ("\x08", "goes back over what stood there"), ("\x1b", "commands a terminal"),
    ("\x7f", "deletes"), ("\x85", "a line's end in one byte"), ("\x9b", "commands a terminal in one byte"), ("\xad", "a hyphen that shows at times"),
    ("\u034f", "joins, unseen"), ("\u061c", "turns Arabic"), ("\u115f", "a filler"), ("\u200b", "a space of no width"), ("\u200d", "joins"),
    ("\u200e", "left to right"), ("\u200f", "right to left"), ("\u2028", "a line's end"), ("\u2029", "a paragraph's end"),
    ("\u202a", "embeds"), ("\u202e", "turns all that follows"), ("\u2060", "joins words"), ("\u2066", "isolates"), ("\u2069", "ends that"),
    ("\u3164", "a letter that is blank"), ("\ufe0f", "changes what stands before"), ("\ufeff", "a mark of no width"), ("\ufff9", "annotates"),
    ("\U000e0041", "a tag, unseen"), ("\U000e0100", "a variant, unseen"),
]  # fmt: skip
BAD = "".join(char for char, _ in HOSTILE)
#: as it may stand in a command line, which has no NUL
TYPED = BAD.replace("\x00", "")


def raw(text: str, but: str = "\n") -> list[str]:
    """Return the characters of a text that do not show, by Unicode's categories and not by the program."""
    unseen = {char for char, _ in HOSTILE}
    hidden = [
        c
        for c in text
        if c not in but and (unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} or c in unseen)
    ]
    return [f"U+{ord(char):04X}" for char in hidden]


@pytest.mark.parametrize(("char", "why"), HOSTILE, ids=[f"U+{ord(char):04X}" for char, _ in HOSTILE])
def test_each_character_is_escaped(char: str, why: str) -> None:
    assert not shows(f"a{char}b"), why
    assert raw(show(f"a{char}b")) == []
    assert show(f"a{char}b").encode().decode("unicode_escape") == f"a{char}b", "none is lost"


def test_letters_of_any_language_are_not() -> None:
    for text in ("Doña Ana", "Nguyễn Thị", "Οδυσσέας", "山田", "שָׁלוֹם", "e\u0301", "\U0001f600", "a b"):
        assert shows(text)
        assert show(text) == text
    assert escaped("a\nb\t", but="\n") == "a\nb\\t"


# ---- what a profile says ----

FORMATS = ("text", "json", "svg", "html", "ics")


@pytest.fixture
def profile(tmp_path: Path) -> str:
    """A file in which whatever is free text has such characters, as no profile that is validated may."""
    text = re.sub(
        r'^((?:name|cite|url|text|pending|covers|quote) *= *")', lambda found: found[0] + "@", HEAD, flags=re.MULTILINE
    )  # fmt: skip
    rules = rule("r1", "allowed", 'when = "a"') + rule("r2", "silent", 'when = "stands and b"')
    note = '[[period.note]]\ncode = "DUTY"\ntext = "@note"\nsource = ["s"]\n'
    path = tmp_path / "us-xx.toml"
    written = "".join(f"\\U{ord(char):08X}" for char in BAD)
    text = text.replace("[source.s]\n", '[source.s]\nquote = "@said"\n').replace('"paraphrase"', '"verbatim"')
    path.write_text((text + PERIOD + rules + note).replace("@", written), "utf-8")
    return str(path)


def test_a_profile_with_them_is_refused(profile: str) -> None:
    for argv in (["check", "-p", profile, "-r", "2026-11-25T15:00"], ["profiles", "show", profile]):
        ran = do(*argv)
        assert ran.code == 2
        assert "CONTROL_CHARACTER" in ran.err
        assert raw(ran.err) == []


@pytest.mark.parametrize("kind", [*FORMATS, "explain", "ascii", "show"])
def test_a_profile_that_was_not_validated(kind: str, profile: str, tmp_path: Path) -> None:
    """Formats rely on nobody: a library's user may make a profile by hand."""
    out = tmp_path / "out"
    argv = ["check", "-p", profile, "-r", "2026-11-25T15:00", "--as-of", "2026-11-25T15:00", "-o", str(out)]
    argv += ["--format", kind] if kind in FORMATS else [f"--{kind}"]
    with patch("detainer.profiles.table.shows", return_value=True):
        if kind == "show":
            ran = do("profiles", "show", profile)
            text = ran.out
        else:
            ran = do(*argv)
            text = out.read_bytes().decode("utf-8")
    assert ran.code == 0, ran.err
    assert raw(text, "\r\n" if kind == "ics" else "\n") == []
    joined = text.replace("\r\n ", "") if kind == "ics" else re.sub(r"\s+", "", text)
    assert "202e" in joined, "they are there, escaped"


# ---- what is typed, and names of files ----


@pytest.mark.parametrize("more", [[], ["--json"]], ids=["text", "json"])
@pytest.mark.parametrize(
    "option", ["-p", "-r", "-z", "--form", "--paper", "--received", "-a", "--agency", "--profiles", "--uid"]
)
def test_what_is_typed(option: str, more: list[str]) -> None:
    base = {"-p": "honors", "-r": "2026-11-25T15:00", "-z": "America/New_York", option: f"x{TYPED}"}
    ran = do("check", *(word for pair in base.items() for word in pair), *more)
    assert ran.code == 2
    assert raw(ran.out + ran.err) == []
    if option not in ("--agency", "--uid"):  # refused before they are looked at
        assert "202e" in re.sub(r"\s+", "", ran.out + ran.err)


@pytest.mark.parametrize("command", ["check", "show", "validate", "batch", "audit", "import", "output"])
def test_names_of_files(command: str, tmp_path: Path) -> None:
    path = tmp_path / f"x{TYPED}.toml"
    path.write_text("= 1")
    rows = tmp_path / "in.csv"
    rows.write_text("release_at\n2026-11-25T15:00\n")
    argv = {
        "check": ["check", "-p", str(path), "-r", "2026-11-25T15:00"], "show": ["profiles", "show", str(path)],
        "validate": ["profiles", "validate", str(path)], "batch": ["batch", str(path), *HONORS], "audit": ["audit", str(path), *HONORS],
        "import": ["agencies", "import", str(path)], "output": ["batch", str(rows), *HONORS, "-o", str(path / "no" / "folder")],
    }[command]  # fmt: skip
    ran = do(*argv)
    assert ran.code == 2
    assert raw(ran.out + ran.err) == []


# ---- tables ----


@pytest.fixture
def table(tmp_path: Path) -> str:
    """A table with such characters in its name, in its columns' names, and in its cells."""
    path = tmp_path / f"t{TYPED}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["release_at", "taken_at", f"who{BAD}", "form"])
        out.writerow(["2026-11-25T15:00", "2026-11-28T15:00", f"cell{BAD}", "I-247A"])
        out.writerow([f"2026{BAD}", "", "", ""])
        out.writerow(["2026-11-25T15:00", "", "", f"I-247{BAD}"])
    return str(path)


ADDED = ("error", "error_code", "hold", "missing", "warnings")


@pytest.mark.parametrize("to", ["csv", "tsv", "jsonl"])
def test_what_batch_adds(to: str, table: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran = do("batch", table, *HONORS, "--to", to, "-o", str(out))
    assert ran.code == 1
    assert raw(ran.err) == []
    text = out.read_text("utf-8")
    rows = (
        [json.loads(line) for line in text.split("\n")[:-1]]
        if to == "jsonl"
        else list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if to == "tsv" else ","))
    )
    assert len(rows) == 3
    for row in rows:
        assert all(raw(str(row[name])) == [] for name in ADDED)
        assert f"who{BAD}" in row, "what was in the table is kept as it was"
    assert "\\u202e" in rows[1]["error"]
    assert "\\u202e" in rows[2]["error"]


@pytest.mark.parametrize("to", ["csv", "tsv"])
def test_every_cell_of_a_safe_table(to: str, table: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert do("batch", table, *HONORS, "--to", to, "--csv-safe", "-o", str(out)).code == 1
    text = out.read_text("utf-8")
    assert raw(text, "\n\t") == []
    assert "cell\\x00" in text


@pytest.mark.parametrize("to", ["text", "csv", "json"])
def test_an_audit(to: str, table: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with open(table, encoding="utf-8", newline="") as file:
        content = file.read().replace("\x00", "")
    Path(table).write_text(content, "utf-8", newline="")
    by = ["--by", f"who{TYPED}", "--keep", f"who{TYPED}"]
    ran = do("audit", table, *HONORS, "--assume", "ordinary", *by, "--to", to, "-o", str(out))
    assert ran.code == 1, ran.err
    assert raw(ran.err) == []
    text = out.read_text("utf-8")
    assert raw(text) == []
    assert "202e" in re.sub(r"\s+", "", text)
    if to == "json":
        groups = [group["group"] for group in json.loads(text)["by"][f"who{TYPED}"]]
        assert any(group.startswith("cell\x07") and "\u202e" in group for group in groups), (
            "in JSON none is lost"
        )


@pytest.mark.parametrize("command", ["batch", "audit"])
def test_columns_that_are_named_in_an_error(command: str, table: str) -> None:
    for more in (["--map", f"release_at=no{TYPED}"], ["--map", f"form=who{TYPED}x"], [f"--{TYPED}"]):
        ran = do(command, table, *HONORS, *more)
        assert ran.code == 2
        assert raw(ran.out + ran.err) == []
    doubled = f"{table}.doubled.csv"
    Path(doubled).write_text(
        f"release_at,a{TYPED},a{TYPED}\n2026-11-25T15:00,1,2\n".replace("\x85", ""), "utf-8"
    )
    ran = do(command, doubled, *HONORS)
    assert (ran.code, "COLUMN_DOUBLED" in ran.err, raw(ran.err)) == (2, True, [])
