"""Text of a submission as HTML: no mark-up that runs, whatever Markdown or HTML it is made of."""

from __future__ import annotations

import html.parser
import re
from types import SimpleNamespace
from typing import Any

from fuzz_parts import entry, part

from autograder.gradebook.clean_html import (
    ATTRIBUTES,
    SCHEMES,
    TAGS,
    markdown_to_safe_html,
    safe_html,
)

TOKENS: tuple[Any, ...] = (
    "<script>x()</script>", "<img src=x onerror=x()>", "[a](javascript:x())", "![a](data:image/svg+xml;base64,eA==)",
    "<svg onload=x()>", "<math><mi//xlink:href='data:x,<script>'>", "<style>*{x}</style>", "<a href='java&#x73;cript:x()'>",
    "![a](attachment:p.png)", "$$x$$", "\\begin{a}x\\end{a}", "```python\nx\n```\n", "|a|b|\n|-|-|\n|c|d|\n", "> q\n", "1. a\n", "- [ ] b\n",
    "<!--", "-->", "]]>", "<![CDATA[", "<noscript>", "<iframe srcdoc='<script>'>", "<form action=x>", "<base href=x>", "[a]: x\n", "&lt;", "**", "__",
    "`", "~~~\n", "# h\n", "<b onclick=x()>", "<td style='position:fixed;text-align:left'>", "[^1]", "\\(x\\)", "<textarea>", "<template>",
    "data:image/png;base64,eA==", "data:text/html,x", " JAVASCRIPT:x", "<p><table><tr><td>", "</p>",
)  # fmt: skip
SEEDS: tuple[Any, ...] = (
    {"markdown": "![a](attachment:lost.png) ![b](attachment:p.png)", "attachments": {"p.png": {}}},
    {"markdown": "# Title\n\nSome **bold** `code` $x_1$ [a](https://a.b/c) ![p](attachment:p.png)\n\n- a\n- b\n\n> q\n"},
    {"markdown": "|a|b|\n|-|-|\n|c|d|\n\n```python\nx = '<b>'\n```\n\\begin{align}x\\end{align}\n<b onclick='x'>c</b>"},
    {"html": "<section><td style='text-align:left;color:red'>x</td><img src='data:image/png;base64,eA=='></section>"},
)  # fmt: skip
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
"""RFC 3986, 3.1; without one, an address is a path beside the page."""

_EMPTY = {
    "link",
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "base",
    "meta",
    "svg",
    "math",
}


class _Reader(html.parser.HTMLParser):
    """Checks every tag and attribute of a page."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        assert tag not in _EMPTY, tag
        for name, value in attrs:
            allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()) | {"rel"}
            assert name in allowed, (tag, name)
            if name in ("href", "src", "cite"):
                _check_address(tag, (value or "").strip().lower())
            if name == "style":
                assert "position" not in (value or ""), value

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def _check_address(tag: str, address: str) -> None:
    found = _SCHEME.match(address)
    if not found:
        return
    assert found[1] in SCHEMES, address
    if found[1] == "data":
        assert tag == "img", address
        assert address.startswith(("data:image/png", "data:image/jpeg")), address


def check(tree: Any) -> None:
    """Render and clean; read the page; clean it again: nothing may change any more."""
    pages = []
    if isinstance(entry(tree, "html"), str):
        pages.append(safe_html(_plain(tree["html"])))
    if isinstance(entry(tree, "markdown"), str):
        cell = {"attachments": part(tree, "attachments", dict, {"p.png": {"image/png": "eA=="}})}
        context = SimpleNamespace(get=lambda name, default: cell)
        pages.append(markdown_to_safe_html(context, _plain(tree["markdown"])))
    for page in pages:
        reader = _Reader(convert_charrefs=True)
        reader.feed(page)
        reader.close()
        assert safe_html(page) == page


def _plain(text: str) -> str:
    """Return text as the notebook reader hands it on: without half characters."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
