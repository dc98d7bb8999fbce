"""Slips that students make: each is told by its cause, with a hint that is about it."""

from pathlib import Path

import pytest

from autograder.authoring.answers import load_functions, parse_answers, reference
from autograder.checks.scoring import full_checks
from cs231n_core.checks import Report, render, render_hidden

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
ACTIVATIONS, PREPROCESSING = "02_activations", "03_preprocessing"
INITIALIZATION, BATCHNORM = "04_initialization", "05_batchnorm"
BABYSITTING = "07_babysitting"


def told(stage: str, item: str, text: str) -> str:
    """Return all that is said of an answer, by visible and hidden facets."""
    checks = full_checks(stage)
    answer = parse_answers(Path(f"{item}.py"), f'"""A slip."""\n{text}')
    functions = load_functions(reference(stage, NOTEBOOKS), (), answer)
    names = checks.stage.item(item).functions
    report = checks.evaluate_item(item, [functions[name] for name in names])
    seen = len(checks.stage.item(item).facets)
    texts = (
        render(Report(report.item, report.outcomes[:seen])),
        render_hidden(Report(report.item, report.outcomes[seen:])),
    )
    return "\n".join(texts)


OUT_ALONE = "def relu_forward(x):\n    return np.maximum(x, 0)"
A_LIST = """
def smooth_losses(losses, beta=0.9):
    average, out = 0, []
    for t, loss in enumerate(losses, 1):
        average = beta * average + (1 - beta) * loss
        out.append(average / (1 - beta**t))
    return out
"""
DB_NOT_SUMMED = """
def maxout_backward(dout, cache):
    x, w, winner = cache
    dz = (winner[:, :, None] == np.arange(w.shape[2])) * dout[:, :, None]
    return np.einsum("nmk,dmk->nd", dz, w), np.einsum("nd,nmk->dmk", x, dz), dz
"""
NEVER_STORED = """
def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    mean, var = x.mean(axis=0), x.var(axis=0)
    if bn_param["mode"] == "test":
        mean, var = bn_param["running_mean"], bn_param["running_var"]
    x_hat = (x - mean) / np.sqrt(var + eps)
    return gamma * x_hat + beta, None
"""
ALPHA_ON_THE_LAST_AXIS = """
def prelu_forward(x, alpha):
    return np.where(x > 0, x, alpha * x), (x, alpha)


def prelu_backward(dout, cache):
    x, alpha = cache
    return np.where(x > 0, dout, alpha * dout), np.sum(dout * np.minimum(x, 0), axis=0)
"""


@pytest.mark.parametrize(
    ("stage", "item", "text", "says", "hint"),
    [
        (ACTIVATIONS, "relu", OUT_ALONE, "expected the pair (out, cache)", "0 * inf is NaN"),
        (ACTIVATIONS, "relu", OUT_ALONE, "expected the pair (out, cache)", "let x.shape decide"),
        (ACTIVATIONS, "maxout", DB_NOT_SUMMED, "db has shape (5, 3, 2)", "np.sqrt(2) is float64"),
        (ACTIVATIONS, "prelu", ALPHA_ON_THE_LAST_AXIS, "prelu_forward raised", "never write into"),
        (BATCHNORM, "batchnorm_forward", NEVER_STORED, "has no running_var", "eps stands under"),
        (BABYSITTING, "smooth_losses", A_LIST, "the result is a list", "1 - beta**t"),
    ],
)
def test_a_hint_about_something_else_is_not_given(stage, item, text, says, hint) -> None:
    shown = told(stage, item, text)
    assert says in shown
    assert hint not in shown


IN_PLACE = "def relu_forward(x):\n    x[x < 0] = 0\n    return x, x"
ASSERTS_THE_MODE = NEVER_STORED.replace(
    'if bn_param["mode"] == "test":', 'assert bn_param["mode"] in ("train", "test")\n    if False:'
)


@pytest.mark.parametrize(
    ("stage", "item", "text", "says", "hint"),
    [
        (ACTIVATIONS, "relu", IN_PLACE, "destination is read-only", "never write into"),
        (ACTIVATIONS, "prelu", ALPHA_ON_THE_LAST_AXIS, "last axis", "alpha.reshape(-1, 1, 1)"),
        (BATCHNORM, "batchnorm_forward", NEVER_STORED, "no running_mean", "then store it in"),
        (
            BATCHNORM,
            "batchnorm_forward",
            ASSERTS_THE_MODE,
            "raised AssertionError",
            "raise ValueError(...)",
        ),
    ],
)
def test_a_hint_about_the_very_error_is_given(stage, item, text, says, hint) -> None:
    shown = told(stage, item, text)
    assert says in shown
    assert hint in shown


LIKE_THE_LOSSES = A_LIST.replace("0, []", "0, np.zeros_like(losses)").replace(
    "out.append(average / (1 - beta**t))", "out[t - 1] = average / (1 - beta**t)"
)
GAMMA_LOST = """
def batchnorm_backward(dout, cache):
    x_hat, inv_std = cache["x_hat"], cache["inv_std"]
    dgamma, dbeta = (dout * x_hat).sum(axis=0), dout.sum(axis=0)
    return inv_std * (dout - dout.mean(0) - x_hat * (dout * x_hat).mean(0)), dgamma, dbeta
"""
READ_TWICE = """
def bn_population_stats(batches):
    n = sum(len(batch) for batch in batches)
    mean = sum(batch.sum(axis=0) for batch in batches) / n
    return mean, sum(((batch - mean) ** 2).sum(axis=0) for batch in batches) / n
"""
CONCATENATED_TWICE = """
def bn_population_stats(batches):
    mean = np.concatenate(list(batches)).mean(axis=0)
    return mean, np.concatenate(list(batches)).var(axis=0)
"""
ROOT_OF_THE_SQUARED_MEAN = """
def forward_statistics(x, weights, activation):
    layers, h = [], x
    for w in weights:
        h = activate(activation, h @ w)
        layers.append({"mean": h.mean(), "std": h.std(), "rms": np.sqrt(np.mean(h) ** 2)})
        layers[-1]["saturated"] = np.mean(np.abs(h) > 0.97)
    return layers
"""
ALPHA_NEVER_SHARED = """
def prelu_forward(x, alpha):
    wide = alpha.reshape((1, -1) + (1,) * (x.ndim - 2))
    return np.where(x > 0, x, wide * x), (x, wide)


def prelu_backward(dout, cache):
    x, wide = cache
    others = tuple(axis for axis in range(x.ndim) if axis != 1)
    return np.where(x > 0, dout, wide * dout), np.sum(dout * np.minimum(x, 0), axis=others)
"""
DIST_IGNORED = """
def init_weights(shape, scheme="he", dist="normal", fan="in", rng=None, dtype=np.float32):
    rng = rng or np.random.default_rng(0)
    fan_in, fan_out = given_fans(shape)
    n = {"in": fan_in, "out": fan_out, "avg": (fan_in + fan_out) / 2}[fan]
    return rng.normal(0, np.sqrt({"he": 2}.get(scheme, 1) / n), shape).astype(dtype)
"""
SINGULAR_VALUES = """
def update_ratios(params, updates):
    norm = np.linalg.norm
    return {name: norm(updates[name], 2) / norm(w, 2) for name, w in params.items()}
"""
FLOAT32_KEPT = """
def pca_whiten_fit(X_train, k=None, eps=1e-5):
    mean = X_train.mean(axis=0)
    centred = (X_train - mean).astype(np.float64)
    values, vectors = np.linalg.eigh(centred.T @ centred / len(centred))
    variances = np.maximum(values[::-1][:k], 0)
    parts = {"variances": variances, "spread": np.sqrt(variances + eps)}
    return {"mode": "pca_whiten", "mean": mean, "directions": vectors[:, ::-1][:, :k], **parts}
"""


@pytest.mark.parametrize(
    ("stage", "item", "text", "says", "hides"),
    [
        (BABYSITTING, "smooth_losses", LIKE_THE_LOSSES, "averages are cut to whole", "are wrong"),
        (BATCHNORM, "batchnorm_backward", GAMMA_LOST, "dx: gamma is lost", "never divide by gamma"),
        (BATCHNORM, "bn_population_stats", READ_TWICE, "empty at the second", "is a float"),
        (BATCHNORM, "bn_population_stats", CONCATENATED_TWICE, "empty at the second", "wrong"),
        (INITIALIZATION, "forward_statistics", ROOT_OF_THE_SQUARED_MEAN, "after the mean", "small"),
        (ACTIVATIONS, "prelu", ALPHA_NEVER_SHARED, "all channels share alpha", "batch only"),
        (INITIALIZATION, "init_weights", DIST_IGNORED, "is dist ignored?", "lie outside"),
        (BABYSITTING, "update_ratios", SINGULAR_VALUES, "largest singular value", "too small"),
        (PREPROCESSING, "pca_whiten_fit", FLOAT32_KEPT, "fit: mean is not float64", "an entry of"),
    ],
)
def test_a_slip_is_told_by_its_own_cause(stage, item, text, says, hides) -> None:
    shown = told(stage, item, text)
    assert says in shown
    assert hides not in shown
