"""The controls of a live figure: what a reader may set, between which bounds, under which label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ipywidgets
import numpy as np

Value = float | int | bool | str


@dataclass(frozen=True)
class Slider:
    """A number between ``min`` and ``max`` in steps of ``step``; whole when all three are."""

    min: float
    max: float
    step: float
    value: float
    label: str

    def expects(self, value: Value) -> str:
        """Return what is expected when ``value`` is outside the range, else nothing."""
        inside = not isinstance(value, str) and self.min <= value <= self.max
        return "" if inside else f"a number from {self.min} to {self.max}"

    def build(self) -> Any:
        """Return the ipywidgets control."""
        whole = all(isinstance(v, int) for v in (self.min, self.max, self.step, self.value))
        kind = ipywidgets.IntSlider if whole else ipywidgets.FloatSlider
        bounds = {"min": self.min, "max": self.max, "step": self.step}
        extra = {} if whole else {"readout_format": f".{_decimals(self.step)}f"}
        return kind(value=self.value, **bounds, **extra, **_described(self.label))


@dataclass(frozen=True)
class LogSlider:
    """A positive number between ``min`` and ``max``, ``steps`` equal ratios to each factor 10."""

    min: float
    max: float
    steps: int
    value: float
    label: str

    def expects(self, value: Value) -> str:
        """Return what is expected when ``value`` is outside the range, else nothing."""
        inside = not isinstance(value, str) and self.min <= value <= self.max
        return "" if inside else f"a number from {self.min} to {self.max}"

    def build(self) -> Any:
        """Return the ipywidgets control."""
        bounds = {"min": float(np.log10(self.min)), "max": float(np.log10(self.max))}
        return ipywidgets.FloatLogSlider(
            value=self.value,
            step=1 / self.steps,
            readout_format=".3g",
            **bounds,
            **_described(self.label),
        )


@dataclass(frozen=True)
class Switch:
    """Something that is on or off."""

    value: bool
    label: str

    def expects(self, value: Value) -> str:
        """Return what is expected when ``value`` is no truth value, else nothing."""
        return "" if isinstance(value, bool) else "True or False"

    def build(self) -> Any:
        """Return the ipywidgets control."""
        return ipywidgets.Checkbox(value=self.value, indent=False, description=self.label)


@dataclass(frozen=True)
class Choice:
    """One of several words."""

    options: tuple[str, ...] | list[str]
    value: str
    label: str

    def expects(self, value: Value) -> str:
        """Return what is expected when ``value`` is not among the options, else nothing."""
        return "" if value in self.options else "one of " + ", ".join(map(repr, self.options))

    def build(self) -> Any:
        """Return the ipywidgets control: buttons, for JupyterLab takes a list's arrow keys away."""
        style = {"description_width": "initial", "button_width": "auto"}
        return ipywidgets.ToggleButtons(
            options=list(self.options), value=self.value, description=self.label, style=style
        )


Control = Slider | LogSlider | Switch | Choice


def said(control: Control, value: Value) -> str:
    """Return a setting as a reader would say it.

    Examples
    --------
    >>> said(Slider(0, 10, 1, 5, "weight scale"), 3), said(Switch(False, "centred inputs"), True)
    ('weight scale 3', 'centred inputs on')
    """
    if isinstance(value, bool):
        return f"{control.label} {'on' if value else 'off'}"
    if isinstance(value, str):
        return f"{control.label} {value}"
    return f"{control.label} {value:.3g}"


def _described(label: str) -> dict[str, Any]:
    """Return what a slider is built with: its whole label, beside a track of the same length."""
    width = f"calc(210px + {len(label)}ch)"
    return {
        "description": label,
        "style": {"description_width": "initial"},
        "layout": {"width": width},
    }


def _decimals(step: float) -> int:
    """Return how many digits after the point tell two neighbouring steps apart.

    Examples
    --------
    >>> _decimals(0.25), _decimals(0.1), _decimals(5.0)
    (2, 1, 0)
    """
    return len(np.format_float_positional(step, trim="-").partition(".")[2])
