"""im2col and col2im, on every backend: hand values, the transpose property, refusals."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cs231n_core.im2col import col2im, col2im_indices, im2col, im2col_indices
from cs231n_core.kernels import active, backend, backend_report, using


@pytest.fixture(params=["numpy", pytest.param("cython", marks=pytest.mark.native)], autouse=True)
def on_each_backend(request: pytest.FixtureRequest) -> Iterator[None]:
    try:
        context = using(request.param)
        context.__enter__()
    except ImportError:
        pytest.skip("the compiled kernels are not built")
    yield
    context.__exit__(None, None, None)


def by_loops(x: Any, fh: int, fw: int, padding: int, stride: int) -> Any:
    """The layout, written down as plainly as possible."""
    n, c, h, w = x.shape
    padded = np.zeros((n, c, h + 2 * padding, w + 2 * padding), x.dtype)
    padded[:, :, padding : padding + h, padding : padding + w] = x
    oh, ow = (h + 2 * padding - fh) // stride + 1, (w + 2 * padding - fw) // stride + 1
    columns = [
        padded[k, :, i * stride : i * stride + fh, j * stride : j * stride + fw].ravel()
        for i in range(oh)
        for j in range(ow)
        for k in range(n)
    ]
    return np.array(columns, x.dtype).reshape(-1, c * fh * fw).T


GEOMETRIES = [  # H, W, FH, FW, padding, stride
    (5, 5, 3, 3, 1, 1),
    (4, 7, 2, 3, 0, 2),
    (7, 4, 3, 2, 1, 2),
    (1, 1, 1, 1, 0, 1),
    (2, 9, 2, 1, 0, 4),
    (3, 3, 5, 5, 1, 1),
]


@pytest.mark.parametrize("geometry", GEOMETRIES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_window_becomes_a_column(geometry: tuple[int, ...], dtype: type) -> None:
    h, w, fh, fw, padding, stride = geometry
    x: Any = np.random.default_rng(0).normal(size=(3, 2, h, w)).astype(dtype)
    cols = im2col(x, fh, fw, padding, stride)
    assert cols.dtype == dtype
    np.testing.assert_array_equal(cols, by_loops(x, fh, fw, padding, stride))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    shape=st.tuples(*[st.integers(1, 3)] * 4),
    steps=st.tuples(*[st.integers(0, 3)] * 2),
    padding=st.integers(0, 2),
    stride=st.integers(1, 3),
    seed=st.integers(0, 999),
)
def test_col2im_is_the_transpose_of_im2col(
    shape: tuple[int, ...], steps: tuple[int, int], padding: int, stride: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    n, c, fh, fw = shape
    h, w = fh + steps[0] * stride - 2 * padding, fw + steps[1] * stride - 2 * padding
    if min(h, w) < 1:
        return
    x = rng.normal(size=(n, c, h, w))
    cols = im2col(x, fh, fw, padding, stride)
    y = rng.normal(size=cols.shape)
    back = col2im(y, x.shape, fh, fw, padding, stride)
    assert back.shape == x.shape
    assert np.vdot(cols, y) == pytest.approx(np.vdot(x, back), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_col2im_counts_in_how_many_windows_an_entry_lies(geometry: tuple[int, ...]) -> None:
    h, w, fh, fw, padding, stride = geometry
    ones = np.ones((2, 2, h, w), np.float32)
    cols = im2col(ones, fh, fw, padding, stride)
    counts = col2im(np.ones_like(cols), ones.shape, fh, fw, padding, stride)
    assert counts.dtype == np.float32
    assert counts.sum() == cols.sum()
    assert counts.max() <= fh * fw


def test_strided_and_read_only_arrays_are_welcome() -> None:
    x = np.random.default_rng(1).normal(size=(2, 4, 4, 3)).transpose(0, 3, 1, 2)
    x.setflags(write=False)
    cols = im2col(x, 2, 2, 0, 2)
    np.testing.assert_array_equal(cols, by_loops(x, 2, 2, 0, 2))
    flipped = np.asfortranarray(cols)
    flipped.setflags(write=False)
    np.testing.assert_array_equal(col2im(flipped, x.shape, 2, 2, 0, 2), x)


def test_the_names_of_cs231n_are_kept_with_their_defaults() -> None:
    x = np.random.default_rng(2).normal(size=(1, 1, 4, 4))
    cols = im2col_indices(x, 3, 3)
    assert cols.shape == (9, 16)
    assert col2im_indices(cols, x.shape).shape == x.shape


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (
            (np.ones((1, 1, 5, 7)), 3, 3, 1, 4),
            ValueError,
            r"width 7 with padding 1, window 3, stride 4 leaves a remainder of 2, expected 0",
        ),
        (
            (np.ones((1, 1, 2, 9)), 3, 3, 0, 1),
            ValueError,
            r"height 2 with padding 0, window 3 leaves room for -1, expected 0 or more; the",
        ),
        ((np.ones((5, 7)), 3, 3, 1, 1), ValueError, r"x has shape \(5, 7\), expected \(N, C, H, W"),
        ((np.ones((1, 1, 5, 7), int), 3, 3, 1, 1), TypeError, "x has dtype int64, expected float"),
        ((np.ones((1, 1, 5, 7)), 3, 3, 1, 0), ValueError, "stride is 0, expected at least 1"),
        ((np.ones((1, 1, 5, 7)), 3, 3, -1, 1), ValueError, "padding is -1, expected at least 0"),
        ((np.ones((1, 1, 5, 7)), 3, 0, 1, 1), ValueError, "field_width is 0, expected at least 1"),
    ],
)
def test_im2col_refuses_what_does_not_fit(
    arguments: tuple[Any, ...], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        im2col(*arguments)


def test_col2im_refuses_columns_of_another_shape() -> None:
    with pytest.raises(ValueError, match=r"cols has shape \(4, 3\), expected \(4, 2\); x_shape is"):
        col2im(np.ones((4, 3)), (1, 1, 2, 3), 2, 2, 0, 1)
    with pytest.raises(ValueError, match=r"x_shape is \(2, 3\), expected \(N, C, H, W\)"):
        col2im(np.ones((4, 3)), (2, 3), 2, 2, 0, 1)  # type: ignore[arg-type]


# --- the choice ----------------------------------------------------------------------------------


def test_the_report_says_which_kernels_answer() -> None:
    report = backend_report()
    assert report.startswith(f"kernels: {active().name}")
    assert report.endswith(" (CS231N_BACKEND asks for it)")


def without_build(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> Any:
        raise ModuleNotFoundError(f"No module named {name!r}")

    monkeypatch.setattr(importlib, "import_module", refuse)


def test_a_missing_build_falls_back_to_numpy_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    without_build(monkeypatch)
    with using("auto"):
        assert backend_report() == (
            "kernels: numpy (the compiled kernels are not usable "
            "(No module named 'cs231n_core.kernels.im2col_cython'))"
        )
        np.testing.assert_array_equal(im2col(np.ones((1, 1, 2, 2)), 2, 2, 0), np.ones((4, 1)))


def test_a_missing_build_is_an_error_where_it_is_demanded(monkeypatch: pytest.MonkeyPatch) -> None:
    without_build(monkeypatch)
    with pytest.raises(ImportError, match=r"CS231N_BACKEND is 'cython' .* install a C compiler"):
        backend.load("cython")


def test_an_unknown_backend_is_refused() -> None:
    with pytest.raises(ValueError, match="CS231N_BACKEND is 'fortran', expected auto, cython, num"):
        backend.load("fortran")
