"""The public library: its names, what ``check`` takes, and the examples of its docstrings."""

from __future__ import annotations

import doctest
import inspect
import pkgutil
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import detainer
from detainer import Custody, Decision, DetainerError, Problem, Profile, check, load_profile

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(detainer.__path__, "detainer.") if module.name != "detainer.__main__"
)  # fmt: skip
#: what is called from outside its own room, with numbers or words that an example makes plain
CALLED = {
    "detainer", "detainer.agencies", "detainer.asking", "detainer.clock", "detainer.custody", "detainer.days",
    "detainer.decision", "detainer.errors", "detainer.formats.ics", "detainer.formats.observances", "detainer.formats.wrap",
    "detainer.forms", "detainer.profiles.find", "detainer.times", "detainer.times.guard", "detainer.times.iso",
    "detainer.times.pieces", "detainer.times.place", "detainer.times.typed", "detainer.when", "detainer.zones",
}  # fmt: skip
AT = datetime(2026, 11, 4, 15, tzinfo=UTC)


def test_the_public_names() -> None:
    names = [
        "Custody",
        "Decision",
        "DetainerError",
        "Problem",
        "Profile",
        "__version__",
        "check",
        "load_profile",
    ]
    assert sorted(detainer.__all__) == names
    for name in names:
        assert getattr(detainer, name) is not None
        assert name == "__version__" or inspect.getdoc(getattr(detainer, name))
    with pytest.raises(AttributeError, match="no attribute 'chek'"):
        detainer.chek  # type: ignore[attr-defined] # noqa: B018
    star: dict[str, Any] = {}
    exec("from detainer import *", star)
    assert set(names) <= set(star)


def test_what_check_takes() -> None:
    signature = inspect.signature(check)
    assert list(signature.parameters) == ["custody", "profile", "as_of", "assume", "timezone"]
    assert [p.kind is p.KEYWORD_ONLY for p in signature.parameters.values()] == [False, False, True, True, True]  # fmt: skip
    assert [p.default for p in list(signature.parameters.values())[2:]] == [None, "nothing", None]


def test_a_profile_an_id_and_a_path_are_one() -> None:
    loaded = load_profile("us-ma")
    assert isinstance(loaded, Profile)
    record = Custody(release_at=AT)
    answers = [check(record, given).to_dict() for given in (loaded, "us-ma", "ma", "MA", loaded.path, Path(loaded.path))]  # fmt: skip
    assert all(answer == answers[0] for answer in answers)
    assert isinstance(check(record, "us-ma"), Decision)


def test_the_library_assumes_nothing_unless_told() -> None:
    record = Custody(release_at=AT)
    assert not check(record, "us-ma").rests_on_assumptions
    assert check(record, "us-ma", assume="ordinary").rests_on_assumptions
    assert check(record, "us-ma").to_dict()["now"] is None  # and has no clock of its own


def test_errors_have_codes() -> None:
    with pytest.raises(DetainerError) as caught:
        check(Custody(release_at=AT), "us-pinelas")
    (problem,) = caught.value.problems
    assert isinstance(problem, Problem)
    assert (problem.code, problem.field) == ("PROFILE_NOT_FOUND", "profile")
    assert isinstance(caught.value, ValueError)
    assert caught.value.to_dict()["errors"] == [problem.to_dict()]


def test_answers_do_not_change_what_was_given() -> None:
    record = Custody(release_at=AT)
    before = record.to_dict()
    check(record, "us-fl-pinellas", assume="ordinary", as_of=AT).to_dict()
    assert record.to_dict() == before


@pytest.mark.parametrize("name", sorted({"detainer", *MODULES} | CALLED))
def test_the_examples_in_the_docstrings(name: str) -> None:
    """All of them hold; and the modules that people call have some."""
    failed, attempted = doctest.testmod(import_module(name), optionflags=doctest.ELLIPSIS)
    assert not failed
    assert attempted or name not in CALLED


@pytest.mark.parametrize("name", [m for m in MODULES if ".cli" not in m])
def test_every_module_says_what_it_is_and_gives_what_it_names(name: str) -> None:
    module = import_module(name)
    assert module.__doc__
    assert all(hasattr(module, public) for public in getattr(module, "__all__", ()))
