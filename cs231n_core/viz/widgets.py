"""A figure that answers to up to three controls, with a static twin for where nothing moves."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import ipywidgets
from IPython.display import display

from cs231n_core.errors import explain
from cs231n_core.viz.controls import Choice, Control, LogSlider, Slider, Switch, Value, said
from cs231n_core.viz.images import (
    captioned,
    grid,
    img_tag,
    no_stray_figures,
    pixels,
    show_picture,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Choice", "Draw", "LogSlider", "Slider", "Switch", "explore", "panel", "show_live"]

Draw = Callable[..., "tuple[Figure, str]"]

MAX_CONTROLS = 3
"""With more than three controls a reader no longer knows which of them did it."""

TWIN_WIDTH = 1000
"""Twin figures stand beside each other while two of them fit into this many pixels."""

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def explore(
    draw: Draw, *, twin: Sequence[Mapping[str, Value]], title: str, **controls: Control
) -> None:
    """Show a figure at a few settings, then the same figure under the reader's hands.

    The settings of ``twin`` are drawn first, as one picture that stays in the notebook, in a PDF
    and on paper. Below it stand the controls, what the figure shows in words, and the figure.

    Parameters
    ----------
    draw : function of the controls' names
        Returns the figure and one sentence that says what it shows. Under 150 ms, so that the
        figure follows the hand; the browser sends a new value only when the last one is drawn.
    twin : sequence of {name: value}
        The settings worth comparing. A name left out keeps its control's value.
    title : str
        What is explored; read aloud in front of the picture.
    **controls : Slider, LogSlider, Switch or Choice
        One to three of them, by the name of ``draw``'s argument.

    Raises
    ------
    ValueError
        If there are no controls or more than three, no twin, an unknown name, or a value that its
        control cannot take.
    """
    _check_controls(controls)
    if not twin:
        raise ValueError(explain("explore", "twin is", twin, "at least one setting"))
    settings = [_complete(setting, controls) for setting in twin]
    _show_twin(draw, settings, title, controls)
    labels = ", ".join(control.label for control in controls.values())
    show_live(panel(draw, title, controls), f"[{title}: run this cell in Jupyter to move {labels}]")


def panel(draw: Draw, title: str, controls: Mapping[str, Control]) -> Any:
    """Return the live half of `explore`: the controls, the state in words, the figure.

    Returns
    -------
    ipywidgets.VBox
        Its children: a box of the controls in their order, the state, the picture.
    """
    built = {name: control.build() for name, control in controls.items()}
    state, picture = ipywidgets.HTML(), ipywidgets.HTML()

    def redraw(_change: object = None) -> None:
        values = {name: widget.value for name, widget in built.items()}
        state.value, picture.value = _answer(draw, title, values, _said_all(controls, values))

    for widget in built.values():
        widget.observe(redraw, names="value")
    redraw()
    row = ipywidgets.HBox(list(built.values()), layout={"flex_flow": "row wrap"})
    return ipywidgets.VBox([row, state, picture])


def show_live(widget: Any, instead: str) -> None:
    """Show a widget; where no front end can, the text ``instead`` stands in its place."""
    bundle = widget._repr_mimebundle_()
    display({WIDGET_VIEW: bundle[WIDGET_VIEW], "text/plain": instead}, raw=True)


def status(text: str, role: str = "status") -> str:
    """Return a sentence as HTML that a screen reader announces when it changes."""
    live = "assertive" if role == "alert" else "polite"
    style = "margin: 0; line-height: 1.5; white-space: normal"
    return f'<p role="{role}" aria-live="{live}" style="{style}">{html.escape(text)}</p>'


def _answer(draw: Draw, title: str, values: Mapping[str, Value], where: str) -> tuple[str, str]:
    """Return the state and the picture for these values, both as HTML.

    The state names the settings too: the front end gives its sliders no name that a screen
    reader could say, and announces the logarithm of a `LogSlider`.
    """
    try:
        with no_stray_figures():
            figure, text = draw(**values)
            picture = img_tag(pixels(figure), f"{title}: {text}", quick=True)
    except Exception as error:  # noqa: BLE001 - who moves a slider gets a sentence, no traceback
        return status(_failure(error), role="alert"), ""
    return status(f"{where}: {text}"), picture


def _failure(error: Exception) -> str:
    if isinstance(error, NotImplementedError):
        return "This figure needs a function that is not written yet: write it, run this again."
    return (
        f"No figure for these values ({type(error).__name__}: {error}). "
        "Move the control back, or correct the function and run this cell again."
    )


def _show_twin(
    draw: Draw,
    settings: Sequence[Mapping[str, Value]],
    title: str,
    controls: Mapping[str, Control],
) -> None:
    """Show all settings in one picture; its text alternative says what each of them shows."""
    pictures, sentences = [], []
    for setting in settings:
        where = _said_all(controls, setting)
        try:
            with no_stray_figures():
                figure, text = draw(**setting)
                pictures.append(captioned(figure, where, text))
        except NotImplementedError as error:
            display({"text/plain": _failure(error)}, raw=True)
            return
        sentences.append(f"{where}: {text}")
    show_picture(grid(pictures, TWIN_WIDTH), f"{title}. " + " ".join(sentences))


def _said_all(controls: Mapping[str, Control], values: Mapping[str, Value]) -> str:
    return ", ".join(said(controls[name], value) for name, value in values.items())


def _check_controls(controls: Mapping[str, Control]) -> None:
    if not 1 <= len(controls) <= MAX_CONTROLS:
        raise ValueError(
            explain("explore", "the number of controls is", len(controls), f"1 to {MAX_CONTROLS}")
        )
    for name, control in controls.items():
        _check_value(name, control, control.value)


def _complete(setting: Mapping[str, Value], controls: Mapping[str, Control]) -> dict[str, Value]:
    """Return a twin's setting with a value for every control, in the controls' order."""
    for name, value in setting.items():
        if name not in controls:
            known = ", ".join(controls)
            raise ValueError(explain("explore", "twin sets", repr(name), f"one of {known}"))
        _check_value(name, controls[name], value)
    return {name: setting.get(name, control.value) for name, control in controls.items()}


def _check_value(name: str, control: Control, value: Value) -> None:
    expected = control.expects(value)
    if expected:
        raise ValueError(explain("explore", f"{name} is", repr(value), expected))
