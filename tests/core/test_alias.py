"""Notebooks that say cs231n: their imports, their calls, and what the alias refuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from cs231n_core.classifiers.softmax import softmax_loss_naive, softmax_loss_vectorized
from cs231n_core.gradient_check import eval_numerical_gradient

IMPORTS = """
import cs231n_core.alias

import cs231n
import numpy as np
from cs231n.classifiers import Softmax
from cs231n.classifiers.cnn import *
from cs231n.classifiers.fc_net import *
from cs231n.classifiers.softmax import softmax_loss_naive, softmax_loss_vectorized
from cs231n.data_utils import get_CIFAR10_data, load_CIFAR10
from cs231n.fast_layers import *
from cs231n.gradient_check import (
    eval_numerical_gradient, eval_numerical_gradient_array, grad_check_sparse
)
from cs231n.im2col import *
from cs231n.layer_utils import *
from cs231n.layer_utils import conv_relu_forward, conv_relu_pool_forward, conv_relu_pool_backward
from cs231n.layers import *
from cs231n.optim import adam, rmsprop, sgd_momentum
from cs231n.solver import Solver
from cs231n.vis_utils import visualize_grid

rng = np.random.default_rng(231)

def rel_error(x, y):
    return np.max(np.abs(x - y) / (np.maximum(1e-8, np.abs(x) + np.abs(y))))
"""

CELLS = {
    "the same modules": """
import cs231n.classifiers.fc_net, cs231n_core.classifiers.fc_net, sys
assert cs231n is sys.modules["cs231n_core"]
assert cs231n.classifiers.fc_net is cs231n_core.classifiers.fc_net
assert cs231n.classifiers.fc_net.__spec__.name == "cs231n_core.classifiers.fc_net"
assert FullyConnectedNet is cs231n_core.classifiers.fc_net.FullyConnectedNet
""",
    "softmax": """
W, X = rng.normal(size=(5, 4)) * 1e-4, rng.normal(size=(20, 5))
y = rng.integers(4, size=20)
loss, grad = softmax_loss_naive(W, X, y, 0.0)
assert abs(loss + np.log(0.25)) < 1e-2
grad_check_sparse(lambda w: softmax_loss_naive(w, X, y, 5e1)[0], W,
                  softmax_loss_naive(W, X, y, 5e1)[1], 10)
softmax = Softmax()
softmax.train(X, y, learning_rate=1e-2, reg=1e-3, num_iters=5, verbose=False)
assert softmax.predict(X).shape == (20,)
""",
    "momentum and its config": """
w = np.linspace(-0.4, 0.6, num=20).reshape(4, 5)
dw = np.linspace(-0.6, 0.4, num=20).reshape(4, 5)
v = np.linspace(0.6, 0.9, num=20).reshape(4, 5)
config = {"learning_rate": 1e-3, "velocity": v}
next_w, _ = sgd_momentum(w, dw, config=config)
assert rel_error(next_w, w + config["velocity"]) < 1e-12
assert rel_error(config["velocity"], 0.9 * v - 1e-3 * dw) < 1e-12
config = {"learning_rate": 1e-2, "m": dw, "v": v, "t": 5}
adam(w, dw, config=config)
assert config["t"] == 6
""",
    "fully connected nets": """
X, y = rng.normal(size=(2, 15)), rng.integers(10, size=2)
for normalization in (None, "batchnorm", "layernorm"):
    for keep in (1, 0.75):
        model = FullyConnectedNet([20, 30], input_dim=15, num_classes=10, reg=3.14,
                                  dtype=np.float64, weight_scale=5e-2, normalization=normalization,
                                  dropout_keep_ratio=keep, seed=123)
        loss, grads = model.loss(X, y)
        for name in ("W1", "b3"):
            f = lambda _: model.loss(X, y)[0]
            grad_num = eval_numerical_gradient(f, model.params[name], verbose=False, h=1e-5)
            assert rel_error(grad_num, grads[name]) < 1e-4, name
""",
    "batch normalisation": """
X, W1, W2 = rng.normal(size=(200, 50)), rng.normal(size=(50, 60)), rng.normal(size=(60, 3))
bn_param = {"mode": "train"}
gamma, beta = np.ones(3), np.zeros(3)
for t in range(50):
    X = rng.normal(size=(200, 50))
    a = np.maximum(0, X.dot(W1)).dot(W2)
    batchnorm_forward(a, gamma, beta, bn_param)
bn_param["mode"] = "test"
a_norm, _ = batchnorm_forward(a, gamma, beta, bn_param)
assert abs(a_norm.mean()) < 0.3 and abs(a_norm.std() - 1) < 0.3
out, cache = layernorm_forward(a, np.array([3.0, 3, 3]), np.array([5.0, 5, 5]), {"mode": "train"})
layernorm_backward(out, cache)
""",
    "dropout": """
x = rng.normal(size=(500, 500)) + 10
for p in (0.25, 0.4, 0.7):
    out, _ = dropout_forward(x, {"mode": "train", "p": p})
    assert abs((out == 0).mean() - (1 - p)) < 0.01
    assert abs(out.mean() - 10) < 0.2
""",
    "convolutional networks, whole numbers as parameters": """
x, w = rng.normal(size=(2, 3, 4, 4)), rng.normal(size=(2, 3, 3, 3))
out, _ = conv_forward_naive(x, w, np.array([0, 128]), {"stride": 1, "pad": 1})
fast, cache = conv_forward_fast(x, w, np.array([0, 128]), {"stride": 1, "pad": 1})
assert rel_error(out, fast) < 1e-8
dx, dw, db = conv_backward_fast(out, cache)
gamma, beta = np.asarray([3, 4, 5]), np.asarray([6, 7, 8])
out, _ = spatial_batchnorm_forward(x, gamma, beta, {"mode": "train"})
assert np.allclose(out.mean(axis=(0, 2, 3)), beta)
ones = np.ones((1, 4, 1, 1))
spatial_groupnorm_forward(rng.normal(size=(2, 4, 4, 5)), 2 * ones, ones, 2, {"mode": "train"})
model = ThreeLayerConvNet(num_filters=3, filter_size=3, input_dim=(3, 16, 16), hidden_dim=7,
                          dtype=np.float64)
X, y = rng.normal(size=(2, 3, 16, 16)), rng.integers(10, size=2)
loss, grads = model.loss(X, y)
assert abs(loss - np.log(10)) < 1e-3
""",
    "solver": """
data = {"X_train": rng.normal(size=(50, 3, 4, 4)), "y_train": rng.integers(10, size=50),
        "X_val": rng.normal(size=(20, 3, 4, 4)), "y_val": rng.integers(10, size=20)}
model = ThreeLayerConvNet((3, 4, 4), filter_size=3, weight_scale=1e-2)
solver = Solver(model, data, num_epochs=2, batch_size=25, update_rule="adam",
                optim_config={"learning_rate": 1e-3}, verbose=True, print_every=1)
solver.train()
assert len(solver.loss_history) == 4
grid = visualize_grid(model.params["W1"].transpose(0, 2, 3, 1))
assert grid.ndim == 3
""",
}


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, cwd=folder
    )


@pytest.mark.parametrize("cell", CELLS)
def test_the_calls_of_the_official_notebooks_run_on_this_package(cell: str, tmp_path: Path) -> None:
    done = run(IMPORTS + CELLS[cell], tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]


def test_a_folder_named_cs231n_beside_the_notebook_does_not_get_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "cs231n").mkdir()
    (tmp_path / "cs231n" / "__init__.py").write_text("raise RuntimeError('the old one')")
    done = run("import cs231n_core.alias, cs231n.layers; print(cs231n.__name__)", tmp_path)
    assert done.stdout.strip() == "cs231n_core", done.stderr[-1000:]


def test_a_cs231n_that_is_in_use_already_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "cs231n.py").write_text("")
    done = run("import cs231n, cs231n_core.alias", tmp_path)
    assert "expected not imported yet; restart the kernel" in done.stderr
    assert "ImportError: cs231n_core.alias: cs231n is " in done.stderr


def test_a_module_that_does_not_exist_is_missing_by_the_name_that_was_asked_for(
    tmp_path: Path,
) -> None:
    done = run("import cs231n_core.alias, cs231n.rnn_layers", tmp_path)
    assert "ModuleNotFoundError: No module named 'cs231n.rnn_layers'" in done.stderr


def test_the_alias_loads_no_plotting(tmp_path: Path) -> None:
    code = IMPORTS + "import sys; print({'matplotlib', 'IPython', 'torch'} & set(sys.modules))"
    assert run(code, tmp_path).stdout.strip() == "set()"


def test_both_softmax_losses_agree_and_have_the_numerical_gradient() -> None:
    rng = np.random.default_rng(0)
    W, X, y = rng.normal(size=(4, 3)), rng.normal(size=(6, 4)), rng.integers(3, size=6)
    naive, fast = softmax_loss_naive(W, X, y, 0.5), softmax_loss_vectorized(W, X, y, 0.5)
    assert naive[0] == pytest.approx(fast[0])
    np.testing.assert_allclose(naive[1], fast[1])
    numeric = eval_numerical_gradient(lambda w: softmax_loss_vectorized(w, X, y, 0.5)[0], W)
    np.testing.assert_allclose(fast[1], numeric, rtol=1e-6, atol=1e-9)


def test_a_softmax_of_large_scores_makes_no_warning() -> None:
    with np.errstate(all="raise"):
        loss, dW = softmax_loss_naive(np.eye(2) * 500, np.eye(2), np.array([1, 1]), 0.0)
    assert loss == 250.0
    assert np.isfinite(dW).all()
