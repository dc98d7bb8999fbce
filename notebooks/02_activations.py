# %% [markdown]
# # Activation functions
#
# Between two matrix products stands one small function. It decides whether the gradient reaches the first layer, how fast the network learns, and which units never learn again.
#
# **Time** about 100 minutes · **Points** 27 · **Before** affine layers, the chain rule, NumPy broadcasting.

# %% id="setup" role="locked"
import numpy as np

from cs231n_core import data_utils, kernels, viz
from cs231n_core.layers import normal_cdf
from cs231n_core.stages import lab02 as lab
from cs231n_core.stages.s02 import check, progress

# %% [markdown]
# ## 1 · Ten functions at a glance

# %% id="gallery" tags=["demo"]
viz.show(
    viz.gallery(),
    alt="Ten small panels, one per activation function, each with its value "
    "as a solid line and its slope as a dashed line.",
)

# %% [markdown] id="contract"
# ## The contract of every exercise
#
# Each exercise asks for two functions, as everywhere in this course: `f_forward` returns `(out, cache)`, `f_backward(dout, cache)` returns the gradient of every input.
# Here `dout` is $\partial L/\partial \mathrm{out}$. What you put into `cache` is your choice; backward must need nothing else.
#
# - **Shapes and dtypes are kept.** `out` and `dx` have the shape of `x`; float32 in gives float32 out, float64 gives float64. Where an exercise says `(...,)`, any shape may come.
# - **Inputs stay as they were:** `x`, `dout`, every parameter and the cache. They may be read-only or not contiguous (a transpose, a slice).
# - **Nothing is remembered elsewhere:** no global variables between calls, no random numbers. Two forward calls may come before the two backward calls.
# - **Accurate:** a relative error of $10^{-7}$ in float64 ($10^{-5}$ in float32), measured against the largest entry; where an exercise wants more digits, it says so.
# - **Quiet:** finite values and no floating-point warning for $|x| \le 1000$.
#
# The usual way to lose float32: a NumPy scalar such as `np.sqrt(2)` is a float64 and lifts the whole array; a Python number such as `2 ** 0.5` does not.
#
# Plain NumPy is enough. Loops are fine: no grade depends on speed.

# %% [markdown] id="exercise-sigmoid"
# ### Exercise 1 · Sigmoid (2 points, 8 minutes, difficulty 1)
#
# Implement
# $$\sigma(x) = \frac{1}{1 + e^{-x}}, \qquad \frac{d\sigma}{dx} = \sigma(x)\,\bigl(1 - \sigma(x)\bigr).$$
#
# **Contract.** `x` of any shape; shape and dtype kept; inputs unchanged; no warning for $|x| \le 1000$. In float64 the left tail keeps twelve digits: $\sigma(-50)$ is tiny, but it is not zero, and $\sigma(x) + \sigma(-x) = 1$ to $10^{-12}$.
#
# <details><summary>Hint 1: the idea</summary>
#
# $e^{-x}$ overflows for very negative $x$. Which equal expression contains only $e^{x}$ there? Backward needs nothing but the output: the derivative is written in terms of $\sigma(x)$.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# With $e = \exp(-|x|)$, which never overflows: $\sigma(x) = 1/(1+e)$ for $x \ge 0$ and $e/(1+e)$ for $x < 0$.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `x`, `e`, `out`, `dout`, `dx` all have one shape; `np.where(condition, a, b)` chooses entry by entry.
#
# </details>

# %% id="sigmoid-forward" role="solution"
def sigmoid_forward(x):
    """Return 1 / (1 + exp(-x)) for every entry, and the cache.

    x : (...,) float32 or float64 array; not changed
    out : array with the shape and dtype of x; quiet for |x| <= 1000,
        twelve correct digits in float64 also where out is tiny
    cache : whatever sigmoid_backward needs
    """
    ### BEGIN SOLUTION
    e = np.exp(-np.abs(x))  # in (0, 1]: cannot overflow
    out = np.where(x >= 0, 1, e) / (1 + e)
    cache = out
    ### END SOLUTION
    return out, cache

# %% [markdown] id="sigmoid-then-backward"
# Backward multiplies the upstream gradient by the local slope. Look at what you cached: which of the two, $x$ or $\sigma(x)$, does the derivative ask for?

# %% id="sigmoid-backward" role="solution"
def sigmoid_backward(dout, cache):
    """Return the gradient with respect to the input of sigmoid_forward.

    dout : array with the shape of out; not changed
    cache : from sigmoid_forward; not changed
    dx : array with the shape and dtype of x
    """
    ### BEGIN SOLUTION
    out = cache
    dx = dout * out * (1 - out)
    ### END SOLUTION
    return dx

# %% id="test-sigmoid" role="test" points=2
score = check("sigmoid", sigmoid_forward, sigmoid_backward)
### BEGIN HIDDEN TESTS
from autograder.checks.s02 import check as full_check
score = full_check("sigmoid", sigmoid_forward, sigmoid_backward)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-tanh"
# ### Exercise 2 · Tanh (2 points, 5 minutes, difficulty 1)
#
# Implement
# $$\tanh(x) = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}, \qquad \frac{d\tanh}{dx} = 1 - \tanh^2(x).$$
#
# **Contract.** `x` of any shape; shape and dtype kept; inputs unchanged; finite and without a warning for $|x| \le 1000$; odd: $\tanh(-x) = -\tanh(x)$.
#
# <details><summary>Hint 1: the idea</summary>
#
# The fraction above is $\infty/\infty$ in floating point once $x$ is large. NumPy has a function that knows better.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `np.tanh` for the value; $1 - \mathrm{out}^2$ for the slope, with the output that you cached.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `x`, `out`, `dout`, `dx`: one shape, no sums.
#
# </details>

# %% id="tanh-forward" role="solution"
def tanh_forward(x):
    """Return tanh(x) for every entry, and the cache.

    x : (...,) float32 or float64 array; not changed
    out : array with the shape and dtype of x; finite and quiet for
        |x| <= 1000
    cache : whatever tanh_backward needs
    """
    ### BEGIN SOLUTION
    out = np.tanh(x)
    cache = out
    ### END SOLUTION
    return out, cache

# %% [markdown] id="tanh-then-backward"
# The slope is largest where the output is zero and vanishes where the output is close to ±1: it saturates on both sides, like the sigmoid.

# %% id="tanh-backward" role="solution"
def tanh_backward(dout, cache):
    """Return the gradient with respect to the input of tanh_forward.

    dout : array with the shape of out; not changed
    cache : from tanh_forward; not changed
    dx : array with the shape and dtype of x
    """
    ### BEGIN SOLUTION
    out = cache
    dx = dout * (1 - out**2)
    ### END SOLUTION
    return dx

# %% id="test-tanh" role="test" points=2
score = check("tanh", tanh_forward, tanh_backward)
### BEGIN HIDDEN TESTS
from autograder.checks.s02 import check as full_check
score = full_check("tanh", tanh_forward, tanh_backward)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-relu"
# ### Exercise 3 · ReLU (2 points, 6 minutes, difficulty 1)
#
# Implement
# $$\mathrm{relu}(x) = \max(0, x), \qquad \mathrm{relu}'(x) = 1 \text{ if } x > 0, \text{ else } 0.$$
#
# **Contract.** `x` of any shape; shape and dtype kept; inputs unchanged. At exactly $x = 0$ the derivative is taken as 0. `x` may hold infinities: $-\infty$ gives 0 and $+\infty$ gives $+\infty$, in silence.
#
# <details><summary>Hint 1: the idea</summary>
#
# ReLU is a gate. Backward does not look at the size of anything: it asks which gates were open in forward, and lets `dout` pass there.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `np.maximum` compares entry by entry. Multiplying by a mask instead breaks on infinities: what is $0 \cdot \infty$?
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `x`, `out`, `dout`, `dx` and the boolean mask have one shape.
#
# </details>

# %% id="relu-forward" role="solution"
def relu_forward(x):
    """Return max(0, x) for every entry, and the cache.

    x : (...,) float32 or float64 array, infinities allowed; not changed
    out : array with the shape and dtype of x
    cache : whatever relu_backward needs
    """
    ### BEGIN SOLUTION
    out = np.maximum(x, 0)
    cache = x
    ### END SOLUTION
    return out, cache

# %% [markdown] id="relu-then-backward"
# The gate that forward closed stays closed for the gradient. The edge case is part of the contract: a unit at exactly zero counts as off.

# %% id="relu-backward" role="solution"
def relu_backward(dout, cache):
    """Return the gradient with respect to the input of relu_forward.

    dout : array with the shape of out; not changed
    cache : from relu_forward; not changed
    dx : array with the shape and dtype of x; 0 where x <= 0
    """
    ### BEGIN SOLUTION
    x = cache
    dx = np.where(x > 0, dout, 0)
    ### END SOLUTION
    return dx

# %% id="test-relu" role="test" points=2
score = check("relu", relu_forward, relu_backward)
### BEGIN HIDDEN TESTS
from autograder.checks.s02 import check as full_check
score = full_check("relu", relu_forward, relu_backward)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-leaky-relu"
# ### Exercise 4 · Leaky ReLU (2 points, 6 minutes, difficulty 1)
#
# Implement
# $$\mathrm{leaky}(x) = \begin{cases} x & x > 0 \\ \alpha x & x \le 0 \end{cases} \qquad \mathrm{leaky}'(x) = \begin{cases} 1 & x > 0 \\ \alpha & x \le 0 \end{cases}$$
#
# **Contract.** `x` of any shape; `alpha` is a Python float, **any** float: 0.01, 0.1, but also 0, 1.5 or a negative one. Shape and dtype kept; inputs unchanged. At exactly $x = 0$ the slope is $\alpha$. Backward gets only `dout` and `cache`, so the slope must travel in the cache.
#
# <details><summary>Hint 1: the idea</summary>
#
# Two straight lines; the sign of $x$ decides which one. Many texts write $\max(\alpha x, x)$. Draw it for $\alpha = 1.5$.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `np.where(x > 0, ..., ...)` in forward, and the same condition in backward.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `x`, `out`, `dout`, `dx`: one shape; `alpha` is a single number: `cache = (x, alpha)`.
#
# </details>

# %% id="leaky-relu-forward" role="solution"
def leaky_relu_forward(x, alpha=0.01):
    """Return x where x > 0 and alpha * x elsewhere, and the cache.

    x : (...,) float32 or float64 array; not changed
    alpha : float, the slope for x <= 0; any real number
    out : array with the shape and dtype of x
    cache : whatever leaky_relu_backward needs, alpha included
    """
    ### BEGIN SOLUTION
    out = np.where(x > 0, x, alpha * x)
    cache = (x, alpha)
    ### END SOLUTION
    return out, cache

# %% [markdown] id="leaky-relu-then-backward"
# Nothing is ever switched off here: with $\alpha \ne 0$ some gradient always passes.

# %% id="leaky-relu-backward" role="solution"
def leaky_relu_backward(dout, cache):
    """Return the gradient with respect to the x of leaky_relu_forward.

    dout : array with the shape of out; not changed
    cache : from leaky_relu_forward; not changed
    dx : array with the shape and dtype of x; slope alpha where x <= 0
    """
    ### BEGIN SOLUTION
    x, alpha = cache
    dx = np.where(x > 0, dout, alpha * dout)
    ### END SOLUTION
    return dx

# %% id="test-leaky-relu" role="test" points=2
score = check("leaky_relu", leaky_relu_forward, leaky_relu_backward)
### BEGIN HIDDEN TESTS
from autograder.checks.s02 import check as full_check
score = full_check("leaky_relu", leaky_relu_forward, leaky_relu_backward)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-prelu"
# ### Exercise 5 · PReLU: the slope is learned (4 points, 14 minutes, difficulty 3)
#
# The same two lines, but $\alpha$ is a parameter and gets a gradient. It is shared by all units (shape `()`) or there is one per channel (shape `(C,)`, where axis 1 of `x` is the channel axis):
# $$\mathrm{out} = \begin{cases} x & x > 0 \\ \alpha_c\, x & x \le 0 \end{cases} \qquad \frac{\partial L}{\partial \alpha_c} = \sum_{\text{all entries of channel } c,\; x \le 0} \mathrm{dout} \cdot x .$$
#
# **Contract.** `x` is `(N, C)` or `(N, C, ...)`, for instance `(N, C, H, W)`, with any N and C from 1 up; `alpha` is an array of shape `()` or `(C,)`, dtype of `x`, any values (above 1 and below 0 too). Backward returns the pair `(dx, dalpha)`; `dalpha` has the shape and dtype of `alpha`. The slope at $x = 0$ is $\alpha$. Inputs unchanged, `alpha` too: forward learns nothing.
#
# <details><summary>Hint 1: the idea</summary>
#
# Every entry of channel $c$ used the same $\alpha_c$, so every one of them sends a contribution to its gradient, and contributions add up.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Reshape `alpha` so that it lines up with axis 1 of `x`. For `dalpha`, sum $\mathrm{dout} \cdot \min(x, 0)$ over every axis but axis 1 (over all axes when `alpha` has shape `()`).
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `x (N, C, H, W)`, `alpha (C,)` → `(C, 1, 1)` → `out (N, C, H, W)`; `dout * x` is `(N, C, H, W)`, summed over axes `(0, 2, 3)` → `dalpha (C,)`.
#
# </details>

# %% id="prelu-forward" role="solution"
def prelu_forward(x, alpha):
    """Return x where x > 0 and alpha * x elsewhere, and the cache.

    x : (N, C) or (N, C, ...) float32 or float64 array; not changed
    alpha : () or (C,) array with the dtype of x, any values; not changed
    out : array with the shape and dtype of x
    cache : whatever prelu_backward needs
    """
    ### BEGIN SOLUTION
    # One value per channel: (C,) -> (C, 1, ..., 1) lines up with axis 1 of x.
    slope = alpha.reshape(alpha.shape + (1,) * (x.ndim - 2)) if alpha.ndim else alpha
    out = np.where(x > 0, x, slope * x)
    cache = (x, slope, alpha.shape)
    ### END SOLUTION
    return out, cache

# %% [markdown] id="prelu-then-backward"
# Two gradients now. For $dx$ the slope is a constant; for $d\alpha$ the input is. Which entries of `x` have anything to say about $\alpha$?

# %% id="prelu-backward" role="solution"
def prelu_backward(dout, cache):
    """Return the gradients with respect to x and alpha of prelu_forward.

    dout : array with the shape of out; not changed
    cache : from prelu_forward; not changed
    dx : array with the shape and dtype of x
    dalpha : array with the shape and dtype of alpha, summed over
        everything that shares the slope
    """
    ### BEGIN SOLUTION
    x, slope, alpha_shape = cache
    dx = np.where(x > 0, dout, slope * dout)
    shared = tuple(axis for axis in range(x.ndim) if axis != 1 or not alpha_shape)
    dalpha = np.sum(dout * np.minimum(x, 0), axis=shared)
    ### END SOLUTION
    return dx, dalpha

# %% id="test-prelu" role="test" points=4
score = check("prelu", prelu_forward, prelu_backward)
### BEGIN HIDDEN TESTS
from autograder.checks.s02 import check as full_check
score = full_check("prelu", prelu_forward, prelu_backward)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-elu"
# ### Exercise 6 · ELU (3 points, 8 minutes, difficulty 2)
#
# Implement
# $$\mathrm{elu}(x) = \begin{cases} x & x > 0 \\ \alpha\,(e^{x} - 1) & x \le 0 \end{cases} \qquad \mathrm{elu}'(x) = \begin{cases} 1 & x > 0 \\ \alpha\, e^{x} & x \le 0 \end{cases}$$
#
# **Contract.** `x` of any shape; `alpha` is a Python float (0.5, 1, 2, ...), a fixed setting that is not learned. Shape and dtype kept; inputs unchanged; no warning for $|x| \le 1000$. At $x = 0$ the slope is $\alpha$. In float64 the value keeps twelve digits also for a tiny negative `x` such as $-10^{-9}$.
#
# <details><summary>Hint 1: the idea</summary>
#
# `np.where` evaluates both branches everywhere, so $e^{x}$ is also computed where $x = 1000$. Clip what the exponential sees.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `np.expm1(z)` is $e^z - 1$ without losing digits near zero; feed it $\min(x, 0)$. On the left, $\alpha e^x = \mathrm{out} + \alpha$.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `x`, `out`, `dout`, `dx`: one shape; `cache = (x, out, alpha)` is one possible choice.
#
# </details>

# %% id="elu-forward" role="solution"
def elu_forward(x, alpha=1.0):
    """Return x where x > 0, alpha * (exp(x) - 1) elsewhere, and the cache.

    x : (...,) float32 or float64 array; not changed
    alpha : float, minus the value that very negative x approach
    out : array with the shape and dtype of x; quiet for |x| <= 1000,
        twelve correct digits in float64 also for tiny negative x
    cache : whatever elu_backward needs, alpha included
    """
    ### BEGIN SOLUTION
    out = np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
    cache = (x, alpha)
    ### END SOLUTION
    return out, cache

# %% [markdown] id="elu-then-backward"
# On the right the slope is 1. On the left it decays to zero: ELU trades the dead zone of ReLU for a saturating one.

# %% id="elu-backward" role="solution"
def elu_backward(dout, cache):
    """Return the gradient with respect to the x of elu_forward.

    dout : array with the shape of out; not changed
    cache : from elu_forward; not changed
    dx : array with the shape and dtype of x; slope alpha at x = 0
    """
    ### BEGIN SOLUTION
    x, alpha = cache
    dx = dout * np.where(x > 0, 1, alpha * np.exp(np.minimum(x, 0)))
    ### END SOLUTION
    return dx

# %% id="test-elu" role="test" points=3
score = check("elu", elu_forward, elu_backward)
### BEGIN HIDDEN TESTS
from autograder.checks.s02 import check as full_check
score = full_check("elu", elu_forward, elu_backward)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-selu"
# ### Exercise 7 · SELU (2 points, 6 minutes, difficulty 2)
#
# SELU is ELU with one particular $\alpha$, stretched by $\lambda$:
# $$\mathrm{selu}(x) = \lambda \begin{cases} x & x > 0 \\ \alpha\,(e^{x} - 1) & x \le 0 \end{cases} \qquad \begin{aligned} \alpha &= 1.6732632423543772 \\ \lambda &= 1.0507009873554805 \end{aligned}$$
#
# **Contract.** `x` of any shape; shape and dtype kept; inputs unchanged; no warning for $|x| \le 1000$. At $x = 0$ the slope is that of the left side, $\lambda\alpha$. The constants must be exact: in a stack of 30 layers whose weights are drawn with variance 1/fan-in, your activations keep a mean near 0 and a standard deviation near 1.
#
# <details><summary>Hint 1: the idea</summary>
#
# $\lambda$ multiplies everything, on both sides, in both directions.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Slope: $\lambda$ for $x > 0$, $\lambda\alpha e^{x}$ for $x \le 0$. Clip before the exponential, as in ELU.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `x`, `out`, `dout`, `dx`: one shape; the two constants are numbers and need no place in the cache.
#
# </details>

# %% id="selu-forward" role="solution"
def selu_forward(x):
    """Return scale * elu(x, alpha) with the two SELU constants, and the cache.

    x : (...,) float32 or float64 array; not changed
    out : array with the shape and dtype of x; quiet for |x| <= 1000
    cache : whatever selu_backward needs
    """
    alpha, scale = 1.6732632423543772, 1.0507009873554805
    ### BEGIN SOLUTION
    out = scale * np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
    cache = x
    ### END SOLUTION
    return out, cache

# %% [markdown] id="selu-then-backward"
# On the right the slope is $\lambda > 1$: SELU amplifies there and contracts on the left, and the two constants are the ones for which mean 0 and variance 1 reproduce themselves.

# %% id="selu-backward" role="solution"
def selu_backward(dout, cache):
    """Return the gradient with respect to the input of selu_forward.

    dout : array with the shape of out; not changed
    cache : from selu_forward; not changed
    dx : array with the shape and dtype of x
    """
    alpha, scale = 1.6732632423543772, 1.0507009873554805
    ### BEGIN SOLUTION
    x = cache
    dx = dout * scale * np.where(x > 0, 1, alpha * np.exp(np.minimum(x, 0)))
    ### END SOLUTION
    return dx

# %% id="test-selu" role="test" points=2
score = check("selu", selu_forward, selu_backward)
### BEGIN HIDDEN TESTS
from autograder.checks.s02 import check as full_check
score = full_check("selu", selu_forward, selu_backward)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-gelu"
# ### Exercise 8 · GELU (3 points, 10 minutes, difficulty 2)
#
# With $\Phi$ the cumulative distribution function of the standard normal and $\varphi$ its density,
# $$\mathrm{gelu}(x) = x\,\Phi(\alpha x), \qquad \varphi(z) = \frac{1}{\sqrt{2\pi}}\,e^{-z^2/2} .$$
# Derive the slope yourself: product rule, then chain rule. $\Phi' = \varphi$.
#
# **Contract.** `x` of any shape; `alpha` is a Python float (1 gives the usual GELU). Use the exact $\Phi$: `normal_cdf(z)` is given and keeps shape and dtype. The common approximation by tanh is off in the fourth digit and does not count. Shape and dtype kept; inputs unchanged; no warning for $|x| \le 1000$.
#
# <details><summary>Hint 1: the idea</summary>
#
# The gate is soft: instead of asking *whether* $x > 0$, weigh $x$ by the probability that a standard normal number is smaller than $\alpha x$.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $\mathrm{gelu}'(x) = \Phi(\alpha x) + \alpha x\,\varphi(\alpha x)$: two terms, and $\alpha$ in both.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `x`, `z = alpha * x`, `normal_cdf(z)`, `out`, `dout`, `dx`: one shape. Mind the dtype of $\sqrt{2\pi}$: `np.sqrt(...)` is a float64, `(2 * np.pi) ** 0.5` a Python float.
#
# </details>

# %% id="gelu-forward" role="solution"
def gelu_forward(x, alpha=1.0):
    """Return x * Phi(alpha * x) with the exact normal CDF, and the cache.

    x : (...,) float32 or float64 array; not changed
    alpha : float, the steepness of the soft gate
    out : array with the shape and dtype of x; quiet for |x| <= 1000
    cache : whatever gelu_backward needs, alpha included
    """
    ### BEGIN SOLUTION
    out = x * normal_cdf(alpha * x)
    cache = (x, alpha)
    ### END SOLUTION
    return out, cache

# %% [markdown] id="gelu-then-backward"
# The slope is not a gate between 0 and 1: somewhere on the left it is negative, and somewhere on the right it is above 1. Your formula should show both.

# %% id="gelu-backward" role="solution"
def gelu_backward(dout, cache):
    """Return the gradient with respect to the x of gelu_forward.

    dout : array with the shape of out; not changed
    cache : from gelu_forward; not changed
    dx : array with the shape and dtype of x
    """
    ### BEGIN SOLUTION
    x, alpha = cache
    z = alpha * x
    density = np.exp(-(z**2) / 2) / (2 * np.pi) ** 0.5
    dx = dout * (normal_cdf(z) + z * density)
    ### END SOLUTION
    return dx

# %% id="test-gelu" role="test" points=3
score = check("gelu", gelu_forward, gelu_backward)
### BEGIN HIDDEN TESTS
from autograder.checks.s02 import check as full_check
score = full_check("gelu", gelu_forward, gelu_backward)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-maxout"
# ### Exercise 9 · Maxout: a learned activation (5 points, 18 minutes, difficulty 3)
#
# A maxout unit $m$ owns $k$ linear pieces and returns the largest:
# $$z_{nmj} = \sum_d x_{nd}\, w_{dmj} + b_{mj}, \qquad \mathrm{out}_{nm} = \max_{j} z_{nmj} .$$
#
# **Contract.** `x` is `(N, D)`, `w` is `(D, M, k)`, `b` is `(M, k)`, with any sizes from 1 up ($k = 1$ is an affine layer). `out` is `(N, M)`. Backward returns `(dx, dw, db)` with the shapes of `x`, `w`, `b`. When pieces tie, the **first** of them wins and gets the whole gradient. dtype kept; inputs unchanged.
#
# <details><summary>Hint 1: the idea</summary>
#
# Forward is an affine layer with $M \cdot k$ outputs, then a maximum over the last axis. Backward sends `dout[n, m]` to the one piece that won for this example and unit; the losers get zero.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Cache the winner `z.argmax(axis=2)` (`argmax` returns the first of equals). Build `dz (N, M, k)`, zero but for the winners; then it is the affine backward: $dw_{dmj} = \sum_n x_{nd}\,dz_{nmj}$, $db_{mj} = \sum_n dz_{nmj}$, $dx_{nd} = \sum_{mj} dz_{nmj}\,w_{dmj}$.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `x (N, D)` with `w (D, M, k)` → `z (N, M, k)` → `winner (N, M)`, `out (N, M)`. Back: `dout[:, :, None] (N, M, 1)` times a 0/1 mask `(N, M, k)` → `dz (N, M, k)`. `np.tensordot` or `np.einsum` do the three sums.
#
# </details>

# %% id="maxout-forward" role="solution"
def maxout_forward(x, w, b):
    """Return the largest of k affine pieces for every unit, and the cache.

    x : (N, D) float32 or float64 array; not changed
    w : (D, M, k) array; not changed
    b : (M, k) array; not changed
    out : (N, M) array with the dtype of x
    cache : whatever maxout_backward needs; the first of tied pieces wins
    """
    ### BEGIN SOLUTION
    z = np.tensordot(x, w, axes=1) + b  # (N, M, k)
    out = z.max(axis=2)
    cache = (x, w, z.argmax(axis=2))
    ### END SOLUTION
    return out, cache

# %% [markdown] id="maxout-then-backward"
# Only winners learn: for each example and unit exactly one piece gets a gradient. Before you write the sums, write the shapes of `dz`, `dx`, `dw` and `db` next to each other.

# %% id="maxout-backward" role="solution"
def maxout_backward(dout, cache):
    """Return the gradients with respect to x, w and b of maxout_forward.

    dout : (N, M) array; not changed
    cache : from maxout_forward; not changed
    dx : (N, D) array
    dw : (D, M, k) array
    db : (M, k) array, summed over the batch
    """
    ### BEGIN SOLUTION
    x, w, winner = cache
    won = winner[:, :, None] == np.arange(w.shape[2])  # (N, M, k)
    dz = np.where(won, dout[:, :, None], 0)
    dx = np.tensordot(dz, w, axes=([1, 2], [1, 2]))
    dw = np.tensordot(x, dz, axes=([0], [0]))
    db = dz.sum(axis=0)
    ### END SOLUTION
    return dx, dw, db

# %% id="test-maxout" role="test" points=5
score = check("maxout", maxout_forward, maxout_backward)
### BEGIN HIDDEN TESTS
from autograder.checks.s02 import check as full_check
score = full_check("maxout", maxout_forward, maxout_backward)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-dead-fraction"
# ### Exercise 10 · How many units are dead? (2 points, 7 minutes, difficulty 2)
#
# A ReLU unit is **dead on a data set** when it is off for *every* example. Given the pre-activations, return the share of units that are dead:
# $$\text{dead fraction} = \frac{\#\{\text{units with } \mathrm{pre} \le 0 \text{ for every example}\}}{\#\{\text{units}\}} .$$
#
# **Contract.** `pre` is a float array; `axis` (an int or a tuple of ints, negative ones too) names the axes that are reduced, and what remains are the units. For `(N, M)` that is `axis=0`; for a convolution `(N, C, H, W)` with a channel as the unit, `axis=(0, 2, 3)`. A pre-activation of exactly 0 counts as off. NaN says that the net has exploded, and no share describes that: raise `ValueError`. Returns one plain float between 0 and 1; `pre` is not changed.
#
# <details><summary>Hint 1: the idea</summary>
#
# Two questions, in this order: is this unit off for *all* examples? What share of the units is? Counting zeros in the whole array answers another question.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `np.all(..., axis=axis)` answers the first, a mean of booleans the second. Comparisons with NaN are silently False: look for it before you compare.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `pre (N, M)` → `off (N, M)` booleans → `dead (M,)` booleans → one number. `pre (N, C, H, W)` with `axis=(0, 2, 3)` → `dead (C,)`.
#
# </details>

# %% id="dead-fraction" role="solution"
def dead_fraction(pre, axis=0):
    """Return the share of units that are off (pre <= 0) for every example.

    pre : float array of pre-activations; not changed
    axis : int or tuple of ints, the axes over which a unit must be off
        everywhere; the axes that remain count the units
    returns : float in [0, 1]
    raises : ValueError when pre holds a NaN
    """
    ### BEGIN SOLUTION
    if np.isnan(pre).any():
        raise ValueError("dead_fraction: pre holds NaN, expected numbers; the net has exploded")
    dead = np.all(pre <= 0, axis=axis)
    return float(np.mean(dead))
    ### END SOLUTION

# %% id="test-dead-fraction" role="test" points=2
score = check("dead_fraction", dead_fraction)
### BEGIN HIDDEN TESTS
from autograder.checks.s02 import check as full_check
score = full_check("dead_fraction", dead_fraction)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-reflect"
# ### In your own words (not graded by the machine, 6 minutes)
#
# Pick **one** statement about activation functions that you had heard before this notebook and that a number above confirms, limits or contradicts. Say in four to six sentences which statement it is, which cell measured it, what the number was, and what would have to change for the number to come out differently. Your instructors may give extra credit for it.

# %% [markdown] id="reflect" role="manual" points=0
# ### BEGIN SOLUTION
# One possible answer. "Ten to twenty percent of the ReLU units in a network die." In our learning-rate experiment no unit died at small learning rates; at the largest rate that still trained, a share of the second layer did, and one step further the loss became NaN. So the number describes a setting, not ReLU: it moves with the learning rate, the initial bias and the scale of the data. With a smaller learning rate, or weights that keep the pre-activations centred, it would be close to zero; with an initial bias far below zero it would be close to one from the first step on. "Dead" is also relative to the data set that we looked at.
# ### END SOLUTION

# %% [markdown]
# ## Where you stand

# %% id="progress" tags=["demo"]
progress()
