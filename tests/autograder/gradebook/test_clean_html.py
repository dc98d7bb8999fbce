"""A student's text becomes a page whatever was lost of it."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.gradebook.clean_html import markdown_to_safe_html


def page(source: str, attachments: dict[str, Any]) -> str:
    return str(markdown_to_safe_html({"cell": {"attachments": attachments}}, source))


def test_a_picture_of_the_cell_is_shown() -> None:
    shown = page("![p](attachment:p.png)", {"p.png": {"image/png": "eA=="}})
    assert '<img src="data:image/png;base64,eA=="' in shown


@pytest.mark.parametrize("attachments", [{}, {"p.png": {}}, {"other.png": {"image/png": "eA=="}}])
def test_a_picture_that_its_cell_lost_is_its_caption(attachments: dict[str, Any]) -> None:
    shown = page("before ![my *plot*](attachment:p.png) after", attachments)
    assert "before my " in shown
    assert "after" in shown
    assert "<img" not in shown
