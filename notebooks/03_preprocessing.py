# %% [markdown] id="title"
# # 03 · Preprocessing
#
# **About 60 minutes · 18 points · five exercises.**

# %% id="setup" role="locked"
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from cs231n_core.preprocessing import MODES
from cs231n_core.stages.s03 import check, progress

# %% [markdown] id="exercise-fit-preprocessor"
# ### Exercise 1 · Measure the training set, once (6 points, 12 minutes, difficulty 2)
#
# **Contract.** `X_train` holds N examples along axis 0: rows (N, D), images (N, C, H, W), any number type, one byte per pixel included. Returns a dict: `"mode"`, and two float64 arrays `"offset"` and `"scale"` with which $(x - \mathrm{offset}) / \mathrm{scale}$ does what the mode says.
#
# | mode | offset | scale | shape of both |
# |---|---|---|---|
# | `"mean_image"` | mean of each entry | 1 | one example |
# | `"channel_mean"` | mean of each channel over N, H, W | 1 | (C,) |
# | `"channel_standardize"` | the same | standard deviation of the channel | (C,) |
# | `"feature_standardize"` | mean of each entry | standard deviation of each entry | one example |
# | `"minmax"` | middle of each entry's range | half of the range | one example |
#
# Deviations divide by the count, not by the count minus 1. Where a deviation or half range is not above `eps` the entry is constant: its scale is 1. Another mode is a `ValueError`. Channel modes get images only; `X_train` stays as it was.
#
# <details><summary>Hint 1: the idea</summary>
#
# Name the axes that disappear. Everything that is one feature, or one channel, is averaged together.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $\mu_i = \frac{1}{N}\sum_n x_{ni}$, $\sigma_i^2 = \frac{1}{N}\sum_n (x_{ni} - \mu_i)^2$. Bytes overflow: `X_train.astype(np.float64)` first.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# (N, C, H, W) averaged over `(0, 2, 3)` is (C,), over `0` it is (C, H, W). `np.where(spread > eps, spread, 1.0)` keeps the shape.
#
# </details>


# %% id="fit-preprocessor" role="solution"
def fit_preprocessor(X_train, mode, eps=1e-8):
    """Return what (x - offset) / scale needs, measured on training data.

    X_train : (N, ...) array of any number type; not changed
    mode : one of MODES; stats : dict with mode, offset, scale (float64)
    """
    ### BEGIN SOLUTION
    if mode not in MODES:
        raise ValueError(f"mode is {mode!r}, expected one of {MODES}")
    X = X_train.astype(np.float64)
    axes = (0, 2, 3) if mode.startswith("channel") else 0
    if mode == "minmax":
        low, high = X.min(axis=0), X.max(axis=0)
        offset, spread = (low + high) / 2, (high - low) / 2
    else:
        offset = X.mean(axis=axes)
        spread = np.ones_like(offset)
        if mode.endswith("standardize"):
            spread = X.std(axis=axes)
    scale = np.where(spread > eps, spread, 1.0)
    ### END SOLUTION
    return {"mode": mode, "offset": offset, "scale": scale}


# %% id="test-fit-preprocessor" role="test" points=6
score = check("fit_preprocessor", fit_preprocessor)
### BEGIN HIDDEN TESTS
from autograder.checks.s03 import check as full_check

score = full_check("fit_preprocessor", fit_preprocessor)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-apply-preprocessor"
# ### Exercise 2 · Use them on any data (4 points, 8 minutes, difficulty 2)
#
# **Contract.** `stats` is a dict as exercise 1 describes it: the checks bring their own. `X` holds examples of the same layout as the training set, or is one example without its batch axis (images in channel modes: (C, H, W)). Returns $(X - \mathrm{offset}) / \mathrm{scale}$ as a new array in C order: float64 if X is float64, float32 for every other type. Nothing is measured on `X`, nothing is clipped, `X` and `stats` stay as they were. Allowed error: $10^{-7}$ of the largest entry in float64, $10^{-4}$ in float32.
#
# <details><summary>Hint 1: the idea</summary>
#
# Make X float before you subtract: in one byte, 2 − 5 is 253.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $x' = (x - \mu)/\sigma$, in this order.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# NumPy lines up axes from the right: (N, C, H, W) with (C,) would pair C with W. `offset[:, None, None]` is (C, 1, 1).
#
# </details>


# %% id="apply-preprocessor" role="solution"
def apply_preprocessor(X, stats):
    """Return (X - offset) / scale with the statistics of the training set.

    X : (N, ...) array or one example, any number type; not changed
    stats : dict with mode, offset, scale; Xp : new array, float32 or float64
    """
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    ### BEGIN SOLUTION
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    Xp = (X.astype(dtype) - offset) / scale
    Xp = np.ascontiguousarray(Xp, dtype=dtype)
    ### END SOLUTION
    return Xp


# %% id="test-apply-preprocessor" role="test" points=4
score = check("apply_preprocessor", apply_preprocessor)
### BEGIN HIDDEN TESTS
from autograder.checks.s03 import check as full_check

score = full_check("apply_preprocessor", apply_preprocessor)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-pca-whiten-fit"
# ### Exercise 3 · The directions of the data (4 points, 10 minutes, difficulty 3)
#
# **Contract.** `X_train` is (N, D), any number type. With the centred rows $X_c$ and their covariance $\Sigma = X_c^\top X_c / N$, return a dict of float64 arrays: `"mean"` (D,), `"directions"` (D, k) with the eigenvectors of the k largest eigenvalues as columns (their signs are free), `"variances"` (k,) with those eigenvalues, falling and never below zero, `"spread"` (k,) $= \sqrt{\mathrm{variances} + \epsilon}$. `k=None` keeps all D. There may be fewer examples than features. `X_train` stays as it was.
#
# <details><summary>Hint 1: the idea</summary>
#
# Σ is symmetric: `np.linalg.eigh`. It sorts upwards, we want downwards.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $\Sigma v_j = \lambda_j v_j$. The variance along $v_j$ is $\lambda_j$, so the spread is a *square root*. Rounding can make a zero eigenvalue $-10^{-16}$ times the largest: `np.maximum(values, 0)`.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# (D, N) @ (N, D) is (D, D); `vectors[:, ::-1][:, :k]` is (D, k).
#
# </details>


# %% id="pca-whiten-fit" role="solution"
def pca_whiten_fit(X_train, k=None, eps=1e-5):
    """Return the k directions of largest variance, and what to divide by.

    X_train : (N, D) array of any number type; not changed
    stats : dict with mode, mean, directions, variances, spread
    """
    k = X_train.shape[1] if k is None else k
    ### BEGIN SOLUTION
    X = X_train.astype(np.float64)
    mean = X.mean(axis=0)
    centred = X - mean
    values, vectors = np.linalg.eigh(centred.T @ centred / len(X))
    variances = np.maximum(values[::-1][:k], 0.0)
    directions = vectors[:, ::-1][:, :k]
    spread = np.sqrt(variances + eps)
    ### END SOLUTION
    stats = {"mode": "pca_whiten", "mean": mean, "directions": directions}
    return stats | {"variances": variances, "spread": spread}


# %% id="test-pca-whiten-fit" role="test" points=4
score = check("pca_whiten_fit", pca_whiten_fit)
### BEGIN HIDDEN TESTS
from autograder.checks.s03 import check as full_check

score = full_check("pca_whiten_fit", pca_whiten_fit)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-pca-whiten-apply"
# ### Exercise 4 · Whiten any data (2 points, 5 minutes, difficulty 1)
#
# **Contract.** `stats` is a dict as exercise 3 describes it; the checks bring their own. `X` is (N, D), or one row (D,). Returns $(X - \mathrm{mean})\,V / \mathrm{spread}$ of shape (N, k) or (k,), where the columns of $V$ are the directions: float64 if X is float64, float32 for every other type. Allowed error as in exercise 2; inputs stay as they were.
#
# <details><summary>Hint 1: the idea</summary>
#
# Three steps: to the centre, onto the directions, to unit size.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $z_j = v_j^\top (x - \mu) / \sqrt{\lambda_j + \epsilon}$: the spread belongs to directions, so it comes *after* the rotation.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# (N, D) − (D,) is (N, D); @ (D, k) is (N, k); / (k,) is (N, k).
#
# </details>


# %% id="pca-whiten-apply" role="solution"
def pca_whiten_apply(X, stats):
    """Return the scaled coordinates of X along the training set's directions.

    X : (N, D) or (D,) array of any number type; not changed
    Xw : (N, k) or (k,) array, float32 or float64
    """
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    ### BEGIN SOLUTION
    turned = (X.astype(dtype) - stats["mean"]) @ stats["directions"]
    Xw = (turned / stats["spread"]).astype(dtype)
    ### END SOLUTION
    return Xw


# %% id="test-pca-whiten-apply" role="test" points=2
score = check("pca_whiten_apply", pca_whiten_apply)
### BEGIN HIDDEN TESTS
from autograder.checks.s03 import check as full_check

score = full_check("pca_whiten_apply", pca_whiten_apply)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-invert-preprocessor"
# ### Exercise 5 · Back to pixels (2 points, 7 minutes, difficulty 2)
#
# Whoever looks at preprocessed data, or at weights, wants pixels again.
#
# **Contract.** `Xp` is what exercise 2 or 4 returns, a batch or one example; `stats` belongs to one of `MODES` or has the mode `"pca_whiten"`, with the entries of exercise 1 or 3. Returns the data before preprocessing, in the dtype of `Xp` (float32 or float64). After a whitening that kept $k < D$ directions that is the projection onto them. Nothing is clipped or rounded; inputs stay as they were. Allowed error as in exercise 2.
#
# <details><summary>Hint 1: the idea</summary>
#
# Undo the last step first.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $x = x'\sigma + \mu$. For the whitening $x = V (z \odot \mathrm{spread}) + \mu$: a rotation is undone by its transpose.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# (N, k) · (k,) is (N, k); @ (k, D) is (N, D); + (D,). Channel statistics are (C,), as in exercise 2.
#
# </details>


# %% id="invert-preprocessor" role="solution"
def invert_preprocessor(Xp, stats):
    """Return the data that preprocessing has made into Xp.

    Xp : (N, ...) array or one example, float32 or float64; not changed
    stats : dict as fit_preprocessor or pca_whiten_fit describe it
    """
    ### BEGIN SOLUTION
    if stats["mode"] == "pca_whiten":
        X = (Xp * stats["spread"]) @ stats["directions"].T + stats["mean"]
        return X.astype(Xp.dtype)
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    X = (Xp * scale + offset).astype(Xp.dtype)
    ### END SOLUTION
    return X


# %% id="test-invert-preprocessor" role="test" points=2
score = check("invert_preprocessor", invert_preprocessor)
### BEGIN HIDDEN TESTS
from autograder.checks.s03 import check as full_check

score = full_check("invert_preprocessor", invert_preprocessor)
### END HIDDEN TESTS
score

