"""The house as docs/design.md draws it: a core without I/O, clock or printing, and imports one way.

Read off the syntax tree of every module, so that a path that no test takes is held to it too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import detainer

ROOT = Path(detainer.__file__).parent
DESIGN = Path(__file__).parent.parent / "docs" / "design.md"
OUTER = ("formats", "cli")
#: each module as `profiles.find`, a package as its name, the program itself as ""
TREES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix("__init__").rstrip("."): ast.parse(
        path.read_text("utf-8")
    )
    for path in sorted(ROOT.rglob("*.py"))
}
PACKAGES = {".".join(path.parent.relative_to(ROOT).parts) for path in ROOT.rglob("__init__.py")}


def room(module: str) -> str:
    return module.split(".")[0]


#: `__main__` is the way in to the command line
CORE = [name for name in TREES if room(name) not in OUTER and name != "__main__"]
#: what may open a file: profiles, the days and zones of the tables, worked examples
READERS = {"profiles.find", "days", "zones", "examples"}

PRINTING = {"print", "input", "breakpoint", "exec", "eval"}
WRITING = {"write", "writelines", "write_text", "write_bytes", "unlink", "remove", "mkdir", "makedirs", "rmdir", "touch", "rename",
           "system", "popen", "putenv", "chdir"}  # fmt: skip
#: the clock, the environment and the streams of the machine
MACHINE = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|monotonic|tzname)"
    r"|os\.(environ|environb|getenv|getcwd)|sys\.(stdin|stdout|stderr|argv))$"
)
#: there is no need of these where nothing is done but thinking
OUT_OF_PLACE = {"time", "random", "secrets", "socket", "subprocess", "logging", "tempfile", "shutil", "urllib", "http", "locale",
                "threading", "asyncio", "click", "platformdirs"}  # fmt: skip


def impurities(tree: ast.AST, opens: bool = False) -> Iterator[str]:
    """What a module does that the core may not; ``opens``: it may open files, to read them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if called == "open":
                mode = [ast.unparse(value) for value in node.args[1:2]]
                mode += [ast.unparse(word.value) for word in node.keywords if word.arg == "mode"]
                if not opens or not set(mode) <= {"'r'", "'rb'"}:
                    yield f"opens: {ast.unparse(node)}"
            elif called in PRINTING and isinstance(node.func, ast.Name):
                yield f"calls {called}"
            elif called in WRITING and isinstance(node.func, ast.Attribute):
                yield f"writes: {ast.unparse(node)}"
            elif called in ("read_text", "read_bytes"):
                yield f"reads: {ast.unparse(node)}"
            elif (called == "astimezone" and not node.args and not node.keywords) or (
                called == "fromtimestamp" and len(node.args) + len(node.keywords) < 2
            ):
                yield f"the machine's zone: {ast.unparse(node)}"
        elif isinstance(node, ast.Attribute) and MACHINE.search(ast.unparse(node)):
            yield f"the machine's: {ast.unparse(node)}"
        elif isinstance(node, ast.Import):
            yield from (f"imports {item.name}" for item in node.names if room(item.name) in OUT_OF_PLACE)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            if room(node.module or "") in OUT_OF_PLACE:
                yield f"imports {node.module}"
            for item in node.names:
                if MACHINE.search(f"{node.module}.{item.name}") or item.name == "import_module":
                    yield f"imports {node.module}.{item.name}"


@pytest.mark.parametrize("name", [name for name in CORE if name])
def test_the_core_is_pure(name: str) -> None:
    assert list(impurities(TREES[name], opens=name in READERS)) == []


def test_the_library_itself_only_finds_its_names() -> None:
    """It imports a public name when that is first used, from the core alone."""
    assert list(impurities(TREES[""])) == ["imports importlib.import_module"]
    assert set(detainer._HOME.values()) <= {room(name) for name in CORE}
    (loader,) = [
        node
        for node in ast.walk(TREES[""])
        if isinstance(node, ast.Call) and "import_module" in ast.unparse(node.func)
    ]
    assert ast.unparse(loader) == "import_module(f'.{_HOME[name]}', __name__)"


def test_those_that_may_open_files_do() -> None:
    """Else the list is longer than it need be."""
    assert {name for name in CORE if any("opens" in found for found in impurities(TREES[name]))} == READERS


CAUGHT = [
    'print("x")', "input()", 'open("f")', 'open("f", "w")', 'open("f", mode="a")', 'Path("f").open()', 'Path("f").read_text()',
    'Path("f").write_text("x")', 'sys.stderr.write("x")', "sys.stdout", "time.time()", "datetime.now()", "datetime.now(UTC)",
    "datetime.datetime.utcnow()", "date.today()", 'os.environ["X"]', 'os.getenv("X")', "os.remove(path)", "import time",
    "from time import time", "from os import environ", "import click.core", "at.astimezone()", "datetime.fromtimestamp(0)",
    "import subprocess", "from importlib import import_module",
]  # fmt: skip
PASSED = ["at.astimezone(UTC)", "datetime.fromtimestamp(0, UTC)", "self.now", "print_of(x)", "text.replace(a, b)", "datetime(2026, 1, 1)",
          "os.path.join(a, b)", "times.time"]  # fmt: skip


@pytest.mark.parametrize("code", CAUGHT)
def test_what_is_impure_is_seen(code: str) -> None:
    assert list(impurities(ast.parse(code)))
    assert "'w'" in code or not list(impurities(ast.parse('open("f", "rb")'), opens=True))


@pytest.mark.parametrize("code", PASSED)
def test_what_is_pure_is_let_pass(code: str) -> None:
    assert not list(impurities(ast.parse(code)))


@pytest.mark.parametrize("mode", ['"w"', '"r+"', '"ab"', 'mode="x"', "mode=how"])
def test_a_reader_may_only_read(mode: str) -> None:
    assert list(impurities(ast.parse(f'open("f", {mode})'), opens=True))
    assert not list(impurities(ast.parse('open("f", "rb")'), opens=True))


# ---- imports ----


def imports(module: str) -> Iterator[tuple[str, str]]:
    """Yield each module of the program that is imported when this one runs, and the function it is in."""

    def walk(node: ast.AST, where: str) -> Iterator[tuple[str, str]]:
        for inner in ast.iter_child_nodes(node):
            if isinstance(inner, ast.If) and "TYPE_CHECKING" in ast.unparse(inner.test):
                continue  # types alone
            if isinstance(inner, ast.ImportFrom) and inner.level:
                yield from ((found, where) for found in named(module, inner))
            elif isinstance(inner, ast.ImportFrom | ast.Import):
                assert "detainer" not in {room(item.name) for item in inner.names}, "imports are relative"
                assert room(getattr(inner, "module", "") or "") != "detainer", "imports are relative"
            yield from walk(inner, inner.name if isinstance(inner, ast.FunctionDef) else where)

    yield from walk(TREES[module], "")


def named(module: str, node: ast.ImportFrom) -> Iterator[str]:
    parts = module.split(".") if module else []
    package = parts if module in PACKAGES else parts[:-1]
    base = [*package[: len(package) - node.level + 1], *(node.module.split(".") if node.module else [])]
    for item in node.names:
        inner = ".".join([*base, item.name])
        yield inner if inner in TREES else ".".join(base)


def test_no_module_imports_itself_in_a_circle() -> None:
    """But for the command line, whose commands `cli.main` loads when they are named."""
    graph = {name: {found for found, _ in imports(name)} - {""} for name in TREES if room(name) != "cli"}
    order = list(TopologicalSorter(graph).static_order())
    assert set(order) >= set(CORE) - {""}
    assert order.index("errors") < order.index("zones") < order.index("clock") < order.index("decision")


#: the one import that goes up: the answer as JSON, when it is asked for
UPWARD = [("decision", "formats.json", "to_dict")]


def test_the_core_imports_neither_formats_nor_the_command_line() -> None:
    found = [(name, inner, where) for name in CORE for inner, where in imports(name) if room(inner) in OUTER]
    assert found == UPWARD


def test_formats_do_not_import_the_command_line() -> None:
    assert not [
        name
        for name in TREES
        if room(name) == "formats"
        for inner, _ in imports(name)
        if room(inner) == "cli"
    ]


def test_every_module_imports_from_the_rows_above_its_own() -> None:
    """The table of docs/design.md: a row for every module of the core, in an order in which they can be read."""
    table = DESIGN.read_text("utf-8").split("| module | its one concept |")[1].split("\n\n")[0]
    rows = [
        name.removesuffix(".py").rstrip("/")
        for name in re.findall(r"^\| `([a-z]+(?:\.py|/))`", table, re.MULTILINE)
    ]
    assert sorted(rows) == sorted({room(name) for name in CORE} - {""} | set(OUTER))
    wrong = [
        f"{name} imports {inner}"
        for name in TREES
        if name not in ("", "__main__")
        for inner, where in imports(name)
        if inner and rows.index(room(inner)) > rows.index(room(name)) and (name, inner, where) not in UPWARD
    ]
    assert wrong == []
