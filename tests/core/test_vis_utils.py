"""Grids of images: layout, ranges, constants, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cs231n_core.vis_utils import vis_grid, vis_nn, visualize_grid


def test_five_images_are_laid_out_on_three_by_three_places_row_by_row() -> None:
    xs = np.arange(5 * 2 * 3 * 3, dtype=float).reshape(5, 2, 3, 3)
    grid = visualize_grid(xs, ubound=1.0, padding=2)
    assert grid.shape == (3 * 4 - 2, 3 * 5 - 2, 3)
    want = (xs - xs.min(axis=(1, 2, 3), keepdims=True)) / 17
    np.testing.assert_allclose(grid[:2, 5:8], want[1])
    np.testing.assert_allclose(grid[4:6, 5:8], want[4])
    assert not grid[2:4].any()
    assert not grid[4:, 8:].any()


def test_every_image_is_stretched_to_its_own_range_and_a_constant_one_is_black() -> None:
    xs = np.array([[0.0, 1.0], [50.0, 100.0], [7.0, 7.0]]).reshape(3, 1, 2, 1)
    grid = visualize_grid(xs, padding=0)[..., 0]
    assert grid.tolist() == [[0, 255, 0, 255], [0, 0, 0, 0]]


def test_a_common_range_keeps_relative_brightness() -> None:
    xs = np.array([[0.0, 1.0], [50.0, 100.0]]).reshape(2, 1, 2, 1)
    grid = vis_grid(xs)
    np.testing.assert_allclose(grid[0, :, 0], [0, 0.01, 0, 0.5, 1])
    assert not vis_grid(np.full((1, 2, 2, 3), 7.0)).any()


def test_rows_of_images_stay_rows() -> None:
    rows = [[np.full((2, 2, 1), 10.0 * i + j) for j in range(4)] for i in range(2)]
    grid = vis_nn(rows)
    assert grid.shape == (5, 11, 1)
    assert grid[3, 9, 0] == 1.0
    assert grid[0, 3, 0] == pytest.approx(1 / 13)


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_bytes_are_welcome_and_unchanged(dtype: type) -> None:
    xs: Any = np.arange(24).reshape(2, 2, 2, 3).astype(dtype)
    xs.setflags(write=False)
    assert visualize_grid(xs).max() == 255.0
    assert vis_grid(xs).dtype == np.float64


def test_what_is_not_images_is_refused() -> None:
    with pytest.raises(ValueError, match=r"visualize_grid: Xs has shape \(2, 3\), expected \(N, H"):
        visualize_grid(np.ones((2, 3)))
    with pytest.raises(ValueError, match=r"vis_grid: Xs has shape \(0, 2, 2, 1\), expected"):
        vis_grid(np.ones((0, 2, 2, 1)))
    with pytest.raises(ValueError, match=r"rows have lengths \[1, 2\], expected one length"):
        vis_nn([[np.ones((1, 1, 1))], [np.ones((1, 1, 1))] * 2])
