# %% [markdown] id="title"
# # 06 · ConvNets and the fast path
#
# A convolutional layer is a small filter that looks everywhere. You write it four times over: as loops that one can read, as one matrix product, in the compiled form that the course trains with, and backwards. The same numbers come out each time, in the end several hundred times sooner.
#
# **About 150 minutes · 30 points · eight exercises.** You need the `(out, cache)` contract (stage 00) and batch normalisation (05). Affine, ReLU and batch norm are given.
#
# **Afterwards you can** say what a convolution returns and how large; write convolution and max pooling forward and backward by loops; lay out windows as columns and read the Cython that does it; say what makes the fast kernel fast, and prove that it ran; normalise maps; and train a small ConvNet.

# %% [markdown] id="how-to-use"
# **How to use this notebook.** Each section goes *predict → run → see → explain*. Predictions and quizzes cost nothing and are stored nowhere. Exercises have an answer cell and a check that says what is wrong; run it as often as you like. Experiments use the course's own layers, so they run before you have solved anything. "They report" marks what a lecture or slides say, "we measured" what a cell of this page printed. The text quotes the numbers of the embedded images; yours may differ in the last digit, and times differ on every machine.

# %% id="setup" role="locked"
import os
import time

# Set before NumPy loads: with matrices this small, threads only wait for
# each other, and sums come out the same on every machine.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from cs231n_core import data_utils, kernels, layers, viz
from cs231n_core.layers import batchnorm_backward, batchnorm_forward
from cs231n_core.stages import lab06 as lab
from cs231n_core.stages.s06 import check, progress

# %% [markdown] id="data-text"
# The images: real CIFAR-10 if the course finds it on your machine, otherwise an embedded set of generated images with ten classes. We use them at half the size, 16×16 in three channels, and keep them as images: (N, C, H, W). The second line says **which compute kernels are live**: `cython` if the compiled ones were built, `numpy` if not. Everything on this page runs with either.

# %% id="data" tags=["demo"]
data = data_utils.get_CIFAR10_data(5000, 1000, 1000, dtype=np.float32)
images = lab.small_images(data)
few = images.first(2000)
print(data.source)
print(kernels.backend_report())
print("training images:", images.x.shape)

# %% [markdown] id="shapes-text"
# ## 1 · Shapes: how many windows fit
#
# They report: a lecture describes the layer as a filter of weights that slides over all places of the image, one *activation map* per filter, and praises that it *preserves the spatial structure*. Each output is one dot product, of the filter with the window below it, through **all** channels, plus the filter's bias.

# %% id="sliding-window" tags=["demo"]
viz.show(
    viz.sliding_window(),
    alt="An image of 5 by 7 numbers, a filter of 3 by 2 and the output of 3 "
    "by 6. One window of the image is framed, and the one place of the "
    "output where its dot product with the filter, 8, stands.",
)

# %% [markdown] id="shapes-formula"
# Along each axis the window takes steps of `stride` over the image, which `pad` zeros surround on every side. So
#
# $$\mathrm{OH} = \frac{H + 2\,\mathrm{pad} - \mathrm{HH}}{\mathrm{stride}} + 1,$$
#
# and OW likewise, with W and WW. The names are CS231n's: x (N, C, H, W), w (F, C, HH, WW), out (N, F, OH, OW).

# %% id="predict-size" tags=["demo", "widget"]
viz.predict(
    "size",
    "An axis of 8 pixels, windows of 3, stride 2, no padding. How many "
    "windows fit?",
    ["2", "3", "4", "it does not come out even"],
)

# %% [markdown] id="size-run-text"
# Six settings of one axis:

# %% id="sizes" tags=["demo", "anchor"]
for size, window, stride, pad in (
    (7, 3, 1, 0), (7, 3, 1, 1), (7, 3, 2, 0),
    (8, 3, 2, 0), (8, 3, 2, 1), (4, 6, 1, 0),
):  # fmt: skip
    found = lab.fits(size, window, stride, pad)
    setting = f"{size} pixels, window {window}, stride {stride}, pad {pad}"
    print(f"{setting}: {found}")
viz.look_back("size", lab.fits(8, 3, 2, 0))

# %% [markdown] id="tiling-text"
# What should a program do when a pixel is left over? The fast layer of the published assignment cuts it off and says nothing. Ours:

# %% id="tiling" tags=["demo"]
x, w = np.ones((1, 1, 8, 8)), np.ones((1, 1, 3, 3))
try:
    layers.conv_forward_naive(x, w, np.ones(1), {"stride": 2, "pad": 0})
except ValueError as error:
    print(error)
rows, columns = lab.truncated(x, w, stride=2)
lost = 1 - (8 - rows) * (8 - columns) / 64
print(f"cut off silently: {rows} row, {columns} column, {lost:.0%} of it")

# %% [markdown] id="tiling-explain"
# **Correction 1.** Cutting off is a decision, and 23 % of this image never reach the output. Frameworks do cut off, and document it; a course had better refuse, because the backward pass must agree about which pixels were read. Your layer will raise `ValueError` too.

# %% [markdown] id="explore-text"
# Pixels are not read equally often, either. The number in each cell says how many windows contain that pixel. Look at the corners first, then let the stride grow beyond the window.

# %% id="explore-reads" tags=["demo", "widget"]
viz.explore(
    viz.draw_reads,
    title="How often each pixel is read",
    twin=[{}, {"stride": 2, "pad": 1}],
    window=viz.Slider(1, 5, 1, 3, "window"),
    stride=viz.Slider(1, 4, 1, 1, "stride"),
    pad=viz.Slider(0, 3, 1, 0, "pad"),
)

# %% [markdown] id="reads-explain"
# A pixel in the middle is read nine times, one in a corner once. Padding evens that out a little. Remember the picture: in section 3 the gradient takes the same way back, and the same numbers return.

# %% [markdown] id="parameters-text"
# **Why not an affine layer?** Compare what it takes to turn a 3×32×32 image into eight maps of that size.

# %% id="predict-parameters" tags=["demo", "widget"]
viz.predict(
    "parameters",
    "Eight 3×3 filters on three channels have how many parameters?",
    ["72", "80", "224", "221,184"],
)

# %% [markdown] id="parameters-run-text"
# Weights and biases, and fan_in = filter size² × channels, as slides say (for filters that are square):

# %% id="parameters" tags=["demo", "anchor"]
filters, channels, side = 8, 3, 32
fan_in = channels * 3 * 3
conv = filters * fan_in + filters
affine = (channels * side**2 + 1) * filters * side**2
print(f"convolution  {conv:>10,} parameters, fan_in {fan_in}")
print(f"affine layer {affine:>10,} parameters")
print(f"that is {affine // conv:,} times as many")
viz.look_back("parameters", conv)

# %% [markdown] id="parameters-explain"
# The same 27 weights serve all 1,024 places. That is an assumption: what is worth finding is worth finding anywhere, and neighbours belong together. Section 9 tests it.

# %% [markdown] id="loops-text"
# ## 2 · Forward, by loops
#
# A word about a word: what these layers compute is called *cross-correlation* in signal processing. A convolution in the old sense flips the filter first. Networks learn their filters, so it makes no difference to them; it does to whoever compares numbers.

# %% [markdown] id="exercise-conv-forward-naive"
# ### Exercise 1 · Convolution forward (5 points, 18 minutes, difficulty 2)
#
# $$\mathrm{out}_{n,f,i,j} = b_f + \sum_{c,k,l} w_{f,c,k,l}\; x^{\mathrm{pad}}_{n,c,\;i\,s+k,\;j\,s+l}$$
#
# **Contract.** `x` (N, C, H, W), `w` (F, C, HH, WW), `b` (F,), `conv_param` with `stride` $s$ and `pad` (zeros on every side). Returns `out` (N, F, OH, OW) and the cache. Heights and widths may differ. If the windows do not tile the padded image, raise `ValueError`. Inputs stay as they are; float32 gives float32. Loops are welcome.
#
# <details><summary>Hint 1: the idea</summary>
#
# Pad once. Loop over the places (i, j) of the output; each belongs to one window of the padded image.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# The window's rows are `i * stride` to `i * stride + HH`. Multiply it by `w[f]` and sum over the last three axes: all images at once.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `x_pad (N, C, H + 2 pad, W + 2 pad)` → window `(N, C, HH, WW)` · `w[f] (C, HH, WW)` → sum `(N,)` = `out[:, f, i, j]`.
#
# </details>


# %% id="conv-forward" role="solution"
def conv_forward_naive(x, w, b, conv_param):
    """Return the convolution (N, F, OH, OW) and the cache; see above."""
    ### BEGIN SOLUTION
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, _, H, W = x.shape
    F, _, HH, WW = w.shape
    if (H + 2 * pad - HH) % stride or (W + 2 * pad - WW) % stride:
        raise ValueError("the windows do not tile the padded image")
    OH = (H + 2 * pad - HH) // stride + 1
    OW = (W + 2 * pad - WW) // stride + 1
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.empty((N, F, OH, OW), x.dtype)
    for i, j in np.ndindex(OH, OW):
        top, left = i * stride, j * stride
        window = x_pad[:, :, top : top + HH, left : left + WW]
        for f in range(F):
            out[:, f, i, j] = (window * w[f]).sum(axis=(1, 2, 3)) + b[f]
    ### END SOLUTION
    cache = (x, w, b, conv_param)
    return out, cache


# %% id="test-conv-forward-naive" role="test" points=5
score = check("conv_forward_naive", conv_forward_naive)
### BEGIN HIDDEN TESTS
from autograder.checks.s06 import check as full_check

score = full_check("conv_forward_naive", conv_forward_naive)
### END HIDDEN TESTS
score

# %% [markdown] id="shift-text"
# What does "preserves the spatial structure" mean, as a measurement? Shift the image two pixels to the right and convolve; or convolve and shift the output.

# %% id="predict-shift" tags=["demo", "widget"]
viz.predict(
    "shift",
    "Shift, then convolve, against convolve, then shift: away from the "
    "border the two differ by …",
    ["nothing at all", "a few percent", "as much as two random images"],
)

# %% [markdown] id="shift-run-text"
# The largest difference on four images under four random filters, away from the border and at it:

# %% id="shift" tags=["demo", "anchor"]
w = np.random.default_rng(0).normal(size=(4, 3, 3, 3))
moved = lab.shift_test(images.x[:4].astype(float), w)
print(f"away from the border: {moved.inside:.0f}")
print(f"at the border: more than 1: {moved.border > 1}")
viz.look_back("shift", f"{moved.inside:.0f}")

# %% [markdown] id="shift-explain"
# Nothing, to the last bit: the layer does not know where it is. This is called *equivariance*. It ends at the border, where the filter sees padding and not the world.

# %% [markdown] id="backward-text"
# ## 3 · Backward: what was read gets an answer
#
# Notes that draw a computation graph mention convolution as one of its *more complex operations*. Look closer and it is many copies of the simplest: each output is a dot product. Its gradient with respect to the window is `dout * w`, with respect to the filter `dout * window`. What remains is book-keeping: **what is read k times receives k contributions, and they add up**.

# %% id="predict-corner" tags=["demo", "widget"]
viz.predict(
    "corner",
    "3×3 filter of ones, stride 1, no padding, 5×6 image, dout of ones. dx "
    "of a corner and of a middle pixel:",
    ["1 and 1", "1 and 9", "4 and 9", "9 and 9"],
)

# %% [markdown] id="corner-run-text"
# The whole dx, from the course's layer:

# %% id="corner" tags=["demo", "anchor"]
x, ones = np.zeros((1, 1, 5, 6)), np.ones((1, 1, 3, 3))
param = {"stride": 1, "pad": 0}
out, cache = layers.conv_forward_naive(x, ones, np.zeros(1), param)
dx, _, _ = layers.conv_backward_naive(np.ones_like(out), cache)
print(dx[0, 0].astype(int))
viz.look_back("corner", f"{dx[0, 0, 0, 0]:.0f} and {dx[0, 0, 2, 2]:.0f}")

# %% [markdown] id="corner-explain"
# It is the picture of section 1: how often each pixel was read. This also shows why a check with filters and `dout` of ones is weak: a filter that is flipped by mistake gives the same table. The checks here use random numbers.

# %% [markdown] id="pad-zero-text"
# **Spot the error.** To remove the padding from `dx_pad`, many write `dx_pad[:, :, pad:-pad, pad:-pad]`. It passes the published check.

# %% id="pad-zero" tags=["demo", "anchor"]
dx_pad = np.ones((2, 3, 6, 7))
for pad in (2, 1, 0):
    print(f"pad {pad}: {dx_pad[:, :, pad:-pad, pad:-pad].shape}")

# %% [markdown] id="pad-zero-explain"
# With `pad = 0` the slice is `[0:-0]`, that is `[0:0]`: empty. The published check never tries padding 0. `pad : pad + H` is right for every pad.

# %% [markdown] id="exercise-conv-backward-naive"
# ### Exercise 2 · Convolution backward (6 points, 22 minutes, difficulty 3)
#
# $$dx^{\mathrm{pad}}_{\mathrm{window}} \mathrel{+}= d_{n,f,i,j}\, w_f, \qquad dw_f \mathrel{+}= \sum_n d_{n,f,i,j}\, x^{\mathrm{pad}}_{\mathrm{window}}, \qquad db_f = \sum_{n,i,j} d_{n,f,i,j}$$
#
# for every place (i, j) and filter f, with $d$ short for `dout`.
#
# **Contract.** `dout` (N, F, OH, OW); `cache` is the tuple `(x, w, b, conv_param)`, filled by the check. Returns `(dx, dw, db)` in the shapes of x, w and b. Any stride, any pad including 0. Inputs and cache stay as they are; float32 gives float32.
#
# <details><summary>Hint 1: the idea</summary>
#
# The same loops as forward. Where forward reads a window, backward adds to it.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Start from zeros for the padded dx and for dw. Per place and filter take `d = dout[:, f, i, j]`, give it the shape (N, 1, 1, 1), and add `d * w[f]` and the sum of `d * window` over the images.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `d (N, 1, 1, 1)` · `w[f] (C, HH, WW)` → `(N, C, HH, WW)`, a window. `d` · window → sum over axis 0 → `(C, HH, WW)` = `dw[f]`. At the end cut `pad : pad + H`.
#
# </details>


# %% id="conv-backward" role="solution"
def conv_backward_naive(dout, cache):
    """Return (dx, dw, db), shaped as x, w and b; see above."""
    x, w, b, conv_param = cache
    ### BEGIN SOLUTION
    stride, pad = conv_param["stride"], conv_param["pad"]
    (H, W), (HH, WW) = x.shape[2:], w.shape[2:]
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dx_pad, dw = np.zeros_like(x_pad), np.zeros_like(w)
    for i, j in np.ndindex(*dout.shape[2:]):
        rows = slice(i * stride, i * stride + HH)
        columns = slice(j * stride, j * stride + WW)
        for f in range(len(w)):
            d = dout[:, f, i, j].reshape(-1, 1, 1, 1)
            dx_pad[:, :, rows, columns] += d * w[f]
            dw[f] += (d * x_pad[:, :, rows, columns]).sum(axis=0)
    dx = dx_pad[:, :, pad : pad + H, pad : pad + W]
    db = dout.sum(axis=(0, 2, 3))
    ### END SOLUTION
    return dx, dw, db


# %% id="test-conv-backward-naive" role="test" points=6
score = check("conv_backward_naive", conv_backward_naive)
### BEGIN HIDDEN TESTS
from autograder.checks.s06 import check as full_check

score = full_check("conv_backward_naive", conv_backward_naive)
### END HIDDEN TESTS
score

# %% [markdown] id="gradcheck-text"
# And the layer that the experiments use? Against finite differences, at three settings:

# %% id="gradcheck" tags=["demo", "anchor"]
for stride, pad in ((1, 0), (2, 1), (3, 2)):
    worst = max(lab.conv_errors(stride, pad))
    print(f"stride {stride}, pad {pad}: below 1e-8: {worst < 1e-8}")

# %% [markdown] id="pool-text"
# ## 4 · Pooling: overlaps and ties
#
# Max pooling keeps the largest entry of each window, channel by channel. It has no parameters. The course's windows are 2×2 with stride 2, and published checks use nothing else. Windows may also overlap (AlexNet: 3×3, stride 2) or be longer than wide.

# %% [markdown] id="exercise-max-pool-forward-naive"
# ### Exercise 3 · Max pooling forward (3 points, 8 minutes, difficulty 1)
#
# **Contract.** `x` (N, C, H, W); `pool_param` with `pool_height`, `pool_width` and `stride`. Returns `out` (N, C, OH, OW), with $\mathrm{OH} = (H - \mathrm{pool\_height}) / \mathrm{stride} + 1$ and OW likewise, and the cache. The windows tile the image; they may overlap or leave gaps, and all entries of one may be negative. Inputs stay as they are; float32 gives float32.
#
# <details><summary>Hint 1: the idea</summary>
#
# As in exercise 1, without filter and padding.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `out[:, :, i, j]` is the maximum of the window over its last two axes. The window begins at `i * stride`; its size has nothing to do with where it begins.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# window `(N, C, pool_height, pool_width)` → max over axes (2, 3) → `(N, C)` = `out[:, :, i, j]`.
#
# </details>


# %% id="max-pool-forward" role="solution"
def max_pool_forward_naive(x, pool_param):
    """Return the maxima (N, C, OH, OW) and the cache; see above."""
    ### BEGIN SOLUTION
    height, width = pool_param["pool_height"], pool_param["pool_width"]
    stride = pool_param["stride"]
    OH = (x.shape[2] - height) // stride + 1
    OW = (x.shape[3] - width) // stride + 1
    out = np.empty((*x.shape[:2], OH, OW), x.dtype)
    for i, j in np.ndindex(OH, OW):
        top, left = i * stride, j * stride
        window = x[:, :, top : top + height, left : left + width]
        out[:, :, i, j] = window.max(axis=(2, 3))
    ### END SOLUTION
    cache = (x, pool_param)
    return out, cache


# %% id="test-max-pool-forward-naive" role="test" points=3
score = check("max_pool_forward_naive", max_pool_forward_naive)
### BEGIN HIDDEN TESTS
from autograder.checks.s06 import check as full_check

score = full_check("max_pool_forward_naive", max_pool_forward_naive)
### END HIDDEN TESTS
score

# %% [markdown] id="ties-text"
# Backward, the maximum gets the window's gradient and the others get nothing. But if two entries are equally large? With numbers drawn at random that never happens. Pooling, though, usually follows ReLU.

# %% id="predict-ties" tags=["demo", "widget"]
viz.predict(
    "ties",
    "After a random convolution and ReLU: in what share of the 2×2 windows "
    "is the maximum not alone?",
    ["below 1 %", "about 5 %", "about 30 %"],
)

# %% [markdown] id="ties-run-text"
# 500 images, eight filters:

# %% id="ties" tags=["demo"]
found = lab.ties(images.x[:500])
print(f"windows of the images with a tie: {found.raw:.0%}")
print(f"windows of the maps after ReLU:   {found.after_relu:.0%}")
print(f"sharing or the first: dx differs by {found.differ:.0%} of its size,")
print(f"and by {found.after_gate:.0%} behind the ReLU before the pooling")
viz.look_back("ties", f"{found.after_relu:.0%}")

# %% [markdown] id="ties-explain"
# **Correction 2.** A comment in the assignment's fast pooling calls ties unlikely in practice and says that *all* of them get the gradient. Where all four entries are negative, ReLU makes four zeros: a tie in 31 % of the windows. And the line below the comment does not give, it *shares*, while the assignment's other paths pick the first: two gradients for one layer. Behind ReLU the difference vanishes, since no gradient passes where the maximum is 0, which is why nobody notices. One rule should hold on all paths; here **the first maximum, row by row, gets all.**

# %% [markdown] id="exercise-max-pool-backward-naive"
# ### Exercise 4 · Max pooling backward (4 points, 12 minutes, difficulty 2)
#
# **Contract.** `dout` (N, C, OH, OW); `cache` is the tuple `(x, pool_param)`, filled by the check. Returns `dx`, shaped as x. Among equal maxima of a window the first in row-major order gets the gradient. An entry that wins in several windows gets the sum. Inputs stay as they are; float32 gives float32.
#
# <details><summary>Hint 1: the idea</summary>
#
# Find each window's winner again, and add the window's gradient there.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `window.argmax()` is the first maximum in row-major order; `np.unravel_index` turns it into row and column. Add, do not assign: another window may have been there before.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `x[n, c, top : top + height, left : left + width]` → row, column → `dx[n, c, top + row, left + column] += dout[n, c, i, j]`.
#
# </details>


# %% id="max-pool-backward" role="solution"
def max_pool_backward_naive(dout, cache):
    """Return dx (N, C, H, W); see above."""
    x, pool_param = cache
    ### BEGIN SOLUTION
    height, width = pool_param["pool_height"], pool_param["pool_width"]
    stride = pool_param["stride"]
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(*dout.shape):
        top, left = i * stride, j * stride
        window = x[n, c, top : top + height, left : left + width]
        row, column = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, top + row, left + column] += dout[n, c, i, j]
    ### END SOLUTION
    return dx


# %% id="test-max-pool-backward-naive" role="test" points=4
score = check("max_pool_backward_naive", max_pool_backward_naive)
### BEGIN HIDDEN TESTS
from autograder.checks.s06 import check as full_check

score = full_check("max_pool_backward_naive", max_pool_backward_naive)
### END HIDDEN TESTS
score

# %% [markdown] id="quiz-overlap-text"
# One question before we leave the loops.

# %% id="quiz-overlap" tags=["demo", "widget", "quiz"]
viz.quiz(
    "A pooling backward writes dx[...] = dout where it should say +=. When "
    "does that give a wrong gradient?",
    [
        "Always.",
        "When windows overlap.",
        "When a window has a tie.",
    ],
    "When windows overlap.",
    "With stride = size each pixel belongs to one window, so there is nothing "
    "to add to. That is why published checks let this mistake through.",
)

# %% [markdown] id="columns-text"
# ## 5 · Windows as columns
#
# Python's loops are slow, and a matrix product is the fastest thing a processor does. So write each window as a **column**: then all filters, as rows, meet all windows in one product. Equal colours are the same pixel.

# %% id="columns-picture" tags=["demo"]
viz.show(
    viz.columns_picture(),
    alt="An image of 3 by 4 pixels, numbered and coloured, beside its im2col "
    "for 2 by 2 windows: four rows, six columns. The window 1, 2, 5, 6 is "
    "framed in both. Pixels 5 and 6 of the middle appear four times.",
)

# %% [markdown] id="columns-order-text"
# **The order**, which every path of the course keeps: row $(c\cdot\mathrm{FH}+i)\cdot\mathrm{FW}+j$ holds entry (i, j) of channel c of every window; column $(h\cdot\mathrm{OW}+w)\cdot N+n$ holds the window at (h, w) of image n. The price of columns is memory.

# %% id="predict-memory" tags=["demo", "widget"]
viz.predict(
    "memory",
    "100 images of 64×32×32, float32, 3×3 windows, stride 1: the columns "
    "take …",
    ["26 MB", "79 MB", "236 MB", "1 GB"],
)

# %% [markdown] id="memory-run-text"
# Three layers, padded so that the size stays:

# %% id="memory" tags=["demo", "anchor"]
for channels, window in ((3, 3), (3, 7), (64, 3)):
    mb = lab.weight((100, channels, 32, 32), window)
    print(
        f"{channels:>2} channels, {window}×{window}: {mb.images:5.1f} MB as "
        f"images, {mb.columns:6.1f} MB as columns, {mb.factor:.0f} times"
    )
viz.look_back("memory", f"{mb.columns:.0f} MB")

# %% [markdown] id="memory-figure-text"
# And how it grows with the window:

# %% id="memory-figure" tags=["demo"]
fields = [1, 3, 5, 7, 9, 11]
viz.show(
    viz.curves(
        np.array(fields),
        {
            f"{channels} channels": np.array(
                [
                    lab.weight((100, channels, 32, 32), field).columns
                    for field in fields
                ]
            )
            for channels in (3, 16, 64)
        },
        finding="Columns grow with the area of the window",
        where="100 images of 32×32, float32, stride 1; 1×1: as the images",
        x_label="window (height = width)",
        y_label="MB (log scale)",
        log="y",
    ),
    alt="Megabytes of the columns against the window's side, on a logarithmic "
    "axis, for 3, 16 and 64 channels. From 1 by 1 to 11 by 11 each line "
    "rises 121-fold; for 64 channels it passes three gigabytes.",
)

# %% [markdown] id="memory-explain"
# At stride 1 each pixel appears once per entry of the window: nine times for 3×3, 49 times for 7×7. And backward wants the columns again. Section 6 shows a way out.

# %% [markdown] id="exercise-im2col"
# ### Exercise 5 · im2col (3 points, 14 minutes, difficulty 2)
#
# **Contract.** `x` (N, C, H, W); windows of `field_height` × `field_width`, zeros of width `padding` on each side, `stride`. Returns `cols` (C · FH · FW, OH · OW · N) in the order given above. The windows tile the padded image. `cols` is a new array: writing into it never changes x. Float32 gives float32. Loops over places or over entries are welcome.
#
# <details><summary>Hint 1: the idea</summary>
#
# One place (h, w) fills N neighbouring columns at once: the windows of all images there.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `window.reshape(N, -1)` has one window per row in the right order of entries. Transposed, it is the block of columns from `(h * OW + w) * N` on.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# window `(N, C, FH, FW)` → `(N, C·FH·FW)` → transposed `(C·FH·FW, N)`.
#
# </details>


# %% id="im2col" role="solution"
def im2col(x, field_height, field_width, padding, stride):
    """Return the windows as columns (C * FH * FW, OH * OW * N); see above."""
    ### BEGIN SOLUTION
    N, C, H, W = x.shape
    OH = (H + 2 * padding - field_height) // stride + 1
    OW = (W + 2 * padding - field_width) // stride + 1
    sides = (padding, padding)
    x_pad = np.pad(x, ((0, 0), (0, 0), sides, sides))
    cols = np.empty((C * field_height * field_width, OH * OW * N), x.dtype)
    for h, w in np.ndindex(OH, OW):
        top, left = h * stride, w * stride
        window = x_pad[
            :, :, top : top + field_height, left : left + field_width
        ]
        column = (h * OW + w) * N
        cols[:, column : column + N] = window.reshape(N, -1).T
    ### END SOLUTION
    return cols


# %% id="test-im2col" role="test" points=3
score = check("im2col", im2col)
### BEGIN HIDDEN TESTS
from autograder.checks.s06 import check as full_check

score = full_check("im2col", im2col)
### END HIDDEN TESTS
score

# %% [markdown] id="upstream-text"
# **Spot the error.** The Cython file handed out with the published assignment computes the row as `c * field_width * field_height + ii * field_height + jj`. How many entries of the columns are wrong?

# %% id="predict-upstream" tags=["demo", "widget"]
viz.predict(
    "upstream",
    "Share of wrong entries for windows of 3×3 and of 3×2:",
    ["0 % and 0 %", "0 % and more than half", "all and all"],
)

# %% [markdown] id="upstream-run-text"
# Two random images of two channels:

# %% id="upstream" tags=["demo", "anchor"]
x = np.random.default_rng(0).normal(size=(2, 2, 5, 6))
for window in ((3, 3), (3, 2), (2, 3)):
    right = layers.conv_forward_im2col(
        x, np.ones((1, 2, *window)), np.zeros(1), {"stride": 1, "pad": 0}
    )[1].cols
    wrong = (lab.by_field_height(x, window) != right).mean()
    print(f"windows {window[0]}×{window[1]}: {wrong:.0%} of the entries wrong")
viz.look_back("upstream", f"0 % and {wrong:.0%}")

# %% [markdown] id="upstream-explain"
# **Correction 3.** After a row of the window come `field_width` entries, so `ii` counts in steps of the **width**. (For tall windows the compiled file, whose bounds checks are off, even writes behind the array; we leave those entries out.) For square windows height and width are the same number, and square windows are all that is ever tried: a mistake that lives in the compiled code of a famous course. The checks of this page use nothing square where they can avoid it.

# %% [markdown] id="col2im-text"
# **The way back.** `col2im` takes columns and adds each back onto its window. It is what backward needs, and it is *not* the inverse of im2col.

# %% id="predict-round" tags=["demo", "widget"]
viz.predict(
    "round",
    "col2im(im2col(x)) for 3×3 windows on a 4×5 image of ones: the entries "
    "are …",
    ["all 1", "all 9", "from 1 to 6", "from 1 to 9"],
)

# %% [markdown] id="round-run-text"
# There and back:

# %% id="round" tags=["demo", "anchor"]
there = lab.there_and_back(4, 5, 3)
print(there.astype(int))
viz.look_back("round", f"from {there.min():.0f} to {there.max():.0f}")

# %% [markdown] id="round-explain"
# Every pixel comes back once per window that contains it. As a linear map, im2col is a matrix of zeros and ones, and col2im is its **transpose**, so $\langle \mathrm{im2col}(x), c\rangle = \langle x, \mathrm{col2im}(c)\rangle$ for all x and c. The hidden check asks exactly that.

# %% [markdown] id="exercise-col2im"
# ### Exercise 6 · col2im (3 points, 12 minutes, difficulty 2)
#
# **Contract.** `cols` (C · FH · FW, OH · OW · N) in the order above; `x_shape` is (N, C, H, W), the shape of the result. Every entry of `cols` is added to the pixel that im2col takes it from; what falls on the padding is dropped. Any padding including 0. Inputs stay as they are; float32 gives float32.
#
# <details><summary>Hint 1: the idea</summary>
#
# Run im2col backwards: for each place take its N columns, give them the shape of windows, and add.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `x_pad[:, :, top : top + FH, left : left + FW] += windows`. With arrays of indices instead of slices, `+=` keeps only one of several contributions; `np.add.at` would keep all, slowly.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `(C·FH·FW, N)` → transposed `(N, C·FH·FW)` → `(N, C, FH, FW)`; at the end cut `padding : padding + H`.
#
# </details>


# %% id="col2im" role="solution"
def col2im(cols, x_shape, field_height, field_width, padding, stride):
    """Return images (N, C, H, W), the columns added back; see above."""
    N, C, H, W = x_shape
    ### BEGIN SOLUTION
    p, FH, FW = padding, field_height, field_width
    OH = (H + 2 * p - FH) // stride + 1
    OW = (W + 2 * p - FW) // stride + 1
    x_pad = np.zeros((N, C, H + 2 * p, W + 2 * p), cols.dtype)
    for h, w in np.ndindex(OH, OW):
        top, left = h * stride, w * stride
        column = (h * OW + w) * N
        windows = cols[:, column : column + N].T.reshape(N, C, FH, FW)
        x_pad[:, :, top : top + FH, left : left + FW] += windows
    x = x_pad[:, :, p : p + H, p : p + W]
    ### END SOLUTION
    return x


# %% id="test-col2im" role="test" points=3
score = check("col2im", col2im)
### BEGIN HIDDEN TESTS
from autograder.checks.s06 import check as full_check

score = full_check("col2im", col2im)
### END HIDDEN TESTS
score

# %% [markdown] id="product-text"
# With these two, a convolution is three lines forward and three backward: `w.reshape(F, -1) @ cols + b`; `dw = d @ cols.T`; `dx = col2im(w.T @ d)`, where `d` is dout with the filters as rows. The next section asks whether it is the same convolution.

# %% [markdown] id="hot-text"
# ## 6 · The hot path
#
# The course computes one convolution in four ways. **Loops**: exercise 1. **Columns, NumPy**: im2col by strided views, then a product. **Columns, Cython**: the same with your two loops of section 5 compiled. **Fast**: a compiled kernel that never makes the columns. Here is the third, from `cs231n_core/kernels/im2col_cython.pyx`. You wrote it a moment ago:

# %% id="cython-source" tags=["demo"]
print(lab.kernel_source("im2col"))

# %% [markdown] id="cython-explain"
# Six plain loops and one assignment. `cdef Py_ssize_t` makes the indices machine integers, `floating[:, ::1]` makes the arrays plain memory of float32 or float64, and `nogil` says that no Python object is touched: the compiler turns it into the loops that a C programmer would write. The row has `field_width` where it belongs. Checks and padding happen before, in Python, once per call.

# %% [markdown] id="agree-text"
# Speed is worth nothing if the numbers differ. Seven layers, in all but one of which image or filter is not square; the largest difference of out, dx, dw and db from the loops:

# %% id="predict-agree" tags=["demo", "widget"]
viz.predict(
    "agree",
    "In float64, the four ways agree …",
    ["bit for bit", "to about 15 digits", "to about 7 digits"],
)

# %% [markdown] id="agree-run-text"
# Each line is a layer:

# %% id="agree" tags=["demo", "anchor"]
worst = 0.0
for index, (shape, filters, stride, pad) in enumerate(lab.GRID):
    off = [lab.difference(path, index) for path in lab.paths().values()]
    worst = max(worst, *off)
    print(
        f"x {shape}, w {filters}, stride {stride}, pad {pad}: "
        f"all within 1e-12: {max(off) < 1e-12}"
    )
digits = "bit for bit" if worst == 0 else "to about 15 digits"
viz.look_back("agree", digits)

# %% [markdown] id="agree-explain"
# Not bit for bit: the ways add up the same products in different orders, and floating-point sums depend on the order. A difference of $10^{-16}$ is rounding; one of $10^{-3}$ would be a mistake. That is why tests of fast code compare with a tolerance, and with loops that one can read.

# %% [markdown] id="time-text"
# **And the time?** 20 images of three channels, eight 3×3 filters, float32, forward and backward together.

# %% id="predict-time" tags=["demo", "widget"]
viz.predict(
    "time",
    "At 32×32, the loops take … the time of the fast path.",
    ["about 3 times", "about 30 times", "several hundred times"],
)

# %% [markdown] id="time-run-text"
# Four sizes, each the median of at least three runs:

# %% id="timing" tags=["demo", "timing"]
sides = [4, 8, 16, 32]
measured = {side: lab.times(side) for side in sides}
both = {
    name: [sum(measured[side][name]) for side in sides] for name in lab.paths()
}
viz.show(
    viz.path_times(
        sides,
        both,
        finding="The loops over windows are what costs",
        where="forward + backward, 20 images, 3 channels, 8 filters 3×3",
    ),
    alt="Milliseconds against image size on logarithmic axes, one line per "
    "path. All rise with the number of pixels; the loops lie about two "
    "powers of ten above the columns and three above the fast kernel.",
)

# %% [markdown] id="time-numbers-text"
# As a table:

# %% id="timing-numbers" tags=["demo", "timing"]
print("ms, 32×32         forward  backward")
for name, (ahead, back) in measured[32].items():
    print(f"{name:<17} {ahead:8.2f} {back:9.2f}")
ratio = both["loops"][-1] / both["fast"][-1]
viz.look_back("time", f"{ratio:,.0f} times")

# %% [markdown] id="time-explain"
# Columns win because the inner loop moved from Python into a matrix product. From there to the fast path is a different step: it never writes the columns to memory. It takes a few rows of windows at a time into the processor's nearest cache, multiplies them while they are there, and uses several threads and wide instructions. What is left of the time is mostly reading x and writing out. They report the same for GPUs: Chetlur et al. (2014) build the columns tile by tile.

# %% [markdown] id="cython-buys-text"
# **What does Cython itself buy?** Only the columns, three ways: arrays of indices, as the published `im2col.py` does; NumPy slices; the compiled loops. 100 images of 3×32×32.

# %% id="predict-cython" tags=["demo", "widget"]
viz.predict(
    "cython",
    "Compared with NumPy slices, the compiled col2im is …",
    ["slower", "up to 3 times as fast", "about 20 times as fast"],
)

# %% [markdown] id="cython-buys-run-text"
# Milliseconds:

# %% id="column-times" tags=["demo", "timing"]
found = lab.column_times()
print("ms                    im2col   col2im")
for name, (there, back) in found.items():
    print(f"{name:<20} {there:7.1f} {back:8.1f}")
last = list(found.values())[-1]
slices = found["slices, NumPy"]
viz.look_back("cython", f"{slices[1] / last[1]:.1f} times as fast")

# %% [markdown] id="cython-buys-explain"
# Against `np.add.at` the compiled loops win by an order of magnitude. Against nine slices the gain is small: copying is limited by memory, and NumPy's inner loops are compiled too. **Choose the baseline before you praise the compiler.** What is worth compiling is what NumPy cannot say, such as a product that never stores its operand.

# %% [markdown] id="explore-times-text"
# Measured when the figure was first drawn, on this machine: change size and direction.

# %% id="explore-times" tags=["demo", "widget"]
viz.explore(
    viz.draw_times,
    title="One convolution, each path",
    twin=[{}, {"size": "32", "way": "backward"}],
    size=viz.Choice(("8", "16", "32"), "16", "image size"),
    way=viz.Choice(("forward", "backward"), "forward", "direction"),
)

# %% [markdown] id="exp-text"
# **A claim about cost.** The lecture says that exp is expensive, but usually not the main problem: *the convolutions and dot products are*. In which layer?

# %% id="exp-cost" tags=["demo", "timing"]
for channels, filters in ((3, 8), (8, 16), (32, 32), (64, 64)):
    conv, exp = lab.exp_beside_convolution(channels, filters)
    print(
        f"{channels:>2} → {filters:>2} maps: convolution {conv:6.2f} ms, "
        f"exp of its output {exp:5.2f} ms"
    )

# %% [markdown] id="exp-explain"
# Per output a convolution costs 9·C multiplications, exp a fixed price. With 64 channels the lecture is right, by a factor of about ten. In a first layer of three channels the two are equal here: the faster the convolution, the less true the sentence.

# %% [markdown] id="quiz-speed-text"
# A question about proof:

# %% id="quiz-speed" tags=["demo", "widget", "quiz"]
viz.quiz(
    "After an update your training takes 30 times as long; the losses are "
    "the same to six digits. What is the first thing to look at?",
    [
        "The learning rate.",
        "Which kernels are live: kernels.backend_report().",
        "The gradient check.",
    ],
    "Which kernels are live: kernels.backend_report().",
    "Same numbers, another speed: the fallback does the work. A fallback that "
    "says nothing is how compiled code gets lost.",
)

# %% [markdown] id="filters-text"
# ## 7 · Filters that one can read
#
# Before a network finds its own filters, look at some that people made. One picture, six filters of 3×3.

# %% id="filter-pictures" tags=["demo"]
picture = lab.scene()
viz.show(
    viz.pictures(
        {
            name: lab.filtered(picture, lab.kernel(name))
            for name in lab.FILTERS
        },
        finding="Six filters, one picture",
        columns=3,
    ),
    alt="A drawn scene with a disc, a frame and stripes under six filters: "
    "unchanged, blurred, with upright edges, with level edges, with spots "
    "and corners, and sharper.",
)

# %% [markdown] id="filters-predict-text"
# Two of the filters find edges: their weights are positive on one side and negative on the other.

# %% id="predict-flat" tags=["demo", "widget"]
viz.predict(
    "flat",
    "On an area of equal brightness .7 the filter for upright edges gives …",
    ["0", ".7", "8 × .7"],
)

# %% [markdown] id="flat-run-text"
# Each filter on a flat area, and on an edge from 0 to 1:

# %% id="flat" tags=["demo", "anchor"]
flat, edge = np.full((5, 6), 0.7), np.zeros((5, 6))
edge[:, 3:] = 1.0
for name in lab.FILTERS:
    weights = lab.kernel(name)
    on_flat = lab.filtered(flat, weights)[2, 2]
    on_edge = lab.filtered(edge, weights)[2, 2]
    print(f"{name:<14} flat {abs(on_flat):.2f}   edge {abs(on_edge):.2f}")
answer = lab.filtered(flat, lab.kernel("upright edges"))[2, 2]
viz.look_back("flat", f"{abs(answer):.2g}")

# %% [markdown] id="flat-explain"
# Weights that add up to 0 do not see brightness, only differences; weights that add up to 1 keep it. That is all there is to "edge detection". Now edit one: the number is added to the centre.

# %% id="explore-filter" tags=["demo", "widget"]
viz.explore(
    viz.draw_filter,
    title="Filter editor",
    twin=[{}, {"name": "spots", "centre": 1}],
    name=viz.Choice(tuple(lab.FILTERS), "upright edges", "filter"),
    centre=viz.Slider(-4.0, 4.0, 0.5, 0.0, "add to the centre"),
    stride=viz.Slider(1, 4, 1, 1, "stride"),
)

# %% [markdown] id="grey-text"
# Colour to grey is a convolution as well: one filter of 1×1 with a weight per channel. It mixes channels and nothing else.

# %% id="grey" tags=["demo", "anchor"]
grey = lab.grey_filter(images.x[:100])
by_hand = np.tensordot([0.299, 0.587, 0.114], images.x[:100], (0, 1))
print("shape:", grey.shape)
print("as by hand:", bool(np.allclose(grey[:, 0], by_hand, atol=1e-5)))

# %% [markdown] id="norm-text"
# ## 8 · Spatial batch normalisation
#
# They report: *in conv layers we will have one variance and one mean per activation map* (notes). The lecture first says *jointly across all the feature dimensions and all the spatial locations*, because *we want to obey the convolutional property: nearby locations should be normalised the same way*; then it names one mean per map as well. The reason is good. Test it: which statistics obey the convolutional property?

# %% id="predict-norm" tags=["demo", "widget"]
viz.predict(
    "norm",
    "One mean and variance per pixel and channel, as for affine layers. "
    "Shifting a test image, then normalising it, is the same as normalising, "
    "then shifting:",
    ["yes", "no"],
)

# %% [markdown] id="norm-run-text"
# Maps of 500 images after a random convolution; the statistics are those of all 500, one image is shifted by two pixels.

# %% id="norm-shift" tags=["demo"]
maps = lab.first_maps(images.x[:500]).astype(float)
kinds = {
    "per map": lab.PER_MAP,
    "all maps": lab.PER_BATCH,
    "per pixel": lab.PER_PIXEL,
}
for name, axes in kinds.items():
    count = maps.mean(axis=axes).size
    off = lab.shift_error(maps, axes)
    spread = lab.normalised(maps, maps, axes).std(axis=(0, 2, 3))
    print(
        f"{name:<10} {count:>5} means, shift error {off:.3f}, "
        f"spread of maps {spread.min():.2f} to {spread.max():.2f}"
    )
viz.look_back("norm", "yes" if off < 1e-9 else "no")

# %% [markdown] id="norm-explain"
# **Correction 4.** Statistics per pixel break the property: the lecture's reason holds. Statistics over *all* maps obey it too, but leave the maps with unequal spreads, so "jointly across all feature dimensions" says too much. **Per map** has both. A student asks whether structure is lost: within a map every pixel is shifted and scaled by the same two numbers, so the picture stays.

# %% [markdown] id="exercise-spatial-batchnorm-forward"
# ### Exercise 7 · Spatial batch norm forward (3 points, 9 minutes, difficulty 2)
#
# Every pixel of every image is an example of C features. So: turn images into rows, use `batchnorm_forward` (given, as in stage 05), and turn the rows back.
#
# **Contract.** `x` (N, C, H, W), `gamma`, `beta` (C,), `bn_param` as in stage 05, modes train and test; running statistics have shape (C,). Returns `out` (N, C, H, W) and the cache that `batchnorm_forward` returns for the rows in the order (n, h, w). x, gamma and beta stay as they are; float32 gives float32.
#
# <details><summary>Hint 1: the idea</summary>
#
# `reshape` never moves a number in memory order. Channels must be the last axis *before* you reshape.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `x.transpose(0, 2, 3, 1).reshape(-1, C)`. Back: reshape to (N, H, W, C), then `transpose(0, 3, 1, 2)`.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `(N, C, H, W)` → `(N, H, W, C)` → `(N·H·W, C)` → batch norm → `(N, H, W, C)` → `(N, C, H, W)`.
#
# </details>


# %% id="spatial-forward" role="solution"
def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    """Return x normalised per map, (N, C, H, W), and the cache."""
    ### BEGIN SOLUTION
    N, C, H, W = x.shape
    rows = x.transpose(0, 2, 3, 1).reshape(-1, C)
    out, cache = batchnorm_forward(rows, gamma, beta, bn_param)
    out = out.reshape(N, H, W, C).transpose(0, 3, 1, 2)
    ### END SOLUTION
    return out, cache


# %% id="test-spatial-batchnorm-forward" role="test" points=3
score = check("spatial_batchnorm_forward", spatial_batchnorm_forward)
### BEGIN HIDDEN TESTS
from autograder.checks.s06 import check as full_check

score = full_check("spatial_batchnorm_forward", spatial_batchnorm_forward)
### END HIDDEN TESTS
score

# %% [markdown] id="exercise-spatial-batchnorm-backward"
# ### Exercise 8 · Spatial batch norm backward (3 points, 7 minutes, difficulty 1)
#
# The same way, in the other direction, with `batchnorm_backward(dout_rows, cache)`, which is given.
#
# **Contract.** `dout` (N, C, H, W); `cache` is what `batchnorm_forward` returned in mode train for the rows in the order (n, h, w), filled by the check. Returns `dx` (N, C, H, W), `dgamma` (C,), `dbeta` (C,). Inputs and cache stay as they are; float32 gives float32.
#
# <details><summary>Hint 1: the idea</summary>
#
# Rows of dout must stand in the same order as rows of x did.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# The same two transpositions as forward. dγ and dβ need no turning: they have one entry per map already.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `dout` → `(N·H·W, C)` → `dx` rows `(N·H·W, C)`, `dgamma (C,)`, `dbeta (C,)` → `dx (N, C, H, W)`.
#
# </details>


# %% id="spatial-backward" role="solution"
def spatial_batchnorm_backward(dout, cache):
    """Return dx (N, C, H, W), dgamma (C,) and dbeta (C,)."""
    ### BEGIN SOLUTION
    N, C, H, W = dout.shape
    rows = dout.transpose(0, 2, 3, 1).reshape(-1, C)
    dx, dgamma, dbeta = batchnorm_backward(rows, cache)
    dx = dx.reshape(N, H, W, C).transpose(0, 3, 1, 2)
    ### END SOLUTION
    return dx, dgamma, dbeta


# %% id="test-spatial-batchnorm-backward" role="test" points=3
score = check("spatial_batchnorm_backward", spatial_batchnorm_backward)
### BEGIN HIDDEN TESTS
from autograder.checks.s06 import check as full_check

score = full_check("spatial_batchnorm_backward", spatial_batchnorm_backward)
### END HIDDEN TESTS
score

# %% [markdown] id="small-text"
# **Small batches, again.** Stage 05 found that batch norm with two examples per batch ruins a dense network. The lecture expects that convolutional networks *generally work fine*. How many numbers is a map's mean taken over when the batch is two images of 16×16?

# %% id="quiz-count" tags=["demo", "widget", "quiz"]
viz.quiz(
    "Two images, eight maps of 16×16. How many numbers enter each mean of "
    "spatial batch norm?",
    ["2", "16", "256", "512", "4096"],
    "512",
    "N · H · W = 2 · 16 · 16. They are not independent, since neighbouring "
    "pixels resemble each other, but they are far more than two.",
)

# %% [markdown] id="trembling-text"
# How much does one image's normalised value tremble when its mates change?

# %% id="trembling" tags=["demo"]
print("images per batch    per map   per pixel")
for size in (2, 8, 32):
    by_map = lab.trembling(maps, size, lab.PER_MAP)
    by_pixel = lab.trembling(maps, size, lab.PER_PIXEL)
    print(f"{size:>16} {by_map:>10.2f} {by_pixel:>11.2f}")

# %% [markdown] id="trembling-explain"
# With statistics per map the noise is less than half of that per pixel: two images tremble less than eight do per pixel. Section 9 checks whether it matters for training.

# %% [markdown] id="net-text"
# ## 9 · A ConvNet through the hot path
#
# Conv 3×3 (8 filters), ReLU, 2×2 pooling, one affine layer. As in any training: first the loss that guessing gives, then twenty images by heart.

# %% id="sanity" tags=["demo"]
net = lab.conv_net()
first, _ = net.loss(few.x[:100], few.y[:100])
print(f"first loss {first:.3f}, ln 10 = {np.log(10):.3f}")
twenty = few.first(20)
losses = lab.train(net, twenty, lr=0.03, epochs=60, batch=20)
print(f"twenty images: loss {losses[-1]:.4f} after {len(losses)} steps,")
print(f"accuracy {net.accuracy(twenty.x, twenty.y):.0%}")

# %% [markdown] id="witness-text"
# **Which code does the work?** A report says what is configured; counting says what ran. One epoch on 2,000 images, every call of a compiled kernel counted:

# %% id="hot-path" tags=["demo"]
with lab.compiled_calls() as calls:
    lab.train(lab.conv_net(norm=True), few, epochs=1)
print(kernels.backend_report())
for name in ("conv_forward", "conv_backward", "max_pool_forward"):
    print(f"calls of the compiled {name}: {calls[name]}")

# %% [markdown] id="same-text"
# Now two epochs on NumPy's kernels and on the live ones. The losses of all steps should agree to the precision of float32, and the clock should not.

# %% id="same-losses" tags=["demo", "timing"]
runs = {}
for choice in ("numpy", "auto"):
    with kernels.using(choice) as backend:
        start = time.perf_counter()
        runs[choice] = lab.train(lab.conv_net(), few, epochs=2)
        took = time.perf_counter() - start
    print(f"{backend.name:<7} {took:.2f} s for 80 steps of 50 images")
gap = np.abs(np.subtract(runs["numpy"], runs["auto"])).max()
print(f"largest difference of the losses: {gap:.0e}")

# %% [markdown] id="same-explain"
# The same training, step by step: what differs is rounding, which grows a little from step to step, and the time. This is what "a fast path" must mean: a choice that nobody can see in the results.

# %% [markdown] id="dense-text"
# **Is the assumption worth anything?** The ConvNet has 5,354 parameters. A dense net of about as many has seven hidden units. Both see 2,000 images for five epochs, three seeds, the dense one at the better of two rates. And then once more with the pixels of all images in another, fixed order.

# %% id="predict-dense" tags=["demo", "widget"]
viz.predict(
    "dense",
    "Reordering all pixels in one fixed way costs validation accuracy …",
    ["both nets", "the dense net only", "the ConvNet only", "neither"],
)

# %% [markdown] id="dense-run-text"
# Twelve runs:

# %% id="dense" tags=["demo"]
settings = [lab.Setting("conv"), lab.Setting("dense", lr=0.01)]
groups = {}
for order, set_ in (("", few), (", reordered", few.reordered())):
    _, val = lab.accuracies(
        set_, settings, progress=viz.counting("training" + order)
    )
    for name, found in zip(("ConvNet", "dense"), val):
        groups[name + order] = found
viz.show(
    viz.dots(
        groups,
        finding="A ConvNet gains from neighbourhood, a dense net does not",
        where="2,000 images, five epochs, three seeds; bars: sd",
        label="validation accuracy (%)",
        percent=True,
    ),
    alt="Validation accuracy, a dot per run. The ConvNet lies far above the "
    "dense net of the same size; with reordered pixels the ConvNet loses "
    "several points and the dense net stays where it was.",
)

# %% [markdown] id="dense-numbers-text"
# As a table:

# %% id="dense-numbers" tags=["demo"]
for name, found in groups.items():
    print(f"{name:<19} {lab.written(found)}")
means = {name: found.mean() for name, found in groups.items()}
fall = {
    kind: 100 * (means[kind] - means[f"{kind}, reordered"])
    for kind in ("ConvNet", "dense")
}
viz.look_back(
    "dense", f"ConvNet {fall['ConvNet']:.0f}, dense {fall['dense']:.0f} points"
)

# %% [markdown] id="dense-explain"
# The lecture's reason against reducing images to fewer dimensions, *keep the spatial structure*, is a reason for networks that use it. The ConvNet falls by twelve points when neighbours are torn apart (CIFAR-10: five); the dense net does not care, since for it any order is as good as any other. What lead remains may come from the ConvNet's 2,048 hidden numbers, which shared weights make cheap; we did not test that.

# %% [markdown] id="rates-text"
# **With spatial batch norm.** Two convolutions, 8 and 16 filters, 600 images, four epochs, three rates, three seeds. Notes and lecture put it after the convolution and before the nonlinearity, as here; they expect higher rates to work.

# %% id="predict-rates" tags=["demo", "widget"]
viz.predict(
    "rates",
    "At the rate .03, batch norm's lead in training accuracy is …",
    ["less than 2 points", "2 to 5 points", "more than 5 points"],
)

# %% [markdown] id="rates-run-text"
# 18 runs:

# %% id="rates" tags=["demo"]
rates, base = [0.01, 0.03, 0.1], {"epochs": 4, "filters": (8, 16)}
by_rate = {
    label: lab.accuracies(
        images.first(600),
        [lab.Setting(kind, lr=lr, **base) for lr in rates],
        progress=viz.counting(label),
    )[0]
    for label, kind in (("batch norm", "conv + norm"), ("plain", "conv"))
}
viz.show(
    viz.trials(
        rates,
        by_rate,
        finding="With spatial batch norm a ConvNet learns faster",
        where="two convolutions, 600 images, four epochs, three seeds",
        x_label="learning rate",
    ),
    alt="Training accuracy of a ConvNet with and without spatial batch norm "
    "at three learning rates. The normalised one is ahead at the smaller "
    "ones; at the largest both fall and spread.",
)

# %% [markdown] id="rates-numbers-text"
# As a table:

# %% id="rates-numbers" tags=["demo"]
for i, lr in enumerate(rates):
    texts = [f"{k} {lab.written(v[i])}" for k, v in by_rate.items()]
    print(f"rate {lr:<5g} " + "   ".join(texts))
lead = (by_rate["batch norm"] - by_rate["plain"]).mean(axis=1)
viz.look_back("rates", f"{100 * lead[1]:.0f} points")

# %% [markdown] id="rates-explain"
# Eight points ahead at the two smaller rates; at .1 the error bars overlap, and neither net does well (CIFAR-10: six, six and eleven points, with wide bars). Two convolutions with good first weights do not need batch norm; they learn in fewer steps with it. Whether it also buys higher rates is not settled by three seeds.

# %% [markdown] id="batches-text"
# **And batches of two?** The rate is scaled with the batch, so that one epoch moves equally far; 600 images, three epochs, one convolution.

# %% id="batches" tags=["demo"]
batches = [2, 50]
by_batch = {
    label: lab.accuracies(
        images.first(600),
        [lab.Setting(kind, lr=0.0006 * n, batch=n, epochs=3) for n in batches],
        progress=viz.counting(label),
    )[0]
    for label, kind in (("batch norm", "conv + norm"), ("plain", "conv"))
}
for i, n in enumerate(batches):
    texts = [f"{k} {lab.written(v[i])}" for k, v in by_batch.items()]
    print(f"batch {n:<3} " + "   ".join(texts))

# %% [markdown] id="batches-explain"
# **Confirmed for convolutions.** Stage 05 measured a fall from 40 to 18 % for a dense net at batches of two; here nothing falls (CIFAR-10: 65 % at two, 56 % at fifty). The lecture's *kind of the same effect* is about networks whose means are taken over hundreds of pixels. Where maps have shrunk to one pixel, spatial batch norm is the dense one again.

# %% [markdown] id="quiz-bias-text"
# One more, from stage 05:

# %% id="quiz-bias" tags=["demo", "widget", "quiz"]
viz.quiz(
    "A convolution is followed by spatial batch norm. What is the gradient "
    "of its bias?",
    ["Zero, but for rounding.", "As without batch norm.", "Infinite."],
    "Zero, but for rounding.",
    "The bias shifts a whole map, and the layer subtracts the map's mean. "
    "Such convolutions are usually built without a bias.",
)

# %% [markdown] id="layer-text"
# ## 10 · What the first layer learned
#
# Filters on three channels are small colour pictures. Before training they are noise. After six epochs on all 5,000 images?

# %% id="train-long" tags=["demo"]
net = lab.conv_net()
before = net.params["W1"].copy()
losses = lab.train(
    net, images, epochs=6, batch=50, progress=viz.counting("epochs")
)
print(f"loss {losses[0]:.2f} → {np.mean(losses[-100:]):.2f}")
print(f"training accuracy   {net.accuracy(images.x, images.y):.1%}")
print(f"validation accuracy {net.accuracy(images.x_val, images.y_val):.1%}")

# %% [markdown] id="curve-text"
# Its loss, step by step; stage 07 reads such curves. At both ends, where there are no 50 steps around a step, the line is held: at the first loss and at the last mean.

# %% id="curve" tags=["demo"]
average = np.convolve(losses, np.ones(50) / 50, mode="valid")
middle = [*losses[:1] * 24, *average, *average[-1:].repeat(25)]
viz.show(
    viz.scatter_and_average(
        losses,
        {"mean of 50 steps": middle},
        finding="A ConvNet of 5,354 numbers learns",
        where="8 filters, 5,000 images of 16×16, six epochs",
    ),
    alt="Loss against step for 600 steps. Single steps scatter by some "
    "tenths around a mean that falls quickly from 2.3 and then slowly to "
    "about 1.2.",
)

# %% [markdown] id="layer-figure-text"
# The eight filters, each stretched over its own range of colours:

# %% id="first-layer" tags=["demo"]
after = net.params["W1"]
viz.show(
    viz.filter_sheets(
        {"before": before, "after": after},
        finding="Eight filters of the first layer",
    ),
    alt="Eight filters of 3 by 3 pixels in colour, before and after training. "
    "Both look like coloured noise at first sight; after training some have "
    "a light and a dark side or opposite colours.",
)
moved = np.abs(after - before).mean() / np.abs(before).mean()
print(f"mean change {moved:.0%} of the mean size")

# %% [markdown] id="layer-explain"
# Textbooks show crisp edge and colour detectors here, from filters of 11×11 after training on a million images. Nine pixels and six epochs show less: some filters have a light and a dark side, some a colour against its opposite, and several still show their first draw. Stage 07 looks at the dense counterpart. A picture of filters tells whether something was learnt, hardly ever what.

# %% [markdown] id="claims"
# ### They report · we measured
#
# Each row names what the course's sources or the published assignment state or do, and what the cells above found, on the embedded images and, with the same code, on CIFAR-10.
#
# | Statement | Found in | Embedded | CIFAR-10 | Verdict |
# |---|---|---|---|---|
# | convolutions preserve spatial structure | lecture | shift error 0 away from the border | same | equivariance; ends at the border |
# | keep the spatial structure, do not project | lecture | reordered: 44 → 32 %; a dense net 30 → 29 % | 40 → 35 %; 32 → 32 % | for nets that use it |
# | fan_in = filter size² × channels | slides | 27 for 3×3 on three channels | same | square filters; else HH · WW · C |
# | left-over pixels are cut off | assignment | 23 % of an 8×8 image | same | refuse, or say so |
# | ties are unlikely in practice | assignment | 31 % of the windows after ReLU | 31 % | the first gets all, on every path |
# | row index with the field's height | assignment | 67 % of entries wrong at 3×2 | same | the width |
# | exp is not the main cost, convolutions are | lecture | equal at 3 channels, ten times at 64 | same | depends on the channels |
# | batch norm before the nonlinearity; higher rates | notes, lecture | +8, +8, +2 points at .01, .03, .1 | +6, +6, +11 | learns faster; rates not settled |
# | one mean and variance per map | notes, lecture | shift error 0 | 0 | confirmed |
# | jointly across all feature dimensions | lecture | maps keep unequal spreads | same | per map |
# | small batches work fine in ConvNets | lecture | no loss at two images | none | confirmed; 512 numbers per mean |

# %% [markdown] id="change"
# **What would change if …**
#
# - … filters were 5×5? 25 copies of each pixel in the columns; the fast path, which never makes them, would gain more.
# - … the stride were 2 everywhere? A quarter of the windows, a quarter of the time, and pooling becomes superfluous.
# - … images were 224×224? Columns of one layer would need gigabytes: nobody stores them.
# - … the first layer were 1×1? A dense net per pixel: it would not matter in which order the pixels stand.

# %% [markdown] id="exercise-reflect"
# ### In your own words (not graded by the machine, 6 minutes)
#
# A colleague has rewritten a convolution in another language and shows that it agrees with yours on 3×3 filters, stride 1, padding 1, 32×32 images. In four to six sentences: which mistakes can this test not see, which shapes would you try, and with which tolerance would you compare? Your instructors may give extra credit for it.

# %% [markdown] id="reflect" role="manual" points=0
# ### BEGIN SOLUTION
# One possible answer. Square filters and square images cannot tell height from width, so a swapped index passes, as it did in a published Cython file. Stride 1 cannot show that the stride is forgotten in one of the loops, and padding 1 cannot show a slice that becomes empty at padding 0. I would try filters of 3 by 2 and 2 by 5, images of 5 by 7, strides 1 to 3, paddings 0 to 2, one channel, one filter, one image, and windows that do not tile. I would compare forward and all three gradients with a random upstream gradient, in float64 with a relative tolerance of about 1e-10 and in float32 of about 1e-5, because the order of summation differs and with it the last digits.
# ### END SOLUTION

# %% [markdown] id="summary"
# ## Summary
#
# 1. **One dot product per window**, through all channels; OH = (H + 2 pad − HH)/stride + 1, or an error.
# 2. **Backward adds up**: what was read k times receives k contributions. Overlaps, ties and padding 0 are where mistakes hide.
# 3. **im2col** turns windows into columns and the layer into one product, at nine times the memory; **col2im** is its transpose.
# 4. **Compiled code** pays where NumPy has no word for the loop. First the same numbers, on shapes that are not square; then the clock; and proof of what ran.
# 5. **Maps are normalised per map**, over batch and places, which keeps shifts and makes small batches harmless.

# %% [markdown] id="progress-text"
# The points your visible checks have given so far; more checks run when your work is graded.

# %% id="progress" tags=["demo", "widget"]
progress()

# %% [markdown] id="references"
# **References.** LeCun et al. 1998, *Proc. IEEE* 86 · Chellapilla, Puri, Simard 2006, *IWFHR* (convolution as a matrix product) · Krizhevsky, Sutskever, Hinton 2012, *NeurIPS* · Chetlur et al. 2014, arXiv 1410.0759 · Ioffe, Szegedy 2015, *ICML*, section 3.2 · Behnel et al. 2011, *Computing in Science & Engineering* 13 (Cython).
