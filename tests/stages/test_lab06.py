"""The experiments of stage 06: geometry, agreement of the paths, what ran, small networks."""

from __future__ import annotations

import numpy as np
import pytest

from cs231n_core import kernels
from cs231n_core.data_utils import get_CIFAR10_data
from cs231n_core.fast_layers import conv_forward_fast
from cs231n_core.im2col import im2col
from cs231n_core.layers import conv_forward_naive
from cs231n_core.stages import lab06 as lab
from cs231n_core.stages.lab06 import backends


@pytest.fixture(scope="module")
def images() -> lab.Images:
    data = get_CIFAR10_data(300, 100, 1, dtype=np.float32, dataset="embedded")
    return lab.small_images(data)


# --- geometry ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("height", "width", "stride", "pad"), [(7, 9, 2, 0), (5, 4, 1, 2)])
def test_the_windows_of_one_size_fit_as_often_as_the_convolution_has_outputs(
    height: int, width: int, stride: int, pad: int
) -> None:
    x, w = np.ones((1, 1, height, width)), np.ones((1, 1, 3, 3))
    out, _ = conv_forward_naive(x, w, np.zeros(1), {"stride": stride, "pad": pad})
    assert [lab.fits(n, 3, stride, pad) for n in (height, width)] == [str(n) for n in out.shape[2:]]


def test_the_reads_of_all_pixels_add_up_to_the_entries_of_all_windows() -> None:
    counts = lab.reads(8, 10, (3, 2), stride=1)
    assert counts.sum() == 6 * 9 * 6
    assert counts.max() == 6
    assert lab.reads(4, 4, (3, 3), stride=1, pad=1).sum() == 100


def test_windows_that_stick_out_read_nothing() -> None:
    assert lab.reads(4, 4, (3, 3), stride=2)[3].tolist() == [0, 0, 0, 0]
    assert lab.truncated(np.ones((1, 1, 4, 5)), np.ones((1, 1, 3, 3)), 2) == (1, 0)


def test_columns_weigh_what_im2col_returns() -> None:
    x = np.zeros((2, 3, 8, 8), np.float32)
    weight = lab.weight(x.shape, 5)
    assert weight.columns * 1e6 == im2col(x, 5, 5, 2, 1).nbytes
    assert weight.images * 1e6 == x.nbytes


def test_the_published_row_index_is_right_for_square_windows_only() -> None:
    x = np.random.default_rng(0).normal(size=(2, 2, 5, 6))
    assert (lab.by_field_height(x, (3, 3)) == im2col(x, 3, 3, 0, 1)).all()
    for window in ((3, 2), (2, 3)):
        wrong = lab.by_field_height(x, window) != im2col(x, *window, 0, 1)
        assert wrong.mean() > 0.5


def test_a_convolution_follows_a_shift_away_from_the_border(images: lab.Images) -> None:
    w = np.random.default_rng(0).normal(size=(2, 3, 3, 3))
    moved = lab.shift_test(images.x[:2].astype(float), w)
    assert moved.inside == 0.0
    assert moved.border > 0.1


# --- paths ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("index", range(len(lab.GRID)))
def test_every_path_computes_the_same_convolution(index: int) -> None:
    assert max(lab.difference(path, index) for path in lab.paths().values()) < 1e-12


def test_nearly_no_layer_of_the_grid_is_square() -> None:
    square = [w[2] == w[3] and x[2] == x[3] for x, w, _, _ in lab.GRID]
    assert sum(square) <= 1


def test_the_indices_of_the_slow_baseline_give_the_course_s_columns() -> None:
    x = lab.image_layer(6, images=3)[0]
    cols = im2col(x, 3, 3, 1, 1)
    by_indices = backends._take(x).reshape(27, 36, 3)
    np.testing.assert_array_equal(by_indices, cols.reshape(27, 36, 3))
    counts = backends._add_at(np.ones_like(x))
    assert counts[0, 0, 2, 2] == 9
    assert counts[0, 0, 0, 0] == 4


def test_numpy_s_kernels_leave_no_trace_in_the_count() -> None:
    with kernels.using("numpy"), lab.compiled_calls() as calls:
        conv_forward_fast(*backends.layer(0))
    assert not calls


@pytest.mark.native
def test_every_call_of_a_compiled_kernel_is_counted_and_the_kernel_comes_back() -> None:
    with kernels.using("cython") as backend:
        before = backend.native.conv_forward_plain
        with lab.compiled_calls() as calls:
            conv_forward_fast(*backends.layer(0))
            conv_forward_fast(*backends.layer(1))
        assert calls["conv_forward"] == 2
        assert backend.native.conv_forward_plain is before


def test_the_kernel_that_students_read_is_the_one_that_is_compiled() -> None:
    source = lab.kernel_source("im2col")
    assert source.startswith("def im2col(")
    assert "(c * field_height + i) * field_width + j" in source
    assert "col2im" not in source
    assert lab.kernel_source("col2im").startswith("def col2im(")


# --- statistics and networks ---------------------------------------------------------------------


def test_ties_are_the_rule_after_relu(images: lab.Images) -> None:
    found = lab.ties(images.x[:100])
    assert found.raw < 0.01
    assert found.after_relu > 0.2
    assert found.differ > 0.2
    assert found.after_gate == 0.0


def test_only_statistics_per_map_keep_shifts_and_equal_spreads(images: lab.Images) -> None:
    maps = lab.first_maps(images.x[:100]).astype(float)
    assert lab.shift_error(maps, lab.PER_MAP) < 1e-12
    assert lab.shift_error(maps, lab.PER_PIXEL) > 0.01
    spread = lab.normalised(maps, maps, lab.PER_BATCH).std(axis=(0, 2, 3))
    assert spread.max() > 1.5 * spread.min()


def test_a_larger_batch_trembles_less(images: lab.Images) -> None:
    maps = lab.first_maps(images.x[:100])
    two, many = (lab.trembling(maps, n, lab.PER_MAP, draws=50) for n in (2, 32))
    assert many < two


@pytest.mark.parametrize("norm", [False, True])
def test_a_convnet_s_gradients_agree_with_finite_differences(norm: bool) -> None:
    rng = np.random.default_rng(0)
    net = lab.conv_net(filters=(2, 3), size=8, norm=norm)
    net.params = {name: value.astype(np.float64) for name, value in net.params.items()}
    x, y = rng.normal(size=(3, 3, 8, 8)), np.array([1, 0, 9])
    _, grads = net.loss(x, y)
    assert grads.keys() == net.params.keys()
    for name, grad in grads.items():
        direction = rng.normal(size=grad.shape)
        ends = []
        for step in (1e-6, -1e-6):
            net.params[name] += step * direction
            ends.append(net.loss(x, y)[0])
            net.params[name] -= step * direction
        assert (ends[0] - ends[1]) / 2e-6 == pytest.approx((grad * direction).sum(), abs=1e-6)


def test_conv_and_dense_nets_are_of_the_same_size_and_start_by_guessing(
    images: lab.Images,
) -> None:
    nets = [lab.conv_net(), lab.dense_net()]
    sizes = [lab.size_of(net) for net in nets]
    assert max(sizes) < 1.05 * min(sizes)
    for net in nets:
        assert net.loss(images.x, images.y)[0] == pytest.approx(np.log(10), abs=0.1)


def test_training_lowers_the_loss_and_does_not_depend_on_the_kernels(images: lab.Images) -> None:
    losses = {}
    for choice in ("numpy", "auto"):
        with kernels.using(choice):
            losses[choice] = lab.train(lab.conv_net(norm=True), images, epochs=2)
    assert losses["auto"][-1] < losses["auto"][0]
    np.testing.assert_allclose(losses["auto"], losses["numpy"], rtol=1e-3)


def test_a_huge_rate_is_reported_as_nan(images: lab.Images) -> None:
    train, _ = lab.accuracies(images.first(100), [lab.Setting(lr=1e9, epochs=2)], seeds=2)
    assert np.isnan(train).all()
    assert lab.written(train[0]) == "2 of 2 NaN"


def test_reordered_images_hold_the_same_pixels(images: lab.Images) -> None:
    other = images.reordered()
    assert not np.array_equal(other.x, images.x)
    np.testing.assert_array_equal(np.sort(other.x, axis=(2)).sum((2, 3)).shape, (300, 3))
    np.testing.assert_allclose(other.x.sum(axis=(2, 3)), images.x.sum(axis=(2, 3)), atol=1e-3)


def test_filters_do_what_their_names_say() -> None:
    flat = np.full((5, 6), 0.7)
    for name in lab.FILTERS:
        out = lab.filtered(flat, lab.kernel(name))
        np.testing.assert_allclose(out, 0.7 * lab.kernel(name).sum(), atol=1e-12)
    assert lab.filtered(flat, lab.kernel("blur"), stride=3).shape == (2, 2)
    grey = lab.grey(np.random.default_rng(0).normal(size=(2, 3, 4, 5)))
    assert grey.shape == (4, 5)
    assert (grey.min(), grey.max()) == (0.0, 1.0)
