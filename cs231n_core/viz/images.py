"""Figures as pictures with a text alternative, for every place that shows a notebook.

matplotlib and Pillow are imported where the first figure is drawn: a notebook whose figures nobody
draws, such as a submission that is graded, starts without them.
"""

from __future__ import annotations

import base64
import contextlib
import html
import io
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from IPython.display import display

from cs231n_core.errors import explain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Pixels = npt.NDArray[np.uint8]


def pixels(figure: Figure) -> Pixels:
    """Draw a figure and close it.

    Returns
    -------
    (H, W, 3) uint8 array

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> pixels(Figure(figsize=(2, 1), dpi=50)).shape
    (50, 100, 3)
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    drawn = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba())
    if plt := _pyplot():
        plt.close(figure)
    return np.asarray(drawn.convert("RGB"))


def png(picture: Pixels, *, quick: bool = False) -> bytes:
    """Return a picture, (H, W, 3) uint8, as the bytes of a PNG file with at most 256 colours.

    Figures have few colours; naming them in a palette makes the file a third as large. ``quick``
    finds the palette in a third of the time, at most 15 of 255 off, for what is soon replaced.
    """
    from PIL import Image

    buffer = io.BytesIO()
    method = Image.Quantize.FASTOCTREE if quick else Image.Quantize.MAXCOVERAGE
    few = Image.fromarray(picture).quantize(256, method=method, dither=Image.Dither.NONE)
    few.save(buffer, format="png")
    return buffer.getvalue()


def img_tag(picture: Pixels, alt: str, *, quick: bool = False) -> str:
    """Return a picture, (H, W, 3) uint8, as an HTML image that carries its text alternative."""
    height, width = picture.shape[:2]
    data = base64.b64encode(png(picture, quick=quick)).decode("ascii")
    return (
        f'<img src="data:image/png;base64,{data}" alt="{html.escape(alt)}" '
        f'width="{width}" height="{height}" style="max-width: 100%; height: auto">'
    )


def show_picture(picture: Pixels, alt: str) -> None:
    """Show a picture, (H, W, 3) uint8, as one output of the cell.

    The output holds an HTML image, because JupyterLab drops the text alternative of a plain
    picture, and the plain picture, because a PDF export understands no HTML.
    """
    if not alt.strip():
        raise ValueError(
            explain("show_picture", "alt is", repr(alt), "a sentence that says what one sees")
        )
    height, width = picture.shape[:2]
    data = {"image/png": png(picture), "text/html": img_tag(picture, alt), "text/plain": alt}
    metadata = {"image/png": {"alt": alt, "width": width, "height": height}}
    display(data, metadata=metadata, raw=True)


@contextlib.contextmanager
def no_stray_figures() -> Iterator[None]:
    """Close whatever figures the block leaves open, so that no cell shows them a second time."""
    plt = _pyplot()
    before = set(plt.get_fignums()) if plt else set()
    try:
        yield
    finally:
        # The block itself may have been the first to import it.
        if plt := _pyplot():
            for number in set(plt.get_fignums()) - before:
                plt.close(number)


def _pyplot() -> Any:
    """Return pyplot if the notebook uses it. Importing it takes half a second, so we never do."""
    return sys.modules.get("matplotlib.pyplot")


def captioned(figure: Figure, title: str, text: str) -> Pixels:
    """Draw a figure, with a bold line and a sentence above it, and close it."""
    from matplotlib.figure import Figure

    body = pixels(figure)
    width, dpi = body.shape[1], figure.dpi
    # A ten-point letter is at most a twelfth of an inch wide: no line leaves the picture.
    lines = textwrap.wrap(text, max(20, int(13 * width / dpi)))
    height = int((0.25 + 0.17 * len(lines)) * dpi)
    strip = Figure(figsize=(width / dpi, height / dpi), dpi=dpi, facecolor="white")
    strip.text(0.01, 1 - 0.04 * dpi / height, title, va="top", fontsize=10, fontweight="bold")
    strip.text(0.01, 0.0, "\n".join(lines), va="bottom", fontsize=10)
    return np.vstack([padded(pixels(strip), width), body])


def padded(picture: Pixels, width: int, height: int | None = None) -> Pixels:
    """Return a picture with white added at the right and below, cut where it is larger."""
    height = picture.shape[0] if height is None else height
    canvas = np.full((height, width, 3), 255, dtype=np.uint8)
    kept = picture[:height, :width]
    canvas[: kept.shape[0], : kept.shape[1]] = kept
    return canvas


def grid(pictures: Sequence[Pixels], max_width: int) -> Pixels:
    """Return the pictures as one: two in a row while two fit into ``max_width`` pixels.

    Examples
    --------
    >>> picture = np.zeros((50, 100, 3), dtype=np.uint8)
    >>> grid([picture] * 3, max_width=300).shape, grid([picture] * 3, max_width=150).shape
    ((116, 216, 3), (182, 100, 3))
    """
    gap = 16
    height = max(picture.shape[0] for picture in pictures)
    width = max(picture.shape[1] for picture in pictures)
    columns = 2 if len(pictures) > 1 and 2 * width + gap <= max_width else 1
    rows = -(-len(pictures) // columns)
    shape = (rows * (height + gap) - gap, columns * (width + gap) - gap, 3)
    canvas = np.full(shape, 255, dtype=np.uint8)
    for index, picture in enumerate(pictures):
        top, left = index // columns * (height + gap), index % columns * (width + gap)
        canvas[top : top + height, left : left + width] = padded(picture, width, height)
    return canvas
