"""Predict before you run, look back afterwards, and questions that mark themselves.

Nothing here is graded and nothing is written to disk: an answer lives as long as the kernel.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

import ipywidgets
from IPython.display import display

from cs231n_core.errors import explain
from cs231n_core.viz.widgets import show_live, status

_KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PREDICTIONS: dict[str, str] = {}


def predict(key: str, question: str, options: Sequence[str]) -> None:
    """Ask for a guess and keep it until `look_back`.

    Parameters
    ----------
    key : str
        The name under which `look_back` finds the guess: ``"dead-share"``.
    question : str
        One sentence that the next cells answer.
    options : sequence of at least two str
        The possible guesses. None of them is marked right or wrong.

    Raises
    ------
    ValueError
        If the key is no lower-case name or the options are fewer than two or repeat.
    """
    _check_key("predict", key)
    _check_options("predict", question, options)
    earlier = _PREDICTIONS.get(key)
    buttons = _buttons(options, earlier if earlier in options else None)
    answer = ipywidgets.HTML(status(_kept(earlier) if buttons.value else ""))

    def record(change: Mapping[str, Any]) -> None:
        _PREDICTIONS[key] = change["new"]
        answer.value = status(_kept(change["new"]))

    buttons.observe(record, names="value")
    _show("Your prediction", question, options, buttons, answer)


def look_back(key: str, measured: str | float) -> None:
    """Say what was predicted under ``key`` and what was measured.

    Parameters
    ----------
    key : str
        The name given to `predict`.
    measured : str or number
        What the cells in between found; a number is shown with three digits.

    Raises
    ------
    ValueError
        If the key is no lower-case name.
    """
    _check_key("look_back", key)
    found = measured if isinstance(measured, str) else f"{measured:.3g}"
    guess = _PREDICTIONS.get(key)
    before = f"You predicted: {guess}." if guess else "No prediction recorded."
    text = f"{before} Measured: {found}."
    display({"text/plain": text, "text/html": f"<p>{html.escape(text)}</p>"}, raw=True)


def predictions() -> dict[str, str]:
    """Return the predictions made so far, by key, in the order in which they were made."""
    return dict(_PREDICTIONS)


def quiz(question: str, options: Sequence[str], answer: str, why: str | Mapping[str, str]) -> None:
    """Ask a question that marks itself at once, as often as one likes, without points.

    Parameters
    ----------
    question : str
    options : sequence of at least two str
    answer : str
        The right one of ``options``.
    why : str or {option: str}
        The reason, shown after every choice; or one for each option, shown for that choice.

    Raises
    ------
    ValueError
        If the options are fewer than two or repeat, the answer is none of them, or a reason is
        missing or belongs to no option.
    """
    _check_options("quiz", question, options)
    if answer not in options:
        raise ValueError(explain("quiz", "answer is", repr(answer), f"one of {list(options)}"))
    reasons = dict.fromkeys(options, why) if isinstance(why, str) else dict(why)
    if set(reasons) != set(options):
        raise ValueError(explain("quiz", "why has reasons for", list(reasons), f"{list(options)}"))
    buttons = _buttons(options, None)
    verdict = ipywidgets.HTML(status(""))

    def mark(change: Mapping[str, Any]) -> None:
        chosen = change["new"]
        head = "✓ Right." if chosen == answer else "✗ Not this one."
        verdict.value = status(f"{head} {reasons[chosen]}")

    buttons.observe(mark, names="value")
    _show("Quiz", question, options, buttons, verdict)


def _buttons(options: Sequence[str], value: str | None) -> Any:
    """Return one button for each option: JupyterLab takes the arrow keys of a radio group away."""
    return ipywidgets.ToggleButtons(
        options=list(options), value=value, style={"button_width": "auto"}, layout={"width": "auto"}
    )


def _show(kind: str, question: str, options: Sequence[str], buttons: Any, below: Any) -> None:
    """Show the question with its buttons; where no front end can, the question as text."""
    style = "margin: 0; line-height: 1.5; white-space: normal"
    text = f'<p style="{style}"><strong>{kind}.</strong> {html.escape(question)}</p>'
    head = ipywidgets.HTML(text)
    lines = [f"{kind}. {question}", *(f"  ○ {option}" for option in options)]
    show_live(ipywidgets.VBox([head, buttons, below]), "\n".join(lines))


def _kept(guess: str | None) -> str:
    return f"Noted: {guess}. Now run the next cells."


def _check_key(where: str, key: str) -> None:
    if not _KEY.fullmatch(key):
        raise ValueError(
            explain(where, "key is", repr(key), "lower-case words joined by hyphens: 'dead-share'")
        )


def _check_options(where: str, question: str, options: Sequence[str]) -> None:
    if not question.strip():
        raise ValueError(explain(where, "question is", repr(question), "a sentence"))
    if isinstance(options, str) or len(set(options)) < max(2, len(options)):
        raise ValueError(
            explain(where, "options are", repr(options), "a list of at least two different texts")
        )
