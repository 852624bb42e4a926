"""A page as one file: its head, the policy that lets nothing in from outside, and its body."""

from __future__ import annotations

from .markup import Html, tag

__all__ = ["document"]

# Should escaping ever fail: no script runs, and nothing is fetched.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def document(title: str, style: str, *body: str) -> str:
    """Return a document, to be written as UTF-8. ``style`` goes in as it is.

    >>> "<title>a &lt; b</title>" in document("a < b", "p{margin:0}", tag("p", "c"))
    True
    """
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", Html(style)),
    )
    return f'<!doctype html>\n<html lang="en">\n{head}\n{tag("body", *body)}\n</html>\n'
