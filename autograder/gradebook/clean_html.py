"""Text from a submission as HTML that runs nothing, for feedback and for formgrader."""

from __future__ import annotations

from html import escape
from typing import Any

import nh3
from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

TAGS = nh3.ALLOWED_TAGS | {"section"}
ATTRIBUTES = {
    **{tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()},
    "*": {"class", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"align", "colspan", "rowspan", "style"},
    "th": {"align", "colspan", "rowspan", "style", "scope"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}
MOST_TAGS = 5000
"""With more of them, a text is shown as it is: cleaning what is nested takes the square of that."""

SCHEMES = {"http", "https", "mailto", "data"}


def safe_html(html: str | bytes) -> str:
    """Return ``html`` without scripts, event handlers, frames, forms, overlays and script links.

    Examples
    --------
    >>> safe_html('<b onclick="x()">bold</b><script>x()</script>')
    '<b>bold</b>'
    """
    text = html.decode("utf-8", "replace") if isinstance(html, bytes) else str(html)
    if text.count("<") > MOST_TAGS:
        return f"<pre>{escape(text)}</pre>"
    return nh3.clean(
        text,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_only_images_are_data,
        filter_style_properties={"text-align"},
        url_schemes=SCHEMES,
    )


def _only_images_are_data(tag: str, attribute: str, value: str) -> str | None:
    """Drop ``data:`` links; a picture may be one, if it is a picture that cannot hold a script."""
    if not value.strip().lower().startswith("data:"):
        return value
    picture = tag == "img" and attribute == "src"
    raster = value.strip().lower().startswith(("data:image/png", "data:image/jpeg"))
    return value if picture and raster else None


class _Renderer(IPythonRenderer):
    """Nbconvert's, but a picture that its cell lost is its caption and no error."""

    def image(self, text: str, url: str, title: str | None = None) -> str:
        name = url.removeprefix("attachment:")
        found = self.attachments.get(name) if name != url else None
        if name != url and not (isinstance(found, dict) and found):
            return text
        picture: str = super().image(text, url, title)
        return picture


@pass_context
def markdown_to_safe_html(context: Any, source: str) -> str:
    """Render a markdown cell as nbconvert does, then keep only what cannot run."""
    cell = context.get("cell", {})
    renderer = _Renderer(
        escape=False, attachments=cell.get("attachments", {}), exclude_anchor_links=True
    )
    return safe_html(MarkdownWithMath(renderer=renderer).render(source))
