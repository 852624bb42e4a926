"""Finding and loading profiles: an id or a file, its chain of parents, nothing else."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable
from typing import Any

from ..errors import DetainerError, Problem, show
from .model import Profile
from .read import read_profile

__all__ = ["AGREEMENT_LAYERS", "built_in_ids", "files_of", "ids", "load_profile"]

MAX_BYTES = 250_000  # the largest that comes with the program has 13,000
MAX_CHAIN = 12
#: a key of more parts than this is refused: its reading takes the square of their number
MAX_PARTS = 30
_PART = r"""(?:"[^"]*"|'[^']*'|[\w-]+)[ \t]*\.[ \t]*"""
_BUILT_IN = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "profiles")
#: The layer that an agreement of each model puts between state and county. A Task Force
#: agreement has none: it gives no authority for a hold in a jail.
AGREEMENT_LAYERS = {"WSO": "agreement-wso", "JEM": "agreement-wso", "BOA": "agreement-boa"}
#: profiles of the program's own folder, which does not change while it runs
_LOADED: dict[str, Profile] = {}


def load_profile(ref: str | os.PathLike[str], *, folders: Iterable[str] = ()) -> Profile:
    """Return the profile called ``ref`` (``us-fl``, ``fl``, ``FL``) or kept in the file ``ref``.

    Only the file itself and its chain of parents are read. A parent is looked for beside
    the file, then in ``folders``, then among the profiles that come with the program.

    :raises DetainerError: ``PROFILE_NOT_FOUND`` with the nearest ids; ``PROFILE_UNREADABLE``
        for the file or a folder; otherwise every problem of the file, with its key path (the
        codes are in ``docs/codes.md``).

    >>> load_profile("FL").id
    'us-fl'
    """
    try:
        text = os.fsdecode(ref)
    except TypeError:
        message = f"'{show(ref, 40)}' is no profile's id and no path"
        raise DetainerError([Problem("PROFILE_NOT_FOUND", "profile", message, 'as "us-fl"')]) from None
    places = [folders] if isinstance(folders, str) else [*folders]
    missing = [folder for folder in places if not os.path.isdir(folder)]
    if missing:  # whoever names a folder means to be answered from it
        raise DetainerError(_no_folder(folder) for folder in missing)
    for folder in places:
        _refuse_agreement_layers(folder)
    if _is_path(text):
        try:
            path = os.path.abspath(text)
        except OSError as error:  # the working folder is gone
            raise _fault("PROFILE_UNREADABLE", text, str(error.strerror), "give its whole path") from None
        return _load(path, [os.path.dirname(path), *places], [])
    return _load(_locate(text, places), places, [])


def _refuse_agreement_layers(folder: str) -> None:
    """Refuse a folder that would replace the layer of an agreement: it would not be used, and nobody be told."""
    for name in dict.fromkeys(AGREEMENT_LAYERS.values()):
        path = os.path.join(folder, name + ".toml")
        if os.path.isfile(path) and _is_taken(name, os.path.realpath(path)) and _id_of(path) == name:
            hint = "give your agency's terms in its own profile"
            raise _fault("PROFILE_NAME_TAKEN", path, f"the layer {name} is the program's own", hint)


def built_in_ids() -> list[str]:
    """Return the ids of the profiles that come with the program."""
    return sorted(name[:-5] for name in os.listdir(_BUILT_IN) if name.endswith(".toml"))


def ids(folders: Iterable[str] = ()) -> dict[str, str]:
    """Return every profile's id and file, those of ``folders`` among them."""
    found = {name: os.path.join(_BUILT_IN, name + ".toml") for name in built_in_ids()}
    for folder in folders:
        found.update({os.path.basename(path)[:-5]: path for path in files_of(folder)})
    return found


def _of_state(name: str, known: list[str]) -> list[str]:
    """Return the profile of a state that was written out: ``florida`` is ``us-fl``."""
    from ..states import CODES

    code = CODES.get(name.replace("-", " ").upper())
    return [item for item in known if item == f"us-{(code or '').lower()}"]


def files_of(folder: str) -> list[str]:
    """Return the profiles' files of a folder, by name.

    :raises DetainerError: ``PROFILE_UNREADABLE``.
    """
    try:
        names = sorted(os.listdir(folder))
    except (OSError, ValueError):  # ValueError: a NUL in the name, or no text
        raise DetainerError([_no_folder(folder)]) from None
    return [os.path.join(folder, name) for name in names if name.endswith(".toml")]


def _no_folder(folder: str) -> Problem:
    message = f"{show(folder)}: there is no such folder, or it may not be read"
    return Problem("PROFILE_UNREADABLE", "profiles", message, "give a folder of profiles")


def _is_path(text: str) -> bool:
    return text.endswith(".toml") or "/" in text or os.sep in text


def _locate(text: str, places: list[str]) -> str:
    name = text.strip().lower()
    for candidate in (name, f"us-{name}"):
        for folder in (*places, _BUILT_IN):
            path = os.path.join(folder, candidate + ".toml")
            if candidate.replace("-", "").isalnum() and candidate.isascii() and os.path.isfile(path):
                if folder != _BUILT_IN and _is_another(path, candidate):
                    continue
                return path
    for folder in places:  # a user's file may have another name than its profile
        for path in files_of(folder):
            if _id_of(path) in (name, f"us-{name}"):
                return path
    from difflib import get_close_matches

    known = list(ids(places))
    within = [known_id for known_id in known if len(name) > 3 and name in known_id]
    near = _of_state(name, known) or within or get_close_matches(name, known, 3, 0.6)
    near = near or get_close_matches(f"us-{name}", known, 3, 0.7)
    hint = f"did you mean {', '.join(near[:5])}?" if near else "see: detainer profiles list"
    raise DetainerError(
        [Problem("PROFILE_NOT_FOUND", "profile", f"no profile is called '{show(text)}'", hint)]
    )


def _is_another(path: str, name: str) -> bool:
    """Say whether a user's file is only called as a profile that comes with the program: the id is what counts."""
    return _is_taken(name, os.path.realpath(path)) and _id_of(path) not in (None, name)


def _id_of(path: str) -> object:
    """Return the id that a file gives itself; None where it cannot be read."""
    try:
        return _document(_content(path), path).get("id")
    except DetainerError:
        return None


def _load(path: str, places: list[str], below: list[str]) -> Profile:
    loaded = _LOADED.get(path)
    if loaded is not None and (not places or _chain_stands(loaded, places)):
        if len(below) + len(loaded.layers) > MAX_CHAIN:  # as if each were read anew
            raise _endless(path)
        return loaded
    content = _content(path)
    comes_with = os.path.dirname(path) == _BUILT_IN
    real = path if comes_with else os.path.realpath(path)
    if real in below or len(below) >= MAX_CHAIN:
        raise _endless(path)
    document = _document(content, path)
    parent, own = document.get("parent"), document.get("id")
    parents: tuple[Profile, ...] = ()
    problems: tuple[Problem, ...] = ()
    if isinstance(parent, str):
        try:
            above = _load(_locate(parent, places), places, [*below, real])
            parents = above.layers
        except DetainerError as error:
            raise DetainerError(
                [*_at(path, error, "parent").problems, *_own_problems(document, content, path)]
            ) from None
    elif own != "us" and parent is None:
        problems = (Problem("PROFILE_KEY_MISSING", "parent", "parent is missing", 'parent = "us"'),)
    try:
        profile = read_profile(document, parents, content, path)
    except DetainerError as error:
        raise _at(path, DetainerError([*problems, *error.problems])) from None
    if problems:
        raise _at(path, DetainerError(problems))
    if not comes_with and document.get("overrides") is not True and _is_taken(profile.id, real):
        raise _fault(
            "PROFILE_NAME_TAKEN",
            path,
            f"{profile.id} comes with the program",
            "choose another id, or write overrides = true",
        )
    if comes_with and all(layer.path.startswith(_BUILT_IN) for layer in parents):
        _LOADED[path] = profile
    return profile


def _endless(path: str) -> DetainerError:
    return _fault("PROFILE_CYCLE", path, "its parents lead back to itself", "a chain ends at `us`")


def _is_taken(name: str, path: str) -> bool:
    """Say whether the program has a profile of that name in another file."""
    own = os.path.join(_BUILT_IN, f"{name}.toml")
    return os.path.isfile(own) and os.path.realpath(own) != path


def _own_problems(document: dict[str, Any], content: bytes, path: str) -> tuple[Problem, ...]:
    """Return what is wrong with a file whose parent could not be read, beside that."""
    try:
        read_profile(document, load_profile("us").layers, content, path, orphan=True)
    except DetainerError as error:
        return _at(path, error).problems
    return ()


def _chain_stands(profile: Profile, places: list[str]) -> bool:
    """Say whether each parent would be found where it was: ``places`` may hold another of that id."""
    return all(_locate(layer.id, places) == layer.path for layer in profile.parents)


def _content(path: str) -> bytes:
    try:
        if not os.path.isfile(path):
            if os.path.isdir(path):
                raise _fault("PROFILE_UNREADABLE", path, "this is a folder", "give one file")
            if os.path.exists(path):
                raise _fault("PROFILE_UNREADABLE", path, "this is no ordinary file", "give one file")
            raise _fault("PROFILE_NOT_FOUND", path, "there is no such file", "see: detainer profiles list")
        with open(path, "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, DetainerError):
            raise
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise _fault("PROFILE_UNREADABLE", path, str(why), None) from None
    if len(content) > MAX_BYTES:
        raise _fault(
            "PROFILE_TOO_LARGE",
            path,
            f"larger than {MAX_BYTES:,} bytes",
            "a profile is a few kilobytes",
        )
    return content


def _is_dotted(line: str) -> bool:
    return re.search(rf"""(?<![\w"'-])(?:{_PART}){{{MAX_PARTS}}}""", line) is not None


def _document(content: bytes, path: str) -> dict[str, Any]:
    try:
        text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
        if any(line.count(".") >= MAX_PARTS and _is_dotted(line) for line in text.split("\n")):
            raise ValueError(f"a key of {MAX_PARTS} parts")
        return tomllib.loads(text)
    except UnicodeDecodeError:
        raise _fault("PROFILE_NOT_TOML", path, "not UTF-8 text", None) from None
    except (RecursionError, ValueError) as error:
        why = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise _fault("PROFILE_NOT_TOML", path, f"not TOML: {show(why)}", None) from None


def _fault(code: str, path: str, message: str, hint: str | None) -> DetainerError:
    return DetainerError([Problem(code, "profile", f"{_name(path)}: {message}", hint)])


def _at(path: str, error: DetainerError, key: str = "") -> DetainerError:
    """Return the error with each problem's key path led by the file's name."""
    lead = f"{_name(path)}: {key}" if key else _name(path)
    return DetainerError(p._replace(field=f"{lead}: {p.field}" if p.field else lead) for p in error.problems)


def _name(path: str) -> str:
    return show(os.path.basename(path), 60)
