"""Padded images in phases, for the convolution in NumPy: long rows where windows overlap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from cs231n_core.arrays import Array


class Phases(NamedTuple):
    """Padded images, split into stride × stride phases, each of every stride-th row and column.

    What entry (i, j) of neighbouring windows sees then lies side by side, and row follows row: all
    windows of some images see one contiguous piece, if pixels between the windows are let pass.
    """

    window: tuple[int, int, int]
    stride: int
    pad: int
    down: int
    across: int

    @classmethod
    def of(cls, x: Array, w: Array, stride: int, pad: int) -> Phases:
        """Return the phases of x for the windows of a convolution."""
        channels, height, width = w.shape[1:]
        down, across = (-(-(length + 2 * pad) // stride) for length in x.shape[2:])
        return cls((channels, height, width), stride, pad, down, across)

    @property
    def area(self) -> int:
        """The number of pixels of a phase."""
        return self.down * self.across

    def gather(self, x: Array, cols: Array) -> None:
        """Fill in the columns, (C, HH, WW, n, OH, OW)."""
        shape = (self.stride, self.stride, x.shape[1], len(x), self.down, self.across)
        phases = np.zeros(shape, x.dtype)
        for inside, pixels in self._insides(phases, x):
            inside[...] = pixels
        out_height, out_width = cols.shape[-2:]
        for i, j, (a, b), (row, column) in self._entries():
            piece = phases[a, b, :, :, row : row + out_height, column : column + out_width]
            _copy_rows(cols[:, i, j], piece)

    def widened(self, flat: Array) -> Array:
        """Return dout with zeros between the windows, its last two axes as one."""
        wide = np.zeros((*flat.shape[:2], self.down, self.across), flat.dtype)
        _copy_rows(wide[:, :, : flat.shape[2], : flat.shape[3]], flat)
        return wide.reshape(*flat.shape[:2], self.area)

    def scatter(self, cols: Array, dx: Array) -> None:
        """Write into dx, (n, C, H, W), the sum of columns, (C, HH, WW, n · area)."""
        phases = np.zeros((self.stride, self.stride, len(cols), cols.shape[-1]), cols.dtype)
        for i, j, (a, b), (row, column) in self._entries():
            piece = phases[a, b, :, row * self.across + column :]
            piece += cols[:, i, j, : piece.shape[1]]
        shape = (*phases.shape[:3], len(dx), self.down, self.across)
        for inside, pixels in self._insides(phases.reshape(shape), dx):
            pixels[...] = inside

    def _entries(self) -> Iterator[tuple[int, int, tuple[int, int], tuple[int, int]]]:
        """Yield each entry (i, j) of a window, its phase, and its row and column there."""
        for i in range(self.window[1]):
            for j in range(self.window[2]):
                (row, a), (column, b) = divmod(i, self.stride), divmod(j, self.stride)
                yield i, j, (a, b), (row, column)

    def _insides(self, phases: Array, x: Array) -> Iterator[tuple[Array, Array]]:
        """Yield the part of each phase that is not margin, and the pixels of x there."""
        step, pad = self.stride, self.pad
        for a in range(step):
            for b in range(step):
                top, left = (a - pad) % step, (b - pad) % step
                pixels = x[:, :, top::step, left::step].swapaxes(0, 1)
                inside = phases[a, b, :, :, (top + pad) // step :, (left + pad) // step :]
                yield inside[:, :, : pixels.shape[2], : pixels.shape[3]], pixels


def _copy_rows(to: Array, source: Array) -> None:
    """Copy an array whose rows are contiguous in both: each row is one item, twice as fast."""
    if to.dtype != source.dtype:
        to[...] = source
        return
    row = np.dtype((np.void, to.shape[-1] * to.itemsize))
    to.view(row)[...] = source.view(row)
