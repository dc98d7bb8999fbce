# %% [markdown] id="title"
# # 04 · Initialization
#
# draft

# %% id="setup" role="locked"
import os

# Set before NumPy loads: with matrices this small, threads only wait for
# each other, and sums come out the same on every machine.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from cs231n_core import data_utils, kernels, viz
from cs231n_core.diagnostics import activate
from cs231n_core.initializers import fan_in_and_fan_out as given_fans
from cs231n_core.stages import lab04 as lab
from cs231n_core.stages.s04 import check, progress

# %% [markdown] id="exercise-symmetry-groups"
# ### Exercise 1 · Count the different units (2 points, 6 minutes, difficulty 1)
#
# Two units of a layer are **twins** if all their weights agree: they see the same inputs, compute the same output and get the same gradient. Count how many *different* units a layer has.
#
# **Contract.** `W` has shape (D, M): unit $j$ is the column `W[:, j]`. Two units are twins if no entry of theirs differs by more than `tol` (absolute). Twins need not stand next to each other, and tests contain no chains of near-twins. Returns a whole number from 1 to M; `W` stays as it was.
#
# <details><summary>Hint 1: the idea</summary>
#
# Go through the units and keep a list of those that resemble none seen before.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $u$ and $v$ are twins if $\max_i |u_i - v_i| \le \mathrm{tol}$.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `W` is (D, M); iterating over `W.T` gives M arrays of shape (D,).
#
# </details>


# %% id="symmetry-groups" role="solution"
def symmetry_groups(W, tol=1e-9):
    """Return how many different units (columns) W has; twins count once.

    W : (D, M) float array; not changed
    tol : two units are twins if no entry differs by more than this
    groups : whole number, 1 to M
    """
    ### BEGIN SOLUTION
    different = []
    for unit in W.T:
        if not any(np.abs(unit - v).max() <= tol for v in different):
            different.append(unit)
    groups = len(different)
    ### END SOLUTION
    return groups


# %% id="test-symmetry-groups" role="test" points=2
score = check("symmetry_groups", symmetry_groups)
### BEGIN HIDDEN TESTS
from autograder.checks.s04 import check as full_check

score = full_check("symmetry_groups", symmetry_groups)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-forward-statistics"
# ### Exercise 2 · What each layer puts out (3 points, 8 minutes, difficulty 2)
#
# Send data through a stack of layers without biases, $h_0 = x$ and $h_l = f(h_{l-1} W_l)$, and describe every $h_l$ by four numbers.
#
# **Contract.** `x` is (N, D), `weights` a list of matrices whose shapes fit, `activation` a name for the given function `activate`. Returns a list with one dict per layer, first layer first, with the keys `mean`, `std`, `rms` (root mean square, $\sqrt{\mathbb{E}[h^2]}$) and `saturated` (share of outputs with $|h| > 0.97$). All are taken over **all** entries of $h_l$, *behind* the activation, with division by the count, as plain numbers. Inputs stay as they were.
#
# <details><summary>Hint 1: the idea</summary>
#
# One variable `h` walks through the layers: each layer's output is the next one's input.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `h = activate(activation, h @ w)`, then `h.mean()`, `h.std()`, the root of the mean of `h**2`, and the mean of a comparison.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `h` (N, D₀) times `w` (D₀, D₁) gives (N, D₁); each statistic reduces both axes to one number; `float(...)` makes it plain.
#
# </details>


# %% id="forward-statistics" role="solution"
def forward_statistics(x, weights, activation):
    """Return mean, std, rms and saturated share of every layer's output.

    x : (N, D) float array; not changed
    weights : list of (D_in, D_out) float arrays; not changed
    activation : a name that activate(name, a) knows
    layers : list of dicts with keys mean, std, rms, saturated
    """
    ### BEGIN SOLUTION
    layers, h = [], x
    for w in weights:
        h = activate(activation, h @ w)
        layer = {"mean": float(h.mean()), "std": float(h.std())}
        layer["rms"] = float(np.sqrt((h**2).mean()))
        layer["saturated"] = float((np.abs(h) > 0.97).mean())
        layers.append(layer)
    ### END SOLUTION
    return layers


# %% id="test-forward-statistics" role="test" points=3
score = check("forward_statistics", forward_statistics)
### BEGIN HIDDEN TESTS
from autograder.checks.s04 import check as full_check

score = full_check("forward_statistics", forward_statistics)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-fan-in-and-fan-out"
# ### Exercise 3 · Fan-in and fan-out (2 points, 5 minutes, difficulty 1)
#
# **fan_in** is the number of products that one output sums; **fan_out** is the number of outputs that one input takes part in.
#
# **Contract.** `shape` is a tuple or list: (D, M) for an affine layer, (F, C, HH, WW) for F filters over C channels with kernels of HH × WW, which need not be square. Returns the pair (fan_in, fan_out) of whole numbers; borders and strides are ignored. A shape with another number of axes raises `ValueError`.
#
# <details><summary>Hint 1: the idea</summary>
#
# Slides give $k^2 C_{in}$ for a square kernel. An output of a convolution looks at all channels of a patch; an input pixel is looked at by all filters, once per position in the kernel.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $\mathrm{fan_{in}} = C \cdot HH \cdot WW$ and $\mathrm{fan_{out}} = F \cdot HH \cdot WW$.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `len(shape)` decides; `F, C, HH, WW = shape` takes it apart; anything else: `raise ValueError(...)`.
#
# </details>


# %% id="fan-in-and-fan-out" role="solution"
def fan_in_and_fan_out(shape):
    """Return (fan_in, fan_out) of a layer's weights.

    shape : (D, M) or (F, C, HH, WW), tuple or list
    fan_in, fan_out : whole numbers
    Raises ValueError for any other number of axes.
    """
    ### BEGIN SOLUTION
    if len(shape) == 2:
        fan_in, fan_out = shape
    elif len(shape) == 4:
        F, C, HH, WW = shape
        fan_in, fan_out = C * HH * WW, F * HH * WW
    else:
        raise ValueError(f"no fans for a shape of {len(shape)} axes")
    ### END SOLUTION
    return fan_in, fan_out


# %% id="test-fan-in-and-fan-out" role="test" points=2
score = check("fan_in_and_fan_out", fan_in_and_fan_out)
### BEGIN HIDDEN TESTS
from autograder.checks.s04 import check as full_check

score = full_check("fan_in_and_fan_out", fan_in_and_fan_out)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-activation-gain"
# ### Exercise 4 · The gain of an activation (2 points, 5 minutes, difficulty 1)
#
# With weights of standard deviation $g/\sqrt{\mathrm{fan_{in}}}$, the **gain** $g$ makes up for what the activation takes away.
#
# **Contract.** `name` is `"linear"`, `"sigmoid"` or `"selu"` (gain 1), `"tanh"` (5/3, the value in use), `"relu"` ($g^2\,\mathbb{E}[f(z)^2] = 1$ for $z \sim \mathcal{N}(0, 1)$), or `"leaky_relu"`: the same condition, with slope `alpha` for $z < 0$, any real number; without it, the slope is 0.01. For the other names `alpha` is never given. Returns one plain number, right to $10^{-7}$; an unknown name raises `ValueError`.
#
# <details><summary>Hint 1: the idea</summary>
#
# Half of the $z$ are positive and contribute $\mathbb{E}[z^2]/2$ to the second moment. What does the other half contribute?
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Leaky ReLU: $\mathbb{E}[f(z)^2] = (1 + \alpha^2)/2$. ReLU is $\alpha = 0$.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# Numbers only. A dict holds the fixed gains; `2 ** 0.5` is a plain number.
#
# </details>


# %% id="activation-gain" role="solution"
def activation_gain(name, alpha=None):
    """Return the gain of an activation: its weights have std gain / sqrt(fan_in).

    name : linear, sigmoid, selu, tanh, relu or leaky_relu
    alpha : slope of leaky_relu for z < 0; 0.01 if not given
    Raises ValueError for an unknown name.
    """
    ### BEGIN SOLUTION
    fixed = {"linear": 1.0, "sigmoid": 1.0, "selu": 1.0, "tanh": 5 / 3}
    if name == "leaky_relu":
        alpha = 0.01 if alpha is None else alpha
        gain = (2 / (1 + alpha**2)) ** 0.5
    elif name == "relu":
        gain = 2**0.5
    elif name in fixed:
        gain = fixed[name]
    else:
        raise ValueError(f"no gain is known for {name!r}")
    ### END SOLUTION
    return gain


# %% id="test-activation-gain" role="test" points=2
score = check("activation_gain", activation_gain)
### BEGIN HIDDEN TESTS
from autograder.checks.s04 import check as full_check

score = full_check("activation_gain", activation_gain)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-init-weights"
# ### Exercise 5 · First weights (6 points, 14 minutes, difficulty 2)
#
# One function for all rules of this page: mean 0, variance $c/n$.
#
# | `scheme` | $c$ | | `fan` | $n$ | | `dist` | drawn from |
# |---|---|---|---|---|---|---|---|
# | `"lecun"`, `"xavier"` | 1 | | `"in"` | fan_in | | `"normal"` | $\mathcal{N}(0, c/n)$ |
# | `"he"` | 2 | | `"out"` | fan_out | | `"uniform"` | $[-b, b]$ with the same variance |
# | `"constant"` | – | | `"avg"` | (fan_in + fan_out)/2 | | | |
#
# **Contract.** `shape` is (D, M) or (F, C, HH, WW). `"constant"` fills the array with $1/\sqrt{n}$ and draws nothing. Every random number comes from the generator `rng`; `None` means `np.random.default_rng(0)`; NumPy's global generator stays untouched. The result has `shape` and `dtype`. An unknown scheme, dist or fan raises `ValueError`. You may use `given_fans(shape)`, which does what exercise 3 asks for.
#
# <details><summary>Hint 1: the idea</summary>
#
# First $n$, then the standard deviation, then draw. The variance of a uniform distribution on $[-b, b]$ is $b^2/3$.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $\mathrm{std} = \sqrt{c/n}$; `rng.normal(0, std, shape)`; `rng.uniform(-b, b, shape)` with $b = \sqrt{3}\,\mathrm{std}$.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `shape` → two whole numbers → one number `n` → one number `std` → an array of `shape`; `.astype(dtype)` comes last.
#
# </details>


# %% id="init-weights" role="solution"
def init_weights(
    shape, scheme="he", dist="normal", fan="in", rng=None, dtype=np.float32
):
    """Return first weights of mean 0 and variance c / n, see the table.

    shape : (D, M) or (F, C, HH, WW);  rng : Generator, None: default_rng(0)
    w : array of this shape and dtype;  unknown names raise ValueError
    """
    ### BEGIN SOLUTION
    fan_in, fan_out = given_fans(shape)
    n = {"in": fan_in, "out": fan_out, "avg": (fan_in + fan_out) / 2}
    c = {"lecun": 1, "xavier": 1, "he": 2, "constant": 1}
    if scheme not in c or fan not in n or dist not in ("normal", "uniform"):
        raise ValueError(f"unknown rule: {scheme!r}, {dist!r}, {fan!r}")
    rng = np.random.default_rng(0) if rng is None else rng
    std = (c[scheme] / n[fan]) ** 0.5
    if scheme == "constant":
        w = np.full(shape, std)
    elif dist == "normal":
        w = rng.normal(0.0, std, shape)
    else:
        w = rng.uniform(-(3**0.5) * std, 3**0.5 * std, shape)
    ### END SOLUTION
    return w.astype(dtype)


# %% id="test-init-weights" role="test" points=6
score = check("init_weights", init_weights)
### BEGIN HIDDEN TESTS
from autograder.checks.s04 import check as full_check

score = full_check("init_weights", init_weights)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-orthogonal-init"
# ### Exercise 6 · Orthogonal weights (bonus, 2 points, 8 minutes, difficulty 2)
#
# **Contract.** `shape` is (D, M). Returns `gain` times a random matrix with orthonormal columns if $D \ge M$, with orthonormal rows if it is wide, float64, to $10^{-7}$. All such matrices are equally likely: no entry prefers a sign. Random numbers come from `rng`; `None` means `np.random.default_rng(0)`.
#
# <details><summary>Hint 1: the idea</summary>
#
# Orthogonalise a random matrix: `np.linalg.qr`. A wide matrix is the transpose of a tall one.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $A = QR$ is unique only up to the signs of Q's columns, and the library's choice depends on $A$. Multiply column $j$ of $Q$ by the sign of $R_{jj}$ and the bias is gone (Mezzadri, 2007).
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# For (4, 9): draw (9, 4), `q` is (9, 4), `r` (4, 4), `q.T` (4, 9).
#
# </details>


# %% id="orthogonal-init" role="solution"
def orthogonal_init(shape, gain=1.0, rng=None):
    """Return gain times a matrix with orthonormal columns (rows if wide).

    shape : (D, M);  rng : Generator, None: default_rng(0)
    q : (D, M) float64 array, no sign preferred
    """
    ### BEGIN SOLUTION
    rng = np.random.default_rng(0) if rng is None else rng
    a = rng.normal(size=(max(shape), min(shape)))
    q, r = np.linalg.qr(a)
    q = gain * q * np.where(np.diag(r) < 0, -1.0, 1.0)
    if shape[0] < shape[1]:
        q = q.T
    ### END SOLUTION
    return q


# %% id="test-orthogonal-init" role="test" points=2
score = check("orthogonal_init", orthogonal_init)
### BEGIN HIDDEN TESTS
from autograder.checks.s04 import check as full_check

score = full_check("orthogonal_init", orthogonal_init)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-lsuv-init"
# ### Exercise 7 · Let the data decide: LSUV (bonus, 3 points, 8 minutes, difficulty 3)
#
# Layer-sequential unit variance (Mishkin and Matas, 2016): layer after layer, divide the weights by the standard deviation of what they put out on a batch of real data. No rule, no derivation, any activation.
#
# **Contract.** `weights` is a list of matrices that fit, `x` is (N, D), `activation` a name for `activate`. Returns a list of **new** matrices, each the given one times a positive number, such that with all new matrices in place the standard deviation over all entries of every layer's $h_{l-1} W_l$, *before* the activation, is within 2 % of 1 on `x`. dtypes are kept, inputs stay as they were. Every layer's output varies: no division by zero.
#
# <details><summary>Hint 1: the idea</summary>
#
# Sequential: layer 2 can be measured only when layer 1 has its final weights, because they decide what layer 2 gets.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $W_l \leftarrow W_l / \mathrm{std}(h_{l-1} W_l)$, then $h_l = f(h_{l-1} W_l)$.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `h` (N, D₀) @ `w` (D₀, D₁) is (N, D₁); its `.std()` is one number; `w / number` is a new (D₀, D₁).
#
# </details>


# %% id="lsuv-init" role="solution"
def lsuv_init(weights, x, activation):
    """Return the weights scaled so that every pre-activation has std 1 on x.

    weights : list of (D_in, D_out) float arrays; not changed
    x : (N, D) float array; not changed
    activation : a name that activate(name, a) knows
    scaled : list of new arrays, positive multiples of the given ones
    """
    ### BEGIN SOLUTION
    scaled, h = [], x
    for w in weights:
        w = w / (h @ w).std()
        scaled.append(w)
        h = activate(activation, h @ w)
    ### END SOLUTION
    return scaled


# %% id="test-lsuv-init" role="test" points=3
score = check("lsuv_init", lsuv_init)
### BEGIN HIDDEN TESTS
from autograder.checks.s04 import check as full_check

score = full_check("lsuv_init", lsuv_init)
### END HIDDEN TESTS
score
