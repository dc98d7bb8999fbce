# %% [markdown] id="title"
# # 05 · Batch normalisation

# %% id="setup" role="locked"
import os

# Set before NumPy loads: with matrices this small, threads only wait for
# each other, and sums come out the same on every machine.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from cs231n_core import data_utils, kernels, layers, viz
from cs231n_core.stages import lab05 as lab
from cs231n_core.stages.s05 import check, progress

# %% [markdown] id="exercise-batchnorm-forward"
# ### Exercise 1 · The forward pass (8 points, 25 minutes, difficulty 2)
#
# For `x` of shape (N, D), per feature (column):
#
# $$\mu = \tfrac1N \sum_n x_n, \quad \sigma^2 = \tfrac1N \sum_n (x_n-\mu)^2, \quad \hat x_n = \frac{x_n-\mu}{\sqrt{\sigma^2+\varepsilon}}, \quad \mathrm{out}_n = \gamma \hat x_n + \beta .$$
#
# **Contract.** `gamma`, `beta` (D,). In **mode train** the statistics are the batch's, with 1/N, and the running ones move: `new = momentum * old + (1 - momentum) * batch`, for mean and variance (without ε). The new ones are stored in `bn_param`, the only argument that changes. In **mode test** the running statistics take the batch's place and nothing changes. Any other mode: `ValueError`. Shapes as in the formula, N = 1 included; float32 gives float32; a feature that does not vary gives β, in silence; and a spread of 1 around 10,000 in float32 is still a spread.
#
# <details><summary>Hint 1: the idea</summary>
#
# First fill `mean` and `var`, by mode; the rest is the same two lines for both modes.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `x.mean(axis=0)`, then the mean of `(x - mean) ** 2`. $\mathbb E[x^2] - \mu^2$ is the same on paper, and noise in float32.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `x (N, D)` → `mean (D,)`, `var (D,)`, `inv_std (D,)` → `x_hat (N, D)` → `out (N, D)`. (D,) lines up with the last axis of (N, D) by itself.
#
# </details>


# %% id="batchnorm-forward" role="solution"
def batchnorm_forward(x, gamma, beta, bn_param):
    """Return gamma * x_hat + beta and the cache; see the contract above."""
    mode, eps = bn_param["mode"], bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    zeros = np.zeros(x.shape[1], dtype=x.dtype)
    running_mean = bn_param.get("running_mean", zeros)
    running_var = bn_param.get("running_var", zeros)
    ### BEGIN SOLUTION
    if mode == "train":
        mean, var = x.mean(axis=0), x.var(axis=0)
        old, new = momentum, 1 - momentum
        bn_param["running_mean"] = old * running_mean + new * mean
        bn_param["running_var"] = old * running_var + new * var
    elif mode == "test":
        mean, var = running_mean, running_var
    else:
        raise ValueError(f"batchnorm_forward: mode is {mode!r}")
    inv_std = 1 / np.sqrt(var + eps)
    x_hat = (x - mean) * inv_std
    out = gamma * x_hat + beta
    ### END SOLUTION
    cache = {"x": x, "gamma": gamma, "mean": mean, "var": var}
    cache |= {"eps": eps, "inv_std": inv_std, "x_hat": x_hat}
    return out, cache


# %% id="test-batchnorm-forward" role="test" points=8
score = check("batchnorm_forward", batchnorm_forward)
### BEGIN HIDDEN TESTS
from autograder.checks.s05 import check as full_check

score = full_check("batchnorm_forward", batchnorm_forward)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-bn-identity-params"
# ### Exercise 2 · The way back (2 points, 6 minutes, difficulty 1)
#
# Return the γ and β with which batch normalisation in mode train hands back the batch `x` it was given, to twelve digits.
#
# **Contract.** `x` (N, D), `eps` that of the layer; returns `(gamma, beta)`, each (D,), in the dtype of `x`; `x` is not changed. A feature that does not vary has a γ too.
#
# <details><summary>Hint 1: the idea</summary>
#
# $\hat x$ was made by subtracting one number and dividing by another. Undo both, in reverse order.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Solve $\gamma\,(x-\mu)/\sqrt{\sigma^2+\varepsilon} + \beta = x$ for every $x$ at once.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `x (N, D)` → `gamma (D,)`, `beta (D,)`.
#
# </details>


# %% id="bn-identity-params" role="solution"
def bn_identity_params(x, eps=1e-5):
    """Return the (gamma, beta), each (D,), that make the layer return x."""
    ### BEGIN SOLUTION
    gamma, beta = np.sqrt(x.var(axis=0) + eps), x.mean(axis=0)
    ### END SOLUTION
    return gamma, beta


# %% id="test-bn-identity-params" role="test" points=2
score = check("bn_identity_params", bn_identity_params)
### BEGIN HIDDEN TESTS
from autograder.checks.s05 import check as full_check

score = full_check("bn_identity_params", bn_identity_params)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-dbeta"
# ### Exercise 3 · Gradient of beta (1 point, 3 minutes, difficulty 1)
#
# β is added to every row: $\mathrm{out}_{n} = \gamma\hat x_n + \beta$. So $\partial\mathrm{out}_n/\partial\beta = 1$ for **all** n, and the N contributions add up.
#
# **Contract.** `cache` is the dictionary of exercise 1, filled by the check; nothing in it changes; float32 in, float32 out.
#
# <details><summary>Hint 1: the idea</summary>
#
# What is used N times receives N gradients. What happens to them?
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $d\beta = \sum_n \mathrm{dout}_n$. A sum, not a mean: the loss has its own 1/N already.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `dout (N, D)` → `dbeta (D,)`.
#
# </details>


# %% id="bn-dbeta" role="solution"
def bn_dbeta(dout, cache):
    """Return dbeta (D,): the gradient of the loss with respect to beta."""
    ### BEGIN SOLUTION
    dbeta = dout.sum(axis=0)
    ### END SOLUTION
    return dbeta


# %% id="test-dbeta" role="test" points=1
score = check("dbeta", bn_dbeta)
### BEGIN HIDDEN TESTS
from autograder.checks.s05 import check as full_check

score = full_check("dbeta", bn_dbeta)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-dgamma"
# ### Exercise 4 · Gradient of gamma (1 point, 4 minutes, difficulty 1)
#
# γ multiplies $\hat x_n$ in every row.
#
# **Contract.** `cache` is the dictionary of exercise 1, filled by the check; nothing in it changes; float32 in, float32 out.
#
# <details><summary>Hint 1: the idea</summary>
#
# What stands beside γ in $\gamma\hat x_n + \beta$? That is the local derivative.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $d\gamma = \sum_n \mathrm{dout}_n\,\hat x_n$.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `dout (N, D)`, `x_hat (N, D)` → `dgamma (D,)`.
#
# </details>


# %% id="bn-dgamma" role="solution"
def bn_dgamma(dout, cache):
    """Return dgamma (D,): the gradient of the loss with respect to gamma."""
    ### BEGIN SOLUTION
    dgamma = (dout * cache["x_hat"]).sum(axis=0)
    ### END SOLUTION
    return dgamma


# %% id="test-dgamma" role="test" points=1
score = check("dgamma", bn_dgamma)
### BEGIN HIDDEN TESTS
from autograder.checks.s05 import check as full_check

score = full_check("dgamma", bn_dgamma)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-dxhat"
# ### Exercise 5 · Gradient of x_hat (1 point, 3 minutes, difficulty 1)
#
# The same product, seen from its other factor. No sum here: each $\hat x_n$ is used once.
#
# **Contract.** `cache` is the dictionary of exercise 1, filled by the check; nothing in it changes; float32 in, float32 out.
#
# <details><summary>Hint 1: the idea</summary>
#
# What stands beside $\hat x_n$?
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $d\hat x_n = \mathrm{dout}_n\,\gamma$.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `dout (N, D)`, `gamma (D,)` → `dxhat (N, D)`.
#
# </details>


# %% id="bn-dxhat" role="solution"
def bn_dxhat(dout, cache):
    """Return dxhat (N, D): the gradient of the loss with respect to x_hat."""
    ### BEGIN SOLUTION
    dxhat = dout * cache["gamma"]
    ### END SOLUTION
    return dxhat


# %% id="test-dxhat" role="test" points=1
score = check("dxhat", bn_dxhat)
### BEGIN HIDDEN TESTS
from autograder.checks.s05 import check as full_check

score = full_check("dxhat", bn_dxhat)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-dvar"
# ### Exercise 6 · Gradient of the variance (1 point, 8 minutes, difficulty 2)
#
# $\hat x_n = (x_n-\mu)\,(\sigma^2+\varepsilon)^{-1/2}$, and one $\sigma^2$ serves all n. `dxhat` is handed over, so a slip in the step before costs nothing here.
#
# **Contract.** `cache` is the dictionary of exercise 1, filled by the check; nothing in it changes; float32 in, float32 out.
#
# <details><summary>Hint 1: the idea</summary>
#
# Differentiate a power: the exponent comes down, and one is subtracted from it. Then add up over n.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $d\sigma^2 = \sum_n d\hat x_n\,(x_n-\mu)\cdot\bigl(-\tfrac12\bigr)(\sigma^2+\varepsilon)^{-3/2}$.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `dxhat (N, D)`, `x - mean (N, D)` → sum → `(D,)`, times `inv_std ** 3 (D,)`.
#
# </details>


# %% id="bn-dvar" role="solution"
def bn_dvar(dxhat, cache):
    """Return dvar (D,): the gradient of the loss with respect to var."""
    ### BEGIN SOLUTION
    away = cache["x"] - cache["mean"]
    dvar = -0.5 * (dxhat * away).sum(axis=0) * cache["inv_std"] ** 3
    ### END SOLUTION
    return dvar


# %% id="test-dvar" role="test" points=1
score = check("dvar", bn_dvar)
### BEGIN HIDDEN TESTS
from autograder.checks.s05 import check as full_check

score = full_check("dvar", bn_dvar)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-dmu"
# ### Exercise 7 · Gradient of the mean (1 point, 8 minutes, difficulty 2)
#
# Two roads lead from the loss to μ: straight through $\hat x_n$, and through the variance, $\sigma^2 = \frac1N\sum_n(x_n-\mu)^2$. Both count.
#
# **Contract.** `cache` is the dictionary of exercise 1, filled by the check; nothing in it changes; float32 in, float32 out. The check also asks at a cached mean that is *not* the batch's, as the graph allows; there the second road is not zero.
#
# <details><summary>Hint 1: the idea</summary>
#
# Two paths: add them. Which sign does μ carry in both places?
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $d\mu = \sum_n d\hat x_n\cdot\frac{-1}{\sqrt{\sigma^2+\varepsilon}} + d\sigma^2\cdot\frac1N\sum_n -2(x_n-\mu)$.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `(N, D)` → sum → `(D,)`, plus `dvar (D,)` times a mean over n `(D,)`.
#
# </details>


# %% id="bn-dmu" role="solution"
def bn_dmu(dxhat, dvar, cache):
    """Return dmu (D,): the gradient of the loss with respect to mean."""
    ### BEGIN SOLUTION
    away = cache["x"] - cache["mean"]
    direct = -dxhat.sum(axis=0) * cache["inv_std"]
    dmu = direct - 2 * dvar * away.mean(axis=0)
    ### END SOLUTION
    return dmu


# %% id="test-dmu" role="test" points=1
score = check("dmu", bn_dmu)
### BEGIN HIDDEN TESTS
from autograder.checks.s05 import check as full_check

score = full_check("dmu", bn_dmu)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-dx"
# ### Exercise 8 · Gradient of x (1 point, 8 minutes, difficulty 2)
#
# Three roads lead to $x_n$: its own $\hat x_n$, the variance, the mean. The last two carry 1/N, because each example is one Nth of a statistic.
#
# **Contract.** `cache` is the dictionary of exercise 1, filled by the check; nothing in it changes; float32 in, float32 out.
#
# <details><summary>Hint 1: the idea</summary>
#
# Three terms, one per road. Two of them are shared among N examples.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $dx_n = \frac{d\hat x_n}{\sqrt{\sigma^2+\varepsilon}} + d\sigma^2\,\frac{2(x_n-\mu)}{N} + \frac{d\mu}{N}$.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `(N, D)` + `(D,) * (N, D) / N` + `(D,) / N` → `(N, D)`.
#
# </details>


# %% id="bn-dx" role="solution"
def bn_dx(dxhat, dvar, dmu, cache):
    """Return dx (N, D): the gradient of the loss with respect to x."""
    ### BEGIN SOLUTION
    away = cache["x"] - cache["mean"]
    shared = (2 * dvar * away + dmu) / len(away)
    dx = dxhat * cache["inv_std"] + shared
    ### END SOLUTION
    return dx


# %% id="test-dx" role="test" points=1
score = check("dx", bn_dx)
### BEGIN HIDDEN TESTS
from autograder.checks.s05 import check as full_check

score = full_check("dx", bn_dx)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-batchnorm-backward"
# ### Exercise 9 · The whole gradient (4 points, 10 minutes, difficulty 2)
#
# Put the six together: `dout` and the cache of a call in mode train go in, the gradients of `x`, `gamma` and `beta` come out. Write the steps out here rather than calling your six functions: then a slip above is not charged twice.
#
# **Contract.** Returns `(dx, dgamma, dbeta)`, shapes (N, D), (D,), (D,). The cache has the seven entries of exercise 1. Any N from 2, any D, any γ (zero and negative too), any ε. Inputs unchanged; float32 stays float32.
#
# <details><summary>Hint 1: the idea</summary>
#
# Backwards through the graph: out → x_hat → var → mean → x. Each step uses the one before.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# dxhat, then dvar, then dmu, then dx, as in exercises 5 to 8. At the batch's own mean the second term of dmu is 0, and you may leave it out.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `dout (N, D)` → `dxhat (N, D)` → `dvar (D,)`, `dmu (D,)` → `dx (N, D)`.
#
# </details>


# %% id="batchnorm-backward" role="solution"
def batchnorm_backward(dout, cache):
    """Return dx (N, D), dgamma (D,) and dbeta (D,), node by node."""
    ### BEGIN SOLUTION
    away, inv_std = cache["x"] - cache["mean"], cache["inv_std"]
    dbeta = dout.sum(axis=0)
    dgamma = (dout * cache["x_hat"]).sum(axis=0)
    dxhat = dout * cache["gamma"]
    dvar = -0.5 * (dxhat * away).sum(axis=0) * inv_std**3
    dmu = -dxhat.sum(axis=0) * inv_std - 2 * dvar * away.mean(axis=0)
    dx = dxhat * inv_std + (2 * dvar * away + dmu) / len(away)
    ### END SOLUTION
    return dx, dgamma, dbeta


# %% id="test-batchnorm-backward" role="test" points=4
score = check("batchnorm_backward", batchnorm_backward)
### BEGIN HIDDEN TESTS
from autograder.checks.s05 import check as full_check

score = full_check("batchnorm_backward", batchnorm_backward)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-batchnorm-backward-alt"
# ### Exercise 10 · The same in one line (4 points, 15 minutes, difficulty 3)
#
# On paper, insert dvar and dmu into dx and tidy up. What is left needs neither `x` nor the statistics, which is why frameworks keep so little between the passes.
#
# **Contract.** As exercise 9, but the cache holds three entries only: `x_hat` (N, D), `gamma` (D,), `inv_std` (D,). γ may be zero.
#
# <details><summary>Hint 1: the idea</summary>
#
# $(x_n-\mu)/\sqrt{\sigma^2+\varepsilon}$ is $\hat x_n$ wherever it appears: write dvar with $\hat x$ and three factors 1/std, and watch two of them go.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $dx_n = \frac{1}{\sqrt{\sigma^2+\varepsilon}}\Bigl(d\hat x_n - \overline{d\hat x} - \hat x_n\,\overline{d\hat x\,\hat x}\Bigr)$; the bar is a mean over the batch.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `dxhat (N, D)`, two means `(D,)`, `x_hat (N, D)` times one of them, all times `inv_std (D,)`.
#
# </details>


# %% id="batchnorm-backward-alt" role="solution"
def batchnorm_backward_alt(dout, cache):
    """Return dx, dgamma and dbeta from x_hat, gamma and inv_std alone."""
    ### BEGIN SOLUTION
    x_hat = cache["x_hat"]
    dbeta, dgamma = dout.sum(axis=0), (dout * x_hat).sum(axis=0)
    dxhat = dout * cache["gamma"]
    through_mean = dxhat.mean(axis=0)
    through_var = x_hat * (dxhat * x_hat).mean(axis=0)
    dx = cache["inv_std"] * (dxhat - through_mean - through_var)
    ### END SOLUTION
    return dx, dgamma, dbeta


# %% id="test-batchnorm-backward-alt" role="test" points=4
score = check("batchnorm_backward_alt", batchnorm_backward_alt)
### BEGIN HIDDEN TESTS
from autograder.checks.s05 import check as full_check

score = full_check("batchnorm_backward_alt", batchnorm_backward_alt)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-bn-population-stats"
# ### Exercise 11 · Statistics of everything (3 points, 12 minutes, difficulty 2)
#
# Return the mean and the variance (with 1/N) of **all** rows of all batches together.
#
# **Contract.** `batches` is an iterable of arrays (N_i, D), at least one with a row; the N_i may differ, and a generator can be read only once. Returns `(mean, var)`, each (D,), in the dtype of the batches. In float32 a spread of 1 around 10,000 must survive (to 5 %). The batches are not changed.
#
# <details><summary>Hint 1: the idea</summary>
#
# The rows differ from the common mean for two reasons: within their batch, and because the batch itself lies elsewhere. Averaging variances forgets the second.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# With $N=\sum_i N_i$: $\mu=\sum_i \frac{N_i}{N}\mu_i$ and $\sigma^2=\sum_i \frac{N_i}{N}\bigl(\sigma_i^2+(\mu_i-\mu)^2\bigr)$. Or put all rows into one array, if memory allows.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# B batches → `means (B, D)`, `variances (B, D)`, `shares (B, 1)` → `mean (D,)`, `var (D,)`.
#
# </details>


# %% id="bn-population-stats" role="solution"
def bn_population_stats(batches):
    """Return the (mean, var), each (D,), of all rows of all batches."""
    ### BEGIN SOLUTION
    rows, means, variances = [], [], []
    for x in batches:
        rows.append(len(x))
        means.append(x.mean(axis=0))
        variances.append(x.var(axis=0))
    shares = np.array(rows, dtype=x.dtype)[:, None] / x.dtype.type(sum(rows))
    mean = (shares * means).sum(axis=0)
    var = (shares * (variances + (means - mean) ** 2)).sum(axis=0)
    ### END SOLUTION
    return mean, var


# %% id="test-bn-population-stats" role="test" points=3
score = check("bn_population_stats", bn_population_stats)
### BEGIN HIDDEN TESTS
from autograder.checks.s05 import check as full_check

score = full_check("bn_population_stats", bn_population_stats)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-bn-fold"
# ### Exercise 12 · Fold the layer away (3 points, 12 minutes, difficulty 2)
#
# In mode test, batch normalisation after $a = xW + b$ is one factor and one shift per feature. Return weights and bias of a **single** layer that does both.
#
# **Contract.** `w` (D, M) of an affine layer, whose features are its columns, or (F, C, HH, WW) of a convolution, whose features are axis 0; the others (M,) or (F,). Returns new `(w, b)` of the same shapes and dtype; inputs unchanged; γ may be negative, ε is an argument.
#
# <details><summary>Hint 1: the idea</summary>
#
# Write $\gamma\,(xW + b - \mu)/\sqrt{\sigma^2+\varepsilon} + \beta$ and sort: what multiplies x, and what does not?
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# With $s = \gamma/\sqrt{\sigma^2+\varepsilon}$: $W' = W s$ (per feature), $b' = (b-\mu)\,s + \beta$.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `s (M,)` lines up with the columns of `w (D, M)`. For `(F, C, HH, WW)` it must be `s.reshape(-1, 1, 1, 1)`.
#
# </details>


# %% id="bn-fold" role="solution"
def bn_fold(w, b, gamma, beta, mean, var, eps=1e-5):
    """Return the (w, b) of one layer that equals layer + batch norm."""
    ### BEGIN SOLUTION
    scale = gamma / np.sqrt(var + eps)
    per_feature = scale if w.ndim == 2 else scale.reshape(-1, 1, 1, 1)
    w, b = w * per_feature, (b - mean) * scale + beta
    ### END SOLUTION
    return w, b


# %% id="test-bn-fold" role="test" points=3
score = check("bn_fold", bn_fold)
### BEGIN HIDDEN TESTS
from autograder.checks.s05 import check as full_check

score = full_check("bn_fold", bn_fold)
### END HIDDEN TESTS
score
