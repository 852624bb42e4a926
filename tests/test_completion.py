"""Completion: what may stand on a command line, in each shell, as the shells themselves take it."""

from __future__ import annotations

import os
import pty
import re
import select
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import get_completion_class
from shell import OWN, do, outside

from detainer.cli import run
from detainer.cli.complete import SHELLS, VARIABLE
from detainer.cli.main import main
from detainer.profiles import built_in_ids
from detainer.zones import names

BIN = os.path.dirname(sys.executable)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in OWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def offered(*words: str) -> dict[str, str]:
    """Return what may stand in place of the last word, and the help beside it."""
    *before, typed = words
    shell = get_completion_class("zsh")
    assert shell is not None
    found = shell(main, {}, "detainer", VARIABLE).get_completions(before, typed)
    return {item.value if item.type == "plain" else f"<{item.type}>": item.help or "" for item in found}


def asked(shell: str, **environment: str) -> str:
    """Return what the program prints to a shell that asks; its exit code is 0, and no word of complaint."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("COMP_")}
    own |= {VARIABLE: f"{shell}_complete", **environment}
    ran = subprocess.run(
        [sys.executable, "-m", "detainer"], capture_output=True, text=True, env=own, timeout=60
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


# ---- what is offered ----

#: words up to the cursor, what is offered in this order, why
CASES = [
    (["prof"], ["profiles"], "a subcommand"),
    (["profiles", ""], ["coverage", "list", "map", "new", "show", "validate"], "its subcommands"),
    (["check", "-p", "us-n"], [name for name in built_in_ids() if name.startswith("us-n")], "ids"),
    (["check", "-p", "FL"], ["fl", "fl-miami-dade", "fl-orange", "fl-pinellas"], "short forms, as -p takes them"),
    (["check", "-p", "hon"], ["honors"], "a generic profile"),
    (["check", "-p", "./my"], ["<file>"], "a file of one's own"),
    (["profiles", "show", "us-fl-p"], ["us-fl-pinellas"], "an argument"),
    (["profiles", "new", "--parent", "us-me"], ["us-me"], "the layer above"),
    (["profiles", "list", "--stance", "s"], ["sanctuary"], "a stance"),
    (["profiles", "map", "-f", ""], ["text", "json", "svg", "html"], "what a map is drawn as"),
    (["profiles", "map", "-o", ""], ["<file>"], "a file, not a folder"),
    (["profiles", "list", "--state", "A"], ["ak", "al", "ar", "az"], "states that have a profile"),
    (["check", "-p", "us-fl", "-z", ""], ["America/New_York", "America/Chicago"], "Florida lies in two zones; no other is taken"),
    (["check", "-p", "us-fl", "-z", "Europe/P"], [], "nor offered"),
    (["check", "-z", "chic"], ["America/Chicago"], "a city of the United States alone"),
    (["check", "-z", "Europe/Pari"], ["Europe/Paris"], "every zone on further typing"),
    (["check", "--form", "I-247a"], ["I-247A"], "however it is typed"),
    (["check", "--form=I-247x"], ["--form=I-247X"], "with the flag in the same word"),
    (["check", "--box", ""], ["1", "2"], "the boxes"),
    (["check", "--issuer", "c"], ["CBP"], "an issuer"),
    (["check", "--citizenship", ""], ["none", "claimed", "shown", "resolved"], "citizenship"),
    (["check", "--agreement", "WSO", "--agreement", ""], ["WSO", "JEM", "TFM", "BOA", "none"][1:], "what is given is not offered again"),
    (["check", "--paper", "I-200", "--paper", "I-2"], ["I-205", "I-203"], "nor a paper"),
    (["check", "--no-paper", "j"], ["judge-order"], "a paper not in hand"),
    (["check", "--received", ""], ["in-time", "release", "never"], "words of a moment"),
    (["check", "--warrant-served", "n"], ["never"], "of each of them"),
    (["check", "-r", "n"], ["now"], "the one word that is a whole time"),
    (["check", "-r", "11/25"], [], "a time is typed"),
    (["check", "--assume", "n"], ["nothing"], "what to assume"),
    (["check", "-f", ""], ["text", "json"], "formats"),
    (["check", "-o", ""], ["<file>"], "a file"),
    (["check", "--record", ""], ["<file>"], "a file to append to"),
    (["batch", "jail.csv", "--record", ""], ["<file>"], "of a table too"),
    (["recheck", ""], ["<file>"], "a file of records"),
    (["recheck", "--j"], ["--json"], "an option"),
    (["check", "--profiles", ""], ["<dir>"], "a folder"),
    (["audit", "--to", ""], ["text", "csv", "json", "html"], "what an audit is written as"),
    (["audit", "--date-only", "b"], ["bounds"], "what a date stands for"),
    (["audit", "--by", ""], ["year", "profile"], "groups that need no column"),
    (["audit", "--engine", ""], ["columnar", "row"], "engines of an audit too"),
    (["audit", "--verb"], ["--verbose"], "an option of an audit"),
    (["audit", ""], ["<file>"], "a table"),
    (["batch", ""], ["<file>"], "a table"),
    (["batch", "--to", ""], ["csv", "tsv", "jsonl", "xlsx", "parquet"], "formats of tables"),
    (["batch", "--engine", ""], ["columnar", "row"], "engines"),
    (["batch", "--from", "j"], ["jsonl"], "formats of tables"),
    (["agencies", "import", ""], ["<file>"], "a sheet"),
    (["schema", "e"], ["error"], "a schema"),
    (["schema", "a"], ["audit"], "a schema"),
    (["schema", "re"], ["record", "recheck"], "of a record, and of what became of it"),
    (["completion", ""], ["bash", "zsh", "fish", "powershell"], "the shells"),
    (["check", "--not"], ["--not-designated"], "an option"),
    (["check", "-p", "us-nc", "-a", ""], ["judicial-order=yes", "judicial-order=no"], "the only question North Carolina asks"),
    (["check", "-p", "nc", "--answer", "judicial-order=n"], ["judicial-order=no"], "an answer"),
    (["check", "-p", "us-nc", "-a", "judicial-order=yes", "-a", ""], [], "it is answered"),
    (["check", "-p", "us-nc", "-a", "no-such="], [], "a question it does not ask"),
    (["check", "-p", "us-xx", "-a", ""], [], "no such profile"),
    (["check", "-a", ""], [], "no profile is named"),
    (["check", "--what", "-p", "hono"], ["honors"], "after an option there is not"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected", "why"), CASES, ids=[" ".join(case[0]) for case in CASES])
def test_what_is_offered(words: list[str], expected: list[str], why: str) -> None:
    assert list(offered(*words)) == expected, why


def test_help_stands_beside_what_is_offered() -> None:
    assert offered("check", "-p", "us-fl-pin") == {"us-fl-pinellas": "Pinellas County, Florida"}
    assert offered("check", "-p", "us-nc", "-a", "")["judicial-order=yes"].startswith(
        "Has a magistrate or judge"
    )
    assert offered("check", "--form", "I-247G") == {"I-247G": "from 2025-03-04, in use"}
    assert offered("check", "--citizenship", "none") == {"none": "no claim of citizenship"}
    assert all(offered("check", "-p", "").values()), "every profile has a name"
    assert all(offered("check", "").values()), "every option is explained"


def test_options_are_offered_where_nothing_is_typed() -> None:
    assert {"--profile", "--release", "--help"} <= set(offered("check", ""))
    assert {"-p", "--profile"} <= set(offered("check", "-"))


def test_zones_of_the_united_states_come_first() -> None:
    here = list(offered("check", "-z", ""))
    assert here[0] == "America/New_York"
    assert {"Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam"} <= set(here)
    assert "Europe/Paris" not in here
    further = list(offered("check", "-z", "America/"))
    assert further[: len(here) - 4] == [name for name in here if name.startswith("America/")]
    assert set(further) == {name for name in names() if name.startswith("America/")}


def test_a_profile_with_many_questions_offers_them_and_their_answers_after_the_sign() -> None:
    found = offered("check", "-p", "us-ca", "-a", "")
    assert len(found) > 5
    assert all(name.endswith("=") for name in found)
    assert list(offered("check", "-p", "us-ca", "-a", "registrant=")) == ["registrant=yes", "registrant=no"]
    assert "registrant=" not in offered("check", "-p", "us-ca", "-a", "registrant=no", "-a", "")


def test_profiles_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert do("profiles", "new", "us-pa-york", "--parent", "us-pa", "-o", str(tmp_path)).code == 0
    (tmp_path / "odd\nname.toml").write_text("")
    (tmp_path / "broken.toml").write_text("= [")
    name = "Its name, as people write it"
    assert offered("check", "--profiles", str(tmp_path), "-p", "us-pa-y") == {"us-pa-york": name}
    assert offered("check", "-p", "us-pa-y") == {"<file>": ""}
    monkeypatch.setenv("DETAINER_PROFILES", os.pathsep.join([str(tmp_path / "nowhere"), str(tmp_path)]))
    assert offered("check", "-p", "york") == {"<file>": ""}
    assert offered("check", "-p", "pa-y") == {"pa-york": name}
    assert offered("check", "-p", "broken") == {"broken": ""}
    assert "\n" not in "".join(offered("check", "-p", ""))
    assert list(offered("check", "-p", "pa-york", "-a", "")) == ["listed-charge=yes", "listed-charge=no"]
    monkeypatch.setenv("DETAINER_PROFILE", "us-pa-york")
    assert list(offered("check", "-a", "l")) == ["listed-charge=yes", "listed-charge=no"]
    assert list(offered("check", "-z", "")) == ["America/New_York"], "Pennsylvania lies in one"


# ---- each shell's own way of asking and of being told ----


def test_every_shell_gets_its_script() -> None:
    for shell, start in {"bash": "# ", "zsh": "#compdef detainer", "fish": "# ", "powershell": "# "}.items():
        ran = do("completion", shell)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(start)
        assert f"{VARIABLE}" in ran.out
        assert f"{shell}_complete" in ran.out
        assert f"detainer completion {shell}" in ran.out, "it says how it is put to use"
        assert asked(shell, **{VARIABLE: f"{shell}_source"}).rstrip() == ran.out.rstrip()
        assert do("completion", "--help").out.count(f"detainer completion {shell}") == 1
    assert set(SHELLS) == {"bash", "zsh", "fish", "powershell"}
    ran = do("completion", "tcsh")
    assert (ran.code, ran.out) == (2, "")
    assert "VALUE_UNKNOWN shell: 'tcsh' is not known" in ran.err


def test_bash_is_told_what_it_puts_in_after_its_last_break() -> None:
    def told(line: str, breaks: str = " \t\n\"'><=;|&(:") -> list[str]:
        return asked("bash", COMP_WORDS=line, COMP_WORDBREAKS=breaks).split()

    assert told("detainer check -p us-fl-pi") == ["plain,us-fl-pinellas"]
    assert told("detainer check -p us-nc -a judicial-order=y") == ["plain,yes"]
    assert told("detainer check -p us-nc -a judicial-order=y", " ") == ["plain,judicial-order=yes"]
    assert told("detainer check --form=I-247X") == ["plain,I-247X"]
    assert told('detainer check -p us-nc -a "judicial-order=y') == ["plain,judicial-order=yes"], (
        "within quotes"
    )
    assert told('detainer check -p us-nc --answer="judicial-order=y') == ["plain,judicial-order=yes"]
    assert told('detainer check -r "Fri 3/6/2026 6:00 PM" -p wso --ser') == ["plain,--served"]
    assert told("detainer") == []


def test_zsh_is_told_in_threes_and_a_colon_is_escaped() -> None:
    lines = asked("zsh", COMP_WORDS="detainer\ncheck\n-p\nus-fl-p").splitlines()
    assert lines == ["plain", "us-fl-pinellas", "Pinellas County, Florida"]
    assert asked("zsh", COMP_WORDS="detainer\ncheck\n-r\nFri 3/6/2026 6:00 PM\n-f\nj").splitlines() == [
        "plain",
        "json",
        "",
    ]
    assert asked("zsh", COMP_WORDS="detainer\ncheck\n-o\nx").splitlines()[:1] == ["file"]


def test_fish_is_told_value_and_help() -> None:
    words = "detainer\ncheck\n-p"
    assert (
        asked("fish", COMP_WORDS=words, COMP_CWORD="us-fl-p")
        == "plain,us-fl-pinellas\tPinellas County, Florida\n"
    )
    assert (
        asked("fish", COMP_WORDS=words, COMP_CWORD='"us-fl-p')
        == "plain,us-fl-pinellas\tPinellas County, Florida\n"
    )
    assert asked("fish", COMP_WORDS="detainer\ncheck\n-f", COMP_CWORD="j") == "plain,json\n"


def test_powershell_is_told_kind_value_and_help() -> None:
    """There is no PowerShell to try: this holds its script's side of the talk, read off the script."""
    words = "detainer\ncheck\n-p\n"
    assert (
        asked("powershell", COMP_WORDS=words + "us-fl-p")
        == "plain\tus-fl-pinellas\tPinellas County, Florida\n"
    )
    assert (
        asked("powershell", COMP_WORDS=words + "'us-fl-p'")
        == "plain\tus-fl-pinellas\tPinellas County, Florida\n"
    )
    assert (
        asked("powershell", COMP_WORDS='detainer\ncheck\n-r\n"Fri 3/6/2026 6:00 PM"\n-f\n')
        == "plain\ttext\t\nplain\tjson\t\n"
    )
    assert asked("powershell", COMP_WORDS=words + ".\\own") == "file\t.\\own\t\n"
    everything = asked("powershell", COMP_WORDS="detainer\ncheck\n-p\nus-ca\n-a\n")
    assert everything.isascii()


@pytest.mark.parametrize("shell", SHELLS)
def test_nothing_is_said_where_nothing_can_be(shell: str) -> None:
    between = " " if shell == "bash" else "\n"
    for words in (
        ["nope", "x"],
        ["check", "-p", "us-xx", "-a", "x"],
        ["check", "-r", "11/25"],
        ["schema", "x"],
    ):
        line = between.join(["detainer", *(words if shell != "fish" else words[:-1])])
        assert asked(shell, COMP_WORDS=line, COMP_CWORD=words[-1]).strip() == ""
    for unset in ({}, {"COMP_WORDS": ""}, {"COMP_WORDS": "\n\n'"}):
        assert "Usage" not in asked(shell, **unset)


WHOLE = {
    "bash": "detainer check -p u",
    "zsh": "detainer\ncheck\n-p\nu",
    "fish": "detainer\ncheck\n-p",
    "powershell": "detainer\ncheck\n-p\nu",
}


@pytest.mark.parametrize("shell", SHELLS)
def test_whatever_fails_the_line_stays_clean(
    shell: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", WHOLE[shell])
    monkeypatch.setenv("COMP_CWORD", "u")
    monkeypatch.setattr("detainer.cli.values.ids", None)
    with pytest.raises(SystemExit) as done:
        run([])
    assert (done.value.code, *capfd.readouterr()) == (0, "", "")


def test_a_shell_that_is_not_known_gets_nothing() -> None:
    for instruction in ("tcsh_complete", "tcsh_source", "nonsense", "bash_nonsense"):
        ran = outside(**{VARIABLE: instruction})
        assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_nothing_is_written(tmp_path: Path) -> None:
    environment = around(tmp_path) | {VARIABLE: "zsh_complete", "COMP_WORDS": "detainer\ncheck\n-p\n"}
    ran = subprocess.run(
        [sys.executable, "-m", "detainer"], capture_output=True, text=True, env=environment, timeout=60
    )
    assert "us-fl-pinellas" in ran.stdout
    assert list(tmp_path.iterdir()) == []


# ---- the shells themselves ----


def needs(shell: str) -> str:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"there is no {shell} here")
    return found


def around(tmp_path: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name not in (*OWN, VARIABLE)}
    return own | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path), "TERM": "xterm"}


#: what is typed, and the words that the line then has
LINES = [
    ("detainer check -p us-nc -a \ty\t", "detainer check -p us-nc -a judicial-order=yes"),
    ('detainer check -r "Fri 3/6/2026 6:00 PM" --rece\tn\t', 'detainer check -r "Fri 3/6/2026 6:00 PM" --received never'),
    ("detainer check -p fl-pi\t--form=I-247x\t", "detainer check -p fl-pinellas --form=I-247X"),
    ("detainer check -p us-nc -a 'judicial-order=y\t", "detainer check -p us-nc -a judicial-order=yes"),
    ("detainer check -p ./ow\t-o ow\t", "detainer check -p ./own.toml -o own.toml"),
]  # fmt: skip


def line_after(program: list[str], keys: str, tmp_path: Path) -> list[str]:
    """Type at a shell, with time for each TAB, and return the words of the line that comes of it."""
    (tmp_path / "own.toml").write_text("")
    said = tmp_path / "said"
    pid, master = pty.fork()
    if pid == 0:  # pragma: no cover
        os.chdir(tmp_path)
        os.execvpe(program[0], program, around(tmp_path))
    try:
        listen(master, 1.0)
        for piece in re.split(r"(\t)", keys):
            os.write(master, piece.encode())
            listen(master, 0.7 if piece == "\t" else 0.1)
        os.write(
            master, b"\x01printf '%s\\n' \x05 >said.part; mv said.part said\r"
        )  # at its start and its end
        for _ in range(100):
            if said.exists():
                return said.read_text("utf-8").splitlines()
            listen(master, 0.1)
        return []
    finally:
        os.kill(pid, signal.SIGKILL)
        os.close(master)
        os.waitpid(pid, 0)


def listen(master: int, seconds: float) -> None:
    """Take what a shell shows until it has been still for that long."""
    while select.select([master], [], [], seconds)[0]:
        try:
            if not os.read(master, 65536):
                return
        except OSError:
            return


@pytest.mark.parametrize(("keys", "expected"), LINES)
def test_bash_at_a_terminal(keys: str, expected: str, tmp_path: Path) -> None:
    bash = needs("bash")
    (tmp_path / "rc").write_text('eval "$(detainer completion bash)"\n')
    program = [bash, "--noprofile", "--rcfile", str(tmp_path / "rc"), "-i"]
    assert line_after(program, keys, tmp_path) == shlex.split(expected)


@pytest.mark.parametrize(("keys", "expected"), LINES)
def test_zsh_at_a_terminal(keys: str, expected: str, tmp_path: Path) -> None:
    zsh = needs("zsh")
    rc = 'autoload -Uz compinit; compinit -u\neval "$(detainer completion zsh)"\n'
    (tmp_path / ".zshrc").write_text(rc)
    assert line_after([zsh, "-d", "-i"], keys, tmp_path) == shlex.split(expected)


def test_zsh_finds_it_as_a_file_of_functions(tmp_path: Path) -> None:
    zsh = needs("zsh")
    (tmp_path / "functions").mkdir()
    (tmp_path / "functions" / "_detainer").write_text(do("completion", "zsh").out)
    (tmp_path / ".zshrc").write_text("fpath=(~/functions $fpath)\nautoload -Uz compinit; compinit -u\n")
    assert line_after([zsh, "-d", "-i"], "detainer check -p fl-pi\t", tmp_path)[-1] == "fl-pinellas"


def test_bash_by_its_own_variables(tmp_path: Path) -> None:
    """As bash calls it, the program named by a path beside the home folder too."""
    bash = needs("bash")
    (tmp_path / "bin").symlink_to(BIN)
    script = """
        eval "$(detainer completion bash)"
        COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
        ask() { COMP_LINE=$2; COMP_POINT=${3:-${#2}}; _detainer_completion "$1"; echo "${COMPREPLY[*]}"; }
        ask detainer "detainer check -p us-fl-pi"
        ask '~/bin/detainer' "~/bin/detainer check -p us-fl-pi"
        ask detainer "detainer check -p us-nc -a judicial-order="
        ask detainer "detainer check --json -p us-m" 18
        ask ./nowhere "./nowhere check "
    """
    ran = subprocess.run(
        [bash, "-c", script], capture_output=True, text=True, env=around(tmp_path), cwd=tmp_path, timeout=60
    )
    assert ran.stdout.splitlines() == ["us-fl-pinellas", "us-fl-pinellas", "yes no", "--json", ""]
    assert ran.stderr == ""


def test_fish(tmp_path: Path) -> None:
    fish = needs("fish")
    (tmp_path / "own.toml").write_text("")
    (tmp_path / "bin").symlink_to(BIN)

    def told(line: str) -> list[str]:
        script = "detainer completion fish | source; complete -C $argv[1]"
        ran = subprocess.run(
            [fish, "--no-config", "-c", script, line], capture_output=True, text=True, env=around(tmp_path),
            cwd=tmp_path, timeout=60,
        )  # fmt: skip
        assert ran.stderr == ""
        return ran.stdout.splitlines()

    pinellas = "us-fl-pinellas\tPinellas County, Florida"
    assert told("detainer check -p us-fl-pi") == [pinellas]
    assert told('detainer check -r "Fri 3/6/2026 6:00 PM" -p "us-fl-pi') == [pinellas]
    assert told("~/bin/detainer check -p us-fl-pi") == [pinellas]
    assert told("detainer check --form=I-247x")[0].startswith("--form=I-247X\t")
    assert [line.partition("\t")[0] for line in told("detainer check -p us-nc -a ")] == [
        "judicial-order=yes",
        "judicial-order=no",
    ]
    assert told("detainer check -p ./ow") == ["./own.toml"]
    assert told("detainer check -f ") == ["text", "json"]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_scripts_are_well_formed(shell: str) -> None:
    """Each shell reads its own script without a word; PowerShell's brackets at least close."""
    text = do("completion", shell).out
    assert text.isascii()
    if shell == "powershell":
        assert all(text.count(a) == text.count(b) for a, b in ("()", "{}", "[]"))
    program = {"bash": ["bash", "-n"], "zsh": ["zsh", "-n"], "fish": ["fish", "--no-execute"]}.get(shell)
    if program and shutil.which(program[0]):
        ran = subprocess.run([*program, "/dev/stdin"], input=text, capture_output=True, text=True, timeout=60)
        assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")
