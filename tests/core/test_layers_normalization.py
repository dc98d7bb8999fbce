"""Normalisation layers: hand values, running statistics, gradients, the oracle, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs231n_core import layers
from cs231n_core.gradient_check import check_gradient

pytestmark = pytest.mark.usefixtures("each_backend")

both_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64])
both_backwards = pytest.mark.parametrize(
    "backward", [layers.batchnorm_backward, layers.batchnorm_backward_alt]
)

# name, shape of x, shape of gamma, what follows gamma and beta
LAYERS: list[tuple[str, tuple[int, ...], tuple[int, ...], list[Any]]] = [
    ("batchnorm", (4, 5), (5,), [{"mode": "train"}]),
    ("batchnorm", (2, 3), (3,), [{"mode": "train", "eps": 0.1}]),
    ("layernorm", (4, 5), (5,), [{}]),
    ("layernorm", (1, 3), (3,), [{"eps": 0.1}]),
    ("spatial_batchnorm", (3, 2, 4, 5), (2,), [{"mode": "train"}]),
    ("spatial_batchnorm", (1, 3, 2, 1), (3,), [{"mode": "train", "eps": 0.1}]),
    ("spatial_groupnorm", (2, 6, 3, 4), (1, 6, 1, 1), [2, {}]),
    ("spatial_groupnorm", (1, 3, 2, 3), (1, 3, 1, 1), [3, {"eps": 0.1}]),
]
each_layer = pytest.mark.parametrize(("name", "shape", "params", "rest"), LAYERS)


def arrays(shape: tuple[int, ...], params: tuple[int, ...], seed: int = 0) -> list[Any]:
    """x, gamma, beta, dout."""
    rng = np.random.default_rng(seed)
    x, dout = rng.normal(3.0, 2.0, shape), rng.normal(size=shape)
    return [x, rng.normal(size=params), rng.normal(size=params), dout]


# --- forward -------------------------------------------------------------------------------------


def test_batch_normalisation_by_hand() -> None:
    x = np.array([[1.0, 10.0], [3.0, 10.0]])
    bn_param = {"mode": "train", "eps": 3.0}
    out, _ = layers.batchnorm_forward(x, np.array([2.0, 2.0]), np.array([7.0, 8.0]), bn_param)
    np.testing.assert_allclose(out, [[6.0, 8.0], [8.0, 8.0]])


def test_the_test_mode_by_hand() -> None:
    x, bn_param = np.array([[5.0]]), {"mode": "test", "eps": 1.0}
    bn_param |= {"running_mean": np.array([2.0]), "running_var": np.array([8.0])}
    out, _ = layers.batchnorm_forward(x, np.array([10.0]), np.array([1.0]), bn_param)
    assert out.item() == pytest.approx(10 * (5 - 2) / 3 + 1)


@given(seed=st.integers(0, 999), n=st.integers(2, 6), d=st.integers(1, 5))
def test_every_feature_gets_the_mean_beta_and_the_spread_gamma(seed: int, n: int, d: int) -> None:
    x, gamma, beta, _ = arrays((n, d), (d,), seed)
    out, _ = layers.batchnorm_forward(x, gamma, beta, {"mode": "train", "eps": 1e-3})
    np.testing.assert_allclose(out.mean(axis=0), beta, atol=1e-12)
    spread = np.abs(gamma) * np.sqrt(x.var(axis=0) / (x.var(axis=0) + 1e-3))
    np.testing.assert_allclose(out.std(axis=0), spread, atol=1e-12)


def test_layer_normalisation_is_batch_normalisation_of_the_transpose() -> None:
    x, *_ = arrays((4, 6), (6,))
    across, _ = layers.layernorm_forward(x, np.ones(6), np.zeros(6), {})
    down, _ = layers.batchnorm_forward(x.T, np.ones(4), np.zeros(4), {"mode": "train"})
    np.testing.assert_allclose(across, down.T, rtol=1e-12)


def test_spatial_batch_normalisation_takes_every_pixel_as_an_example() -> None:
    x, gamma, beta, dout = arrays((3, 2, 4, 5), (2,))
    spatial: Any = {"mode": "train"}
    flat: Any = {"mode": "train"}

    def rows(a: Any) -> Any:
        return a.transpose(0, 2, 3, 1).reshape(-1, 2)

    out, cache = layers.spatial_batchnorm_forward(x, gamma, beta, spatial)
    want, flat_cache = layers.batchnorm_forward(rows(x), gamma, beta, flat)
    np.testing.assert_allclose(rows(out), want, rtol=1e-12)
    np.testing.assert_allclose(spatial["running_var"], flat["running_var"], rtol=1e-12)
    grads = layers.spatial_batchnorm_backward(dout, cache)
    wanted = layers.batchnorm_backward(rows(dout), flat_cache)
    np.testing.assert_allclose(rows(grads[0]), wanted[0], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(grads[1], wanted[1])


def test_groups_are_neighbouring_channels_of_one_image() -> None:
    x, *_ = arrays((2, 6, 3, 4), (6,))
    ones = np.ones((1, 6, 1, 1))
    out, _ = layers.spatial_groupnorm_forward(x, ones, 0 * ones, 3, {"eps": 1e-12})
    groups = out.reshape(2, 3, -1)
    np.testing.assert_allclose(groups.mean(axis=2), 0, atol=1e-12)
    np.testing.assert_allclose(groups.std(axis=2), 1, rtol=1e-9)


def test_a_batch_of_one_and_a_constant_feature_give_beta() -> None:
    beta = np.array([4.0, -1.0])
    for x in (np.array([[3.0, 1e6]]), np.full((5, 2), 0.1)):
        out, _ = layers.batchnorm_forward(x, np.ones(2), beta, {"mode": "train"})
        np.testing.assert_allclose(out, np.broadcast_to(beta, x.shape), atol=1e-9)


def test_a_mean_far_above_the_spread_costs_float32_no_digits() -> None:
    exact = np.random.default_rng(0).normal(1e4, 1.0, (4096, 3)).astype(np.float32)
    one, zero = np.ones(3, np.float32), np.zeros(3, np.float32)
    got, _ = layers.batchnorm_forward(exact, one, zero, {"mode": "train"})
    want, _ = layers.batchnorm_forward(
        exact.astype(np.float64), np.ones(3), np.zeros(3), {"mode": "train"}
    )
    np.testing.assert_allclose(got, want, rtol=2e-6, atol=2e-6)


# --- running statistics --------------------------------------------------------------------------


@pytest.mark.parametrize("calls", [1, 2, 5])
@pytest.mark.parametrize("momentum", [0.9, 0.6])
@pytest.mark.parametrize("shape", [(6, 3), (2, 3, 4, 5)])
def test_the_running_statistics_follow_the_recursion_from_zero(
    calls: int, momentum: float, shape: tuple[int, ...]
) -> None:
    rng = np.random.default_rng(1)
    bn_param: Any = {"mode": "train", "momentum": momentum, "eps": 0.5}
    forward = layers.batchnorm_forward if len(shape) == 2 else layers.spatial_batchnorm_forward
    axes = (0, 2, 3)[: len(shape) - 1]
    mean, var = np.zeros(3), np.zeros(3)
    for _ in range(calls):
        x = rng.normal(2.0, 3.0, shape)
        forward(x, np.ones(3), np.zeros(3), bn_param)
        mean = momentum * mean + (1 - momentum) * x.mean(axis=axes)
        var = momentum * var + (1 - momentum) * x.var(axis=axes)
    np.testing.assert_allclose(bn_param["running_mean"], mean)
    np.testing.assert_allclose(bn_param["running_var"], var)


@pytest.mark.parametrize("images", [False, True])
def test_in_test_mode_nothing_changes_and_no_example_knows_of_the_others(images: bool) -> None:
    shape = (4, 3, 2, 5) if images else (4, 3)
    forward = layers.spatial_batchnorm_forward if images else layers.batchnorm_forward
    x, gamma, beta, _ = arrays(shape, (3,))
    stats: Any = {"running_mean": np.array([1.0, 2, 3]), "running_var": np.array([4.0, 5, 6])}
    bn_param = {"mode": "test", **stats}
    together, _ = forward(x, gamma, beta, bn_param)
    alone = np.concatenate([forward(x[i : i + 1], gamma, beta, bn_param)[0] for i in range(4)])
    np.testing.assert_array_equal(together, alone)
    assert list(bn_param) == ["mode", "running_mean", "running_var"]
    assert all(bn_param[name] is value for name, value in stats.items())


def test_the_arrays_of_running_statistics_are_replaced_and_never_written_to() -> None:
    before = np.zeros(3)
    before.setflags(write=False)
    bn_param: Any = {"mode": "train", "running_mean": before, "running_var": before}
    layers.batchnorm_forward(np.ones((2, 3)), np.ones(3), np.zeros(3), bn_param)
    assert bn_param["running_mean"] is not before
    np.testing.assert_allclose(bn_param["running_mean"], 0.1)


# --- backward ------------------------------------------------------------------------------------


def assert_gradients(name: str, given: list[Any], rest: list[Any], backward: Any) -> None:
    forward = getattr(layers, f"{name}_forward")
    x, gamma, beta, dout = given
    grads = backward(dout, forward(x, gamma, beta, *rest)[1])
    for position in range(3):

        def f(value: Any, position: int = position) -> Any:
            args = [x, gamma, beta]
            args[position] = value
            frozen = [dict(r) if isinstance(r, dict) else r for r in rest]
            return forward(*args, *frozen)[0]

        verdict = check_gradient(f, given[position], grads[position], dout)
        assert verdict.ok, verdict.message


@each_layer
def test_the_gradients_are_the_numerical_ones(
    name: str, shape: tuple[int, ...], params: tuple[int, ...], rest: list[Any]
) -> None:
    given = arrays(shape, params)
    assert_gradients(name, given, rest, getattr(layers, f"{name}_backward"))
    if name == "batchnorm":
        assert_gradients(name, given, rest, layers.batchnorm_backward_alt)


@both_backwards
def test_in_test_mode_the_statistics_are_constants(backward: Any) -> None:
    stats = {"mode": "test", "running_mean": np.ones(5), "running_var": np.full(5, 4.0)}
    assert_gradients("batchnorm", arrays((4, 5), (5,)), [stats], backward)


def test_in_test_mode_the_statistics_of_channels_are_constants() -> None:
    stats = {"mode": "test", "running_mean": np.ones(2), "running_var": np.full(2, 4.0)}
    given = arrays((3, 2, 2, 4), (2,))
    assert_gradients("spatial_batchnorm", given, [stats], layers.spatial_batchnorm_backward)


@given(seed=st.integers(0, 999), n=st.integers(2, 6), d=st.integers(1, 5))
def test_both_backward_passes_agree_and_dx_sums_to_zero(seed: int, n: int, d: int) -> None:
    x, gamma, beta, dout = arrays((n, d), (d,), seed)
    _, cache = layers.batchnorm_forward(x, gamma, beta, {"mode": "train", "eps": 0.1})
    staged = layers.batchnorm_backward(dout, cache)
    short = layers.batchnorm_backward_alt(dout, cache)
    for one, other in zip(staged, short, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(short[0].sum(axis=0), 0, atol=1e-11)


def test_a_gamma_of_zero_stops_the_gradient_of_x_only() -> None:
    x, _, beta, dout = arrays((4, 3), (3,))
    _, cache = layers.batchnorm_forward(x, np.zeros(3), beta, {"mode": "train"})
    for backward in (layers.batchnorm_backward, layers.batchnorm_backward_alt):
        dx, dgamma, _ = backward(dout, cache)
        assert not dx.any()
        assert dgamma.all()


def test_the_staged_gradients_are_those_of_their_sub_graphs() -> None:
    x, gamma, beta, dout = arrays((4, 3), (3,))
    eps = 1e-5
    _, cache = layers.batchnorm_forward(x, gamma, beta, {"mode": "train", "eps": eps})
    got = layers.batchnorm_backward_staged(dout, cache)
    mu, var = x.mean(axis=0), x.var(axis=0)
    subgraphs: dict[str, tuple[Any, Any]] = {
        "dxhat": (lambda x_hat: gamma * x_hat + beta, cache.x_hat),
        "dvar": (lambda var: gamma * (x - mu) / np.sqrt(var + eps) + beta, var),
        "dmu": (
            lambda mu: gamma * (x - mu) / np.sqrt(((x - mu) ** 2).mean(axis=0) + eps) + beta,
            mu,
        ),
    }
    for name, (f, at) in subgraphs.items():
        verdict = check_gradient(f, at, got[name], dout)
        assert verdict.ok, f"{name}: {verdict.message}"


# --- the oracle ----------------------------------------------------------------------------------


@each_layer
@both_dtypes
def test_pytorch_gives_the_same_output_and_gradients(
    name: str, shape: tuple[int, ...], params: tuple[int, ...], rest: list[Any], dtype: type
) -> None:
    torch = pytest.importorskip("torch")
    x, gamma, beta, dout = (a.astype(dtype) for a in arrays(shape, params))
    options = dict(rest[-1])
    eps = options.get("eps", 1e-5)
    t = [torch.tensor(a, requires_grad=True) for a in (x, gamma, beta)]
    functional = torch.nn.functional
    want = {
        "batchnorm": lambda: functional.batch_norm(t[0], None, None, *t[1:], True, 0.1, eps),
        "spatial_batchnorm": lambda: functional.batch_norm(
            t[0], None, None, *t[1:], True, 0.1, eps
        ),
        "layernorm": lambda: functional.layer_norm(t[0], shape[1:], *t[1:], eps),
        "spatial_groupnorm": lambda: functional.group_norm(
            t[0], rest[0], t[1].ravel(), t[2].ravel(), eps
        ),
    }[name]()
    want.backward(torch.tensor(dout))
    out, cache = getattr(layers, f"{name}_forward")(x, gamma, beta, *rest[:-1], options)
    grads = getattr(layers, f"{name}_backward")(dout, cache)
    rtol, atol = (1e-4, 1e-5) if dtype == np.float32 else (1e-9, 1e-11)
    np.testing.assert_allclose(out, want.detach().numpy(), rtol=rtol, atol=atol)
    for got, tensor in zip(grads, t, strict=True):
        np.testing.assert_allclose(got, tensor.grad.numpy(), rtol=rtol, atol=atol)


# --- dtypes, layouts, refusals -------------------------------------------------------------------


@each_layer
@both_dtypes
def test_dtypes_are_kept_inputs_untouched_and_results_contiguous(
    name: str, shape: tuple[int, ...], params: tuple[int, ...], rest: list[Any], dtype: type
) -> None:
    given = [a.astype(dtype) for a in arrays(shape, params)]
    strided = [np.asfortranarray(a) for a in given]
    for a in [*given, *strided]:
        a.setflags(write=False)
    results = []
    for x, gamma, beta, dout in (given, strided):
        options: Any = dict(rest[-1])
        out, cache = getattr(layers, f"{name}_forward")(x, gamma, beta, *rest[:-1], options)
        results.append([out, *getattr(layers, f"{name}_backward")(dout, cache)])
        stats = [v for v in options.values() if isinstance(v, np.ndarray)]
        assert {a.dtype for a in [*results[-1], *stats]} == {np.dtype(dtype)}
    for plain, from_strided in zip(*results, strict=True):
        tolerance = 1e-4 if dtype == np.float32 else 1e-11
        np.testing.assert_allclose(plain, from_strided, rtol=tolerance, atol=tolerance)
        assert plain.flags.c_contiguous
    if len(shape) == 4:
        assert all(a.flags.c_contiguous for a in results[1])


@pytest.mark.parametrize(
    ("changed", "error", "message"),
    [
        ({"mode": "valid"}, ValueError, r"bn_param\[\"mode\"\] is 'valid', expected 'train' or"),
        ({"mode": None}, ValueError, r"bn_param\[\"mode\"\] is None, expected 'train' or 'test'"),
        ({"eps": 0.0}, ValueError, "eps is 0.0, expected more than 0; it keeps a variance of 0"),
        ({"momentum": 1.5}, ValueError, "momentum is 1.5, expected 0 to 1; it is the share"),
        (
            {"running_mean": np.zeros(2)},
            ValueError,
            r"running_mean has shape \(2,\), expected \(3,\); a bn_param belongs to one layer",
        ),
        (
            {"mode": "test", "running_var": -np.ones(3)},
            ValueError,
            "running_var contains -1.0, expected variances, 0 or more",
        ),
    ],
)
@pytest.mark.parametrize("images", [False, True])
def test_settings_that_make_no_sense_are_refused_and_change_nothing(
    changed: dict[str, Any], error: type[Exception], message: str, images: bool
) -> None:
    bn_param = {"mode": "train", **changed}
    before = dict(bn_param)
    x = np.ones((2, 3, 1, 1) if images else (2, 3))
    forward = layers.spatial_batchnorm_forward if images else layers.batchnorm_forward
    with pytest.raises(error, match=message):
        forward(x, np.ones(3), np.zeros(3), bn_param)
    assert bn_param == before or list(bn_param) == list(before)


def test_shapes_that_do_not_fit_are_refused() -> None:
    train, x = {"mode": "train"}, np.ones((2, 3))
    with pytest.raises(ValueError, match=r"gamma has shape \(2,\), expected \(3,\); x has 3 feat"):
        layers.batchnorm_forward(x, np.ones(2), np.zeros(3), train)
    with pytest.raises(ValueError, match=r"x has shape \(2, 3, 1, 1\), expected \(N, D\)"):
        layers.batchnorm_forward(np.ones((2, 3, 1, 1)), np.ones(3), np.zeros(3), train)
    with pytest.raises(ValueError, match=r"x has shape \(0, 3\), expected no axis of length 0"):
        layers.batchnorm_forward(np.ones((0, 3)), np.ones(3), np.zeros(3), train)
    with pytest.raises(ValueError, match=r"beta has shape \(1,\), expected \(3,\); x has 3 chann"):
        layers.spatial_batchnorm_forward(np.ones((2, 3, 1, 1)), np.ones(3), np.zeros(1), train)
    with pytest.raises(ValueError, match=r"dout has shape \(3,\), expected \(2, 3\)"):
        layers.batchnorm_backward(
            np.ones(3), layers.batchnorm_forward(x, np.ones(3), np.zeros(3), train)[1]
        )
    with pytest.raises(ValueError, match=r"gamma has shape \(4,\), expected \(1, 4, 1, 1\); x has"):
        layers.spatial_groupnorm_forward(np.ones((1, 4, 2, 2)), np.ones(4), np.ones(4), 2, {})
    with pytest.raises(ValueError, match="G is 3, expected a divisor of 4, the channels of x"):
        layers.spatial_groupnorm_forward(np.ones((1, 4, 2, 2)), np.ones(4), np.ones(4), 3, {})
    with pytest.raises(TypeError, match="x has dtype int64, expected float32 or float64"):
        layers.layernorm_forward(np.ones((2, 3), int), np.ones(3), np.zeros(3), {})
