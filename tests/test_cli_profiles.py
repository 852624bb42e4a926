"""The other commands: profiles and schema, and the help of all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from shell import HONORS, RELEASE, do

from detainer.cli.check import check
from detainer.cli.help import HEADINGS

COMMANDS = [[], ["check"], ["profiles"], ["profiles", "list"], ["profiles", "show"], ["profiles", "validate"],
            ["profiles", "new"], ["profiles", "coverage"], ["profiles", "map"], ["agencies"], ["agencies", "import"], ["agencies", "find"],
            ["schema"], ["completion"], ["recheck"]]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=[" ".join(command) or "detainer" for command in COMMANDS])
def test_help_fits_a_terminal(command: list[str]) -> None:
    ran = do(*command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == do(*command, "-h").out
    assert all(len(line) <= 80 for line in ran.out.splitlines())
    assert "..." not in ran.out.replace("...]", "").replace("]...", "").replace("honors, ...", "").replace("COMMAND [ARGS]...", "").replace("WORDS...", ""), "no sentence is cut short"  # fmt: skip


def test_no_command_was_forgotten() -> None:
    found = [
        ["profiles", line.split()[0]]
        for line in do("profiles", "--help").out.split("Commands:\n")[1].splitlines()
    ]
    assert all(command in COMMANDS for command in found)


@pytest.mark.parametrize("command", COMMANDS, ids=[" ".join(command) or "detainer" for command in COMMANDS])
def test_help_leads_with_examples(command: list[str]) -> None:
    usage, blank, *lines = do(*command, "--help").out.splitlines()
    assert usage.startswith(" ".join(["Usage: detainer", *command]))
    assert blank == ""
    examples = [line.strip() for line in lines[: lines.index("")]]
    if command == ["completion"]:
        assert examples[:2] == ["bash, in ~/.bashrc:", 'eval "$(detainer completion bash)"']
    else:
        assert all(line.startswith(" ".join(["detainer", *command])) for line in examples)


def test_the_help_of_check_is_one_screen() -> None:
    """Of 44 lines, the prompt on the last; the options under four headings, a line each."""
    out = do("check", "--help").out
    assert len(out.splitlines()) <= 43
    headings = [line for line in out.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert headings == ["The moment:", "The papers:", "The law:", "Output:"]
    assert out.splitlines()[-1].startswith("Exit codes: 0 answered")
    under = [name for names in HEADINGS.values() for name in names]
    assert sorted(under) == sorted(param.name or "" for param in check.params), "each has its heading"
    said = out.replace("--[no-]asks-custody", "--asks-custody --no-asks-custody").replace(
        "--[not-]designated", "--designated --not-designated"
    )
    flags = {flag for param in check.params for flag in param.opts}
    assert {flag for flag in flags if not re.search(rf"(?<!\S){flag}\b", said)} == set()


def test_help_says_which_variables_stand_in() -> None:
    out = " ".join(do("check", "--help").out.split())
    assert "us-fl, fl, honors or a file; else DETAINER_PROFILE." in out
    assert "Facility's; else the profile's, else DETAINER_TIMEZONE." in out
    assert "else DETAINER_PROFILES." in out
    assert "DETAINER_PROFILES" in do("profiles", "list", "--help").out
    readme = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
    assert {"DETAINER_PROFILE", "DETAINER_TIMEZONE", "DETAINER_PROFILES"} <= set(re.findall(r"\w+", readme))


def test_the_commands_that_help_names() -> None:
    assert "detainer check -p fl" in do("--help").out
    assert re.fullmatch(r"detainer \d+\.\d+\.\d+\n", do("--version").out)
    for command in ("check", "recheck", "profiles", "agencies", "schema", "completion"):
        assert f"  {command} " in do("--help").out


def test_a_group_named_alone_shows_what_it_can_do() -> None:
    for group in ([], ["profiles"], ["agencies"]):
        ran = do(*group)
        assert (ran.code, ran.err) == (0, "")
        assert "Usage: detainer" in ran.out


def test_profiles_list_and_show() -> None:
    listed = do("profiles", "list").out
    assert "us-nc                      honors     North Carolina" in listed
    assert do("profiles", "list", "--state", "NJ").out.split() == ["us-nj", "sanctuary", "New", "Jersey"]
    assert "no rule of its own" in do("profiles", "list", "--state", "ma", "--on", "2016-01-01").out
    shown = " ".join(do("profiles", "show", "us-ma", "--on", "2018-01-01").out.split())
    assert "a hold past release is not allowed" in shown
    assert "(verbatim, " in shown
    assert (
        "No rule of this layer is known for 2016-01-01"
        in do("profiles", "show", "us-ma", "--on", "2016-01-01").out
    )


def test_profiles_validate(tmp_path: Path) -> None:
    assert re.search(r"\d+ profiles and \d+ examples, no problems", do("profiles", "validate").out)
    ran = do("profiles", "validate", str(tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert "PROFILE_NOT_FOUND" in ran.err, "a folder of no profiles is a slip, not a success"
    (tmp_path / "a.toml").write_text('format = 2\nparent = "us"\n')
    (tmp_path / "b.toml").write_text("= 1")
    ran = do("profiles", "validate", str(tmp_path))
    assert ran.code == 2
    assert "a.toml: format" in ran.err
    assert "a.toml: id" in ran.err
    assert "PROFILE_NOT_TOML" in ran.err
    listed = do("profiles", "list", "--profiles", str(tmp_path))
    assert listed.code == 2
    assert "us-nc" in listed.out  # what can be read is listed all the same


def test_profiles_new_validates_and_its_examples_hold(tmp_path: Path) -> None:
    folder = str(tmp_path / "own")
    assert do("profiles", "new", "us-pa-york", "--parent", "us-pa", "-o", folder).code == 0
    assert "1 profile and 2 examples, no problems" in do("profiles", "validate", folder).out
    for gone in (None, "us-pa-york.toml"):  # nothing is written over, nor half of the two files
        if gone:
            Path(folder, gone).rename(Path(folder, "kept"))
        assert "OUTPUT_FAILED" in do("profiles", "new", "us-pa-york", "--parent", "us-pa", "-o", folder).err
    assert not Path(folder, "us-pa-york.toml").exists()
    Path(folder, "kept").rename(Path(folder, "us-pa-york.toml"))
    assert "VALUE_UNKNOWN" in do("profiles", "new", "Us/Pa", "--parent", "us-pa", "-o", folder).err
    answer = do(
        "check",
        "-p",
        "us-pa-york",
        "--profiles",
        folder,
        "-r",
        "2026-03-02T10:00",
        "-a",
        "listed-charge=yes",
        "--json",
    )
    assert answer.json["release_by"] == "2026-03-04T10:00:00-05:00"
    broken = Path(folder, "examples", "us-pa-york.toml")
    broken.write_text(broken.read_text("utf-8").replace('"2026-03-04T10:00"', '"2026-03-05T10:00"'), "utf-8")
    assert "EXAMPLE_FAILED" in do("profiles", "validate", folder).err


def test_profiles_from_the_environment(tmp_path: Path) -> None:
    do("profiles", "new", "us-pa-york", "--parent", "us-pa", "-o", str(tmp_path))
    around = {"DETAINER_PROFILES": str(tmp_path)}
    assert do("check", "-p", "us-pa-york", *RELEASE, "--json", **around).json["profile"]["id"] == "us-pa-york"
    assert "PROFILE_UNREADABLE" in do("profiles", "list", DETAINER_PROFILES=str(tmp_path / "nowhere")).err


def test_coverage() -> None:
    text = do("profiles", "coverage").out
    assert re.search(r"^us-dc +\d+ +\d+ +\d+", text, re.MULTILINE)
    rows = do("profiles", "coverage", "--json").json
    assert {row["profile"] for row in rows} >= {"us", "us-nc", "us-dc"}


# ---- an agency of the imported sheet ----


def test_an_agency_beside_a_profile(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet-2026-05-18.csv"
    sheet.write_text(
        "STATE,LAW ENFORCEMENT AGENCY,TYPE,COUNTY,SUPPORT TYPE,SIGNED\n"
        "FLORIDA,Sample County Sheriff's Office,County,Sample County,WSO,2019-04-24\n"
    )
    here = {"XDG_DATA_HOME": str(tmp_path / "data")}
    assert do("agencies", "import", str(sheet), **here).code == 0
    agency = ["--agency", "Sample County Sheriff's Office, FL", "--json"]
    answer = do(*HONORS, *agency, **here).json
    assert answer["profile"]["id"] == "honors", "a profile that is named is the one"
    assert answer["custody"]["agreement"] == ["WSO"], "the agreements are the agency's"
    ran = do("check", "-p", "us-ma", *RELEASE, *agency, **here)
    assert ran.codes == ["CONTRADICTION"], "no agency of Florida under the law of Massachusetts"
    assert ran.json["errors"][0]["field"] == "agency"
    assert do(*HONORS, "--agency", "Nowhere, FL", "--json", **here).codes == ["AGENCY_UNKNOWN"]
    assert do(*HONORS, *agency, XDG_DATA_HOME=str(tmp_path / "none")).codes == ["NO_SHEET"]


def test_a_misspelt_subcommand_gets_a_hint() -> None:
    assert "Did you mean list?" in do("profiles", "lst").err
    assert "Did you mean import?" in do("agencies", "imprt").err
