# %% [markdown] id="title"
# # 02 · Activation functions
#
# Between two matrix products stands one small function of one number. It decides whether the gradient reaches the first layer, how large a learning rate the network survives, and which units never learn again. Much is said about these functions; here every claim is run.
#
# **About 100 minutes · 27 points · ten exercises.** You need affine layers, the chain rule and NumPy broadcasting (stage 00).
#
# **Afterwards you can** write ten activations with their gradients; say for each its range, slope, mean output and way of failing; predict from one number how a gradient fares through ten layers; and tell a measured statement from a repeated one.

# %% [markdown] id="how-to-use"
# **How to use this notebook.** Each section goes *predict → run → see → explain*. Predictions and quizzes cost nothing and are stored nowhere. Exercises have an answer cell and a check that says what is wrong; run it as often as you like. Experiments use the course's own layers, so they run before you have solved anything. "They report" marks what a paper or a lecture says, "we measured" what a cell of this page printed. The text quotes the numbers of the embedded images; yours may differ in the last digit.

# %% id="setup" role="locked"
import os

# Set before NumPy loads: with matrices this small, threads only wait for
# each other, and sums come out the same on every machine.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from cs231n_core import data_utils, kernels, viz
from cs231n_core.layers import normal_cdf
from cs231n_core.stages import lab02 as lab
from cs231n_core.stages.s02 import check, progress

# %% [markdown] id="data-text"
# The experiments of this stage train on thumbnails: real CIFAR-10 images if the course finds them on your machine, otherwise an embedded set of generated images with ten classes. The next cell says which one you have, and which compute kernels are active.

# %% id="data" tags=["demo"]
data = data_utils.get_CIFAR10_data(5000, 1000, 1000, dtype=np.float32)
images = lab.thumbnails(data)
print(data.source)
print(kernels.backend_report())
print("training thumbnails:", images.x.shape)

# %% [markdown] id="gallery-text"
# ## 1 · Ten functions at a glance
#
# A classical neuron takes inputs $x_1, \dots, x_D$, forms the **pre-activation** $a = \sum_i w_i x_i + b$ and sends $f(a)$ on. The function $f$ is the **activation**.

# %% id="neuron" tags=["demo"]
viz.show(
    viz.neuron("sigmoid"),
    alt="A neuron as a graph: two inputs are multiplied by two weights, "
    "summed with a bias to the pre-activation a, and passed through a "
    "sigmoid to the output.",
)

# %% [markdown] id="why-text"
# Why have $f$ at all? Without it, two layers are one: $(xW_1)W_2 = x(W_1W_2)$. Any kink in between breaks the equality.

# %% id="two-matrices" tags=["demo", "anchor"]
rng = np.random.default_rng(0)
x, w1, w2 = (rng.standard_normal(s) for s in ((5, 4), (4, 6), (6, 3)))
one = x @ (w1 @ w2)
print("two matrices equal one:", np.allclose((x @ w1) @ w2, one))
print("with a ReLU between  :", np.allclose(np.maximum(x @ w1, 0) @ w2, one))

# %% [markdown] id="gallery-predict-text"
# **Predict.** The inputs of the functions below come from a standard normal distribution. ReLU cuts the negative half off. What is its mean output?

# %% id="predict-mean" tags=["demo", "widget"]
viz.predict(
    "mean-output",
    "Inputs from N(0, 1): what is the mean output of ReLU?",
    ["0", "about 0.2", "about 0.4", "about 0.8"],
)

# %% [markdown] id="gallery-run-text"
# Ten functions, each with its slope. Two of them are the same function with another leak: some slides draw leaky ReLU with 0.1 on one page and write 0.01 on another. The leak is a parameter; say which one you mean.

# %% id="gallery" tags=["demo"]
viz.show(
    viz.gallery(),
    alt="Ten small panels with value (solid) and slope (dashed) of sigmoid, "
    "tanh, ReLU, leaky ReLU with .01 and .1, PReLU, ELU, SELU, GELU and a "
    "maxout unit that computes the absolute value. Only sigmoid and tanh "
    "flatten on both sides; only SELU and GELU have slopes above one.",
)

# %% [markdown] id="averages-text"
# The same ten in numbers: lowest and highest value for $|x| \le 12$, mean output for $\mathcal{N}(0, 1)$ inputs, steepest slope.

# %% id="averages" tags=["demo", "anchor"]
print("N(0,1) inputs   lowest highest   mean  slope ≤")
z = np.linspace(-12, 12, 4801)
for row in lab.averages(list(lab.ACTIVATIONS)):
    value, slope = lab.ACTIVATIONS[row.name].both(z)
    mean = abs(round(row.mean, 2))
    print(
        f"{row.name:<14}{value.min():8.2f}{value.max():8.2f}"
        f"{mean:7.2f}{slope.max():9.2f}"
    )
viz.look_back("mean-output", lab.averages(["ReLU"])[0].mean)

# %% [markdown] id="gallery-explain"
# **What the table says.** Sigmoid and tanh are bounded on both sides, and their ranges are *open*: $\sigma$ never equals 0 or 1 except by rounding, although notes often write $[0, 1]$. The steepest sigmoid slope is ¼, tanh's is 1. Only tanh has mean 0 by symmetry and SELU by construction; ReLU's mean is $1/\sqrt{2\pi} \approx .40$. "Not zero-centred" is therefore not a question of yes or no, but of how much: ELU at .16 stands between.

# %% [markdown] id="history"
# **Who proposed what?** One set of lecture notes credits ReLU to AlexNet (2012), a textbook chapter to Nair and Hinton (2010), and says nothing fit was proposed before. Both are late:
#
# - **Rectifier:** Fukushima used it in 1969; Jarrett et al. (2009) and Nair and Hinton (2010, for Boltzmann machines) brought it back, Glorot et al. (2011) trained deep nets with it, Krizhevsky et al. (2012) made it famous.
# - **tanh:** the LeCun et al. (1991) that slides cite explains why centred variables learn faster; it did not invent tanh.
# - **Since then:** leaky ReLU (Maas et al., 2013), maxout (Goodfellow et al., 2013), PReLU (He et al., 2015), ELU (Clevert et al., 2016), GELU (Hendrycks and Gimpel, 2016), SELU (Klambauer et al., 2017).

# %% [markdown] id="biology-text"
# **Evidence or analogy?** The sigmoid is called a *firing rate*, and ReLU *more biologically plausible*; other textbooks say the opposite. Decide which of three sentences could be checked with this notebook.

# %% id="quiz-evidence" tags=["demo", "widget", "quiz"]
viz.quiz(
    "Which sentence is evidence about training, not an analogy?",
    [
        "A sigmoid saturates like the firing rate of a neuron.",
        "Most neurons are silent, so ReLU is the natural choice.",
        "Ten sigmoid layers shrink a gradient about 10,000 times.",
    ],
    "Ten sigmoid layers shrink a gradient about 10,000 times.",
    "A likeness to biology may inspire a design, but it predicts no loss "
    "curve. The third sentence can be false, and section 8 measures it.",
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

# %% [markdown] id="saturation-text"
# ## 2 · Saturation: flat is not dead
#
# Backward multiplies the upstream gradient by the local slope. For the sigmoid that slope is a polynomial of the output:
#
# $$\sigma'(x) = \frac{e^{-x}}{(1+e^{-x})^2} = \frac{1}{1+e^{-x}} \cdot \frac{e^{-x}}{1+e^{-x}} = \sigma(x)\,\bigl(1-\sigma(x)\bigr).$$
#
# Since $1 - \sigma(x) = \sigma(-x)$, the slope is symmetric: largest at 0, small on both sides.

# %% [markdown] id="slope-predict-text"
# **Predict.** A classic lecture question: what gradient comes out of a sigmoid at $x = -10$, when 1 comes in?

# %% id="predict-slope" tags=["demo", "widget"]
viz.predict(
    "slope-at-ten",
    "What is the slope of the sigmoid at x = −10?",
    ["exactly 0", "about 0.00005", "about 0.005", "about 0.05"],
)

# %% [markdown] id="slope-run-text"
# Run it, in the two precisions that networks use.

# %% id="slope-at-ten" tags=["demo", "anchor"]
sigmoid = lab.ACTIVATIONS["sigmoid"]
for dtype in (np.float64, np.float32):
    points = np.array([-20, -10, 0, 10, 20], dtype=dtype)
    slopes = "  ".join(f"{s:.3g}" for s in sigmoid.slope(points))
    print(f"{dtype.__name__}: slope at -20, -10, 0, 10, 20: {slopes}")
viz.look_back("slope-at-ten", float(sigmoid.slope(np.array(-10.0))))

# %% [markdown] id="slope-explain"
# **Lecture and slides say: zero, and the weights never change.** We measured $4.5\cdot10^{-5}$ at ±10: small, not zero, and the weights do change. Exactly zero appears only at +20 in float32, and the other side disagrees: at −20 the slope is still $2\cdot10^{-9}$. That asymmetry is not in the mathematics. Look at the tails.

# %% id="float32-tails" tags=["demo"]
x = np.arange(-40, 40.25, 0.25)
slopes = {
    "float64": sigmoid.slope(x),
    "float32": sigmoid.slope(x.astype(np.float32)).astype(np.float64),
}
viz.show(
    viz.curves(
        x,
        {k: np.where(v > 0, v, np.nan) for k, v in slopes.items()},
        finding="In float32 the right tail of σ' falls off a cliff",
        where="σ'(x) computed as σ(1 − σ); missing points are exactly zero",
        x_label="pre-activation x",
        y_label="slope (log scale)",
        log="y",
    ),
    alt="The slope of the sigmoid on a logarithmic axis. Both precisions "
    "agree on the left down to e to the minus 40; on the right the float32 "
    "curve turns into steps near x = 15 and ends near 17, the float64 curve "
    "ends near 37.",
)

# %% [markdown] id="tails-explain"
# Near 1 float32 has steps of $6\cdot10^{-8}$. From $x \approx 17$ on, $\sigma(x)$ *rounds* to 1 and $1-\sigma$ to 0 (in float64 from 37 on); near 0 floats are dense, so the left tail keeps its digits until $e^{x}$ itself underflows. A remedy exists: $\sigma(x)\,\sigma(-x)$ never subtracts from 1.

# %% [markdown] id="saturation-widget-text"
# **How many inputs are that far out?** Scale and shift standard normal numbers and watch the slopes pile up in the red strip, where less than a hundredth of the gradient passes. A student once asked whether saturation goes away when all inputs are positive. Answer that with the shift.

# %% id="explore-saturation" tags=["demo", "widget"]
viz.explore(
    viz.draw_saturation,
    title="Sigmoid inputs, outputs and slopes",
    twin=[
        {"scale": 1, "shift": 0},
        {"scale": 6, "shift": 0},
        {"scale": 2, "shift": 6},
    ],
    scale=viz.Slider(0.1, 10.0, 0.1, 1.0, "input scale"),
    shift=viz.Slider(-10.0, 10.0, 0.5, 0.0, "input shift"),
)

# %% [markdown] id="saturation-explain"
# At scale 1 nothing saturates; at scale 6, 45 % of the slopes are below .01. Positive inputs do not help: with scale 2 and shift 6 it is 76 %, all on the right plateau. Saturation is a matter of the **size** of $a$, so it is a matter of weights, inputs and bias, not of the sign.

# %% [markdown] id="leave-text"
# **Dead for ever?** A textbook chapter says that a saturated sigmoid neuron is dead and stays dead, because its weights cannot move. Test it on the worst case: one neuron, one bias, learning rate 1, starting at pre-activation $a$ on the wrong plateau.

# %% id="predict-leave" tags=["demo", "widget"]
viz.predict(
    "leave",
    "Start at a = 8, squared error: steps until the neuron is back at a = 0?",
    ["about 10", "about 300", "about 3,000", "it never comes back"],
)

# %% [markdown] id="leave-run-text"
# We count the steps for two losses, and for a ReLU that starts equally far on *its* flat side.

# %% id="steps-to-leave" tags=["demo", "anchor"]
starts = [2, 4, 6, 8]
squared = [lab.steps_to_leave("sigmoid", a) for a in starts]
log_loss = [
    lab.steps_to_leave("sigmoid", a, loss="cross-entropy") for a in starts
]
relu_steps = [lab.steps_to_leave("ReLU", -a) for a in starts]
print("start at |a| =          ", starts)
print("sigmoid, squared error  ", squared)
print("sigmoid, cross-entropy  ", log_loss)
print("ReLU on its flat side   ", relu_steps)
viz.look_back(
    "leave", f"{squared[3]:,} steps; with cross-entropy {log_loss[3]}"
)

# %% [markdown] id="leave-explain"
# The saturated sigmoid comes back every time, in about $e^{a}$ steps: each step moves it by the slope, and the slope is about $e^{-a}$. With cross-entropy the slope cancels ($\partial L/\partial a = \sigma - y$) and 10 steps do. ReLU answers `None`: its slope there is exactly 0. So we keep two words apart: **saturated** means slow, **dead** means exactly zero for every example of the data set.

# %% [markdown] id="exp-cost-text"
# **And the cost?** The third complaint about the sigmoid is that `exp` is expensive. Compare it, on your machine, with the matrix product that every layer needs anyway: 512×512 activations, 512 units.

# %% id="exp-cost" tags=["demo", "timing"]
times = lab.milliseconds(512)
viz.show(
    viz.bars(
        times,
        finding="The matrix product costs more than any activation",
        where="512 × 512 float32 numbers, this machine, best of 20",
        label="milliseconds",
    ),
    alt="Bars of milliseconds on this machine for maximum, exp, tanh and "
    "a 512 by 512 matrix product, which takes longest.",
)
print(f"exp takes {times['exp'] / times['max(0, x)']:.1f} × max(0, x)")
print(f"the matrix product takes {times['x @ w'] / times['exp']:.0f} × exp")

# %% [markdown] id="tanh-text"
# **tanh** is a sigmoid, stretched and centred: $\tanh(x) = 2\sigma(2x) - 1$. Its steepest slope is 1 instead of ¼, its mean output is 0; it saturates all the same.
#
# **Spot the error.** Slides print the formula below. Where does it fail, and why does the mirror image of it fail elsewhere?
#
# $$\tanh(x) = \frac{1 - e^{-2x}}{1 + e^{-2x}}$$

# %% id="tanh-formula" tags=["demo", "anchor"]
x = np.array([-400.0, -1.0, 1.0, 400.0])
with np.errstate(over="ignore", invalid="ignore"):
    e = np.exp(-2 * x)
    print("slides' formula:", (1 - e) / (1 + e))
print("np.tanh        :", np.tanh(x))
stretched = 2 * sigmoid.value(2 * x) - 1
print("2σ(2x) - 1     :", stretched, np.allclose(stretched, np.tanh(x)))

# %% [markdown] id="tanh-explain"
# Algebra is innocent, floating point is not: at −400 the exponential overflows and ∞/∞ is NaN. One NaN in a forward pass makes every weight NaN one step later. (A chapter adds that tanh is rarely used except in LSTMs. That was written about image models; gates and squashed outputs still use it.)

# %% [markdown] id="exercise-sigmoid"
# ### Exercise 1 · Sigmoid (2 points, 6 minutes, difficulty 1)
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
# ### Exercise 2 · Tanh (2 points, 4 minutes, difficulty 1)
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

# %% [markdown] id="tanh-quiz-text"
# Before the next section, one question about what tanh repairs.

# %% id="quiz-tanh" tags=["demo", "widget", "quiz"]
viz.quiz(
    "Slides announce three problems of the sigmoid and list: saturation, "
    "output not zero-centred. (The third is exp.) Which does tanh solve?",
    ["saturation", "the centring", "both", "the exp"],
    "the centring",
    "tanh is centred, flat on both sides, and computed with exponentials.",
)

# %% [markdown] id="zigzag-text"
# ## 3 · Outputs that are all positive: the zig-zag
#
# A sigmoid (or ReLU) layer sends only positive numbers on. For a neuron of the next layer, with $a = \sum_i w_i x_i + b$ and one example,
#
# $$\frac{\partial L}{\partial w_i} = \frac{\partial L}{\partial a}\; x_i .$$
#
# Mind the index: slides print $x$ without it, and a blog concludes that $x$ and its gradient have the same sign. The statement is another one: the factor $\partial L/\partial a$ is one number for all weights, so if all $x_i > 0$, all components of the gradient share **its** sign, whichever that is.

# %% id="predict-sign" tags=["demo", "widget"]
viz.predict(
    "one-sign",
    "Two weights, centred inputs: how often do both components of a "
    "single-example gradient have the same sign?",
    ["about 25 %", "about 50 %", "about 75 %", "always"],
)

# %% [markdown] id="zigzag-widget-text"
# A logistic neuron whose best weights have opposite signs, trained twice. The grey quadrants hold the directions that would lead there directly.

# %% id="explore-quadrants" tags=["demo", "widget"]
viz.explore(
    viz.draw_quadrants,
    title="Gradients of one example, and the path of the weights",
    twin=[{"positive": True}, {"positive": False}],
    positive=viz.Switch(True, "positive inputs"),
)

# %% [markdown] id="look-sign-text"
# What was your guess for centred inputs?

# %% id="look-sign" tags=["demo", "widget"]
x, y = lab.two_weight_data(shift=0.0)
centred = lab.follow(x, y, lr=0.5, steps=150, batch_size=1)
viz.look_back(
    "one-sign", f"{centred.one_sign:.0%}; with positive inputs 100 %"
)

# %% [markdown] id="zigzag-explain"
# With positive inputs **all** single-example gradients lie in two of four quadrants, and the path to the lower right is a staircase. The picture is right; what is often left out, and stands on one set of slides only as a remark, is *for a single example*. The dashed path uses all examples per step and hardly zig-zags.

# %% [markdown] id="batch-text"
# **How large must a batch be?** Take a real network on the thumbnails: 100 hidden units feed the next layer. How often do *all 100* weight gradients of a unit share one sign?

# %% id="sign-by-batch" tags=["demo"]
sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256]
signs = {
    f"fed by {name}": np.array(lab.one_sign_shares(images, name, sizes))
    for name in ("sigmoid", "ReLU", "tanh")
}
viz.show(
    viz.curves(
        np.array(sizes),
        {k: 100 * v for k, v in signs.items()},
        finding="Behind sigmoids, batches loosen the sign lock slowly",
        where="second-layer units with 100 inputs, freshly initialised",
        x_label="examples in the batch (log scale)",
        y_label="gradients of one sign (%)",
        log="x",
    ),
    alt="Share of gradients whose 100 components agree in sign, against "
    "batch size. Fed by sigmoids it falls from 100 percent for one example "
    "to about a third at 32; fed by ReLU it is near zero from 32 on; fed by "
    "tanh it is zero throughout.",
)
for name, shares in signs.items():
    print(f"{name:<15}", *(f"{100 * s:4.0f}" for s in shares), " %")

# %% [markdown] id="batch-explain"
# **Minibatches help; behind sigmoids less than one would think.** For one example the lock is complete, by algebra. Behind ReLU, where half of the inputs are zero, a batch of 32 has nearly dissolved it. Behind sigmoids a third of the gradients is still one-signed at 32: all outputs lie near ½, so the batch gradient is nearly (sum of the upstream gradients) × (½, ½, …). Behind tanh there was never a lock.
#
# What does a common mean cost? Move the inputs of the logistic neuron by 0, 1 and 3, and use *all* examples in every step.

# %% id="zigzag-cost" tags=["demo", "anchor"]
print("shift  condition     best rate  steps to within 1 %")
for shift in (0.0, 1.0, 3.0):
    cost = lab.cost_of_shift(shift)
    print(
        f"{shift:5.0f}  {cost.condition:9.0f}  {cost.rate:12g}"
        f"  {cost.steps:5d}  (at rate 0.3: {cost.steps_slow})"
    )

# %% [markdown] id="zigzag-cost-explain"
# At the same small rate the three need the same number of steps: the bias compensates the shift, and a full batch hardly zig-zags. The price is elsewhere. The shift raises the **condition number** from 12 to 43 to 901, the best rate falls from 16 to 4 to 1, and so training at its best takes 8, 20, 80 steps. That is the lasting argument for centred inputs, in images as in hidden layers; stage 03 builds on it.

# %% [markdown] id="relu-text"
# ## 4 · ReLU: a gate that can stay shut
#
# ReLU is a switch: forward, it passes $a$ or 0; backward, it passes the upstream gradient or 0. The same lecture question again: what are the slopes at −10, 0 and 10? At 0 there is none; by convention we take 0, and your exercise does too.

# %% id="gates" tags=["demo"]
viz.show(
    viz.gates("ReLU", upstream=0.8),
    alt="The same neuron twice, with forward values above the edges and "
    "gradients below. With bias 0.5 the pre-activation is 1.1, the gate is "
    "open and every weight gets a gradient. With bias minus 1.5 the "
    "pre-activation is minus 0.9 and every gradient is zero.",
)

# %% [markdown] id="relu-slopes-text"
# The lecture question in numbers, and one more: what if every gate is open, but the weights are half as large?

# %% id="relu-slopes" tags=["demo", "anchor"]
relu = lab.ACTIVATIONS["ReLU"]
print("slopes at -10, 0, 10:", relu.slope(np.array([-10.0, 0.0, 10.0])))
halved = lab.flow("none", gain=0.5, depth=10).gradient
print(f"ten open gates, weights of half size: {halved[0]:.3f} comes back")

# %% [markdown] id="gates-explain"
# Two corrections. Notes say "only small values are killed": it is the **negative** ones, however large. And a chapter says that gradients pass *undiminished* while all gates are open. The gates do not diminish them; the weights do. Ten layers without any activation, weights of half the usual size, return a thousandth.

# %% [markdown] id="exercise-relu"
# ### Exercise 3 · ReLU (2 points, 4 minutes, difficulty 1)
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

# %% [markdown] id="cloud-text"
# **When does a gate never open?** A ReLU switches on the line $w^\top x + b = 0$. Lectures draw a line that misses the data cloud and write it *without* $b$.

# %% id="predict-cloud" tags=["demo", "widget"]
viz.predict(
    "cloud",
    "A centred cloud of 500 points, weights in a random direction, no bias: "
    "how often is the unit dead?",
    ["never", "in about 5 %", "in about 25 %", "in about 50 %"],
)

# %% [markdown] id="cloud-widget-text"
# Try to kill the unit with the angle alone. Then use the bias, then move the cloud.

# %% id="explore-cloud" tags=["demo", "widget"]
viz.explore(
    viz.draw_cloud,
    title="A data cloud and the line where a ReLU switches",
    twin=[
        {"angle": 45, "bias": 0, "offset": 0},
        {"angle": 45, "bias": -4, "offset": 0},
        {"angle": 225, "bias": 0, "offset": 4},
        {"angle": 45, "bias": 0, "offset": 4},
    ],
    angle=viz.Slider(0, 360, 5, 45, "weight angle"),
    bias=viz.Slider(-6.0, 6.0, 0.5, 0.0, "bias"),
    offset=viz.Slider(-4.0, 4.0, 0.5, 0.0, "cloud offset"),
)

# %% [markdown] id="cloud-run-text"
# All directions at once, every fifth of a degree:

# %% id="cloud-directions" tags=["demo", "anchor"]
for offset in (0.0, 4.0):
    points = lab.cloud(offset=offset)
    for bias in (0.0, -3.0, -5.0):
        dead, on = lab.dead_and_always_on(points, bias)
        print(
            f"cloud at {offset:g}, bias {bias:+g}: "
            f"dead {dead:.2f}, always on {on:.2f}"
        )
share = lab.dead_and_always_on(lab.cloud(), 0.0)[0]
viz.look_back("cloud", f"dead in {share:.0%} of the directions")

# %% [markdown] id="cloud-explain"
# A line through the origin cannot miss a cloud around the origin: without bias no direction is dead. What kills is a **bias**, or data that are **off centre**. And missing the cloud has two outcomes: at offset 4, a third of the directions is dead and a third *always on*. The chapter concludes from "does not intersect" that the unit is never on, and forgets the second: such a unit is linear, not dead.

# %% [markdown] id="exercise-dead-fraction"
# ### Exercise 10 · How many units are dead? (2 points, 5 minutes, difficulty 2)
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
        raise ValueError("dead_fraction: pre holds NaN, expected numbers")
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

# %% [markdown] id="dead-claims"
# **How many die in practice?** They report: "10 to 20 %" (a lecture, of trained networks), "maybe 75 %" (notes, of bad initialisation), "as much as 40 %" (course notes, of a high learning rate). Three numbers, no setting given. So we sweep the learning rate of a 768-100-100-10 network: 2,000 thumbnails, plain SGD, 3 epochs, three seeds.

# %% id="predict-dead" tags=["demo", "widget"]
viz.predict(
    "dead-share",
    "At the largest rate at which all three runs still lower the loss: "
    "which share of the second layer is dead?",
    ["none", "some, up to half", "more than half", "all of it"],
)

# %% [markdown] id="dead-sweep-text"
# The sweep: 18 runs, a few seconds.

# %% id="dead-sweep" tags=["demo"]
few = images.first(2000)
rates = [0.1, 0.3, 0.5, 0.7, 0.9, 1.2]
runs = lab.dead_sweep(few, rates, progress=viz.counting("training"))
by_rate = [[r for r in runs if r.lr == lr] for lr in rates]
shares = [[r.after[1] for r in rs if not r.exploded] for rs in by_rate]
lost = [sum(r.exploded for r in rs) for rs in by_rate]
viz.show(
    viz.dead_against_rate(
        rates,
        shares,
        lost,
        finding="Units die just before training explodes",
        where="layer 2 of 768-100-100-10, three seeds per rate",
    ),
    alt="Dead share of layer 2 against the learning rate, three runs each. "
    "It is zero up to 0.5; at 0.7 some units are dead, at larger rates "
    "most of them, or the run ends in NaN.",
)

# %% [markdown] id="dead-numbers-text"
# The same as numbers, with the loss that each run reached.

# %% id="dead-numbers" tags=["demo"]
for rs, percent, nan in zip(by_rate, shares, lost):
    loss = [round(r.loss, 2) for r in rs]
    print(f"rate {rs[0].lr}: dead {percent}, loss {loss}, NaN runs {nan}")
viz.look_back("dead-share", f"at rate 0.7: {shares[3]}")

# %% [markdown] id="dead-explain"
# **No percentage is *the* percentage.** Up to rate .5 we measured no dead unit. At .7 the three runs lose 1 to 31 % of layer 2; at .9 more than half, and the loss is back at $\log 10 \approx 2.30$, the level of guessing; at 1.2 runs end in NaN. (CIFAR-10: none up to .5, 5 to 10 % at .7, then NaN or most of the layer.) Every number that the sources quote occurs somewhere on this axis. Death is the last warning before explosion. A run that ended in NaN has *no* dead share: your `dead_fraction` refuses it.

# %% [markdown] id="causes-text"
# **Initialisation or learning rate?** The lecture calls a high learning rate the *more common* cause, the chapter says *most often* initialisation. Cross the two: all hidden biases at 0 or at −3, rate .2 or .7.

# %% id="causes" tags=["demo"]
crossed = lab.dead_sweep(
    few,
    [0.2, 0.7],
    biases=[0.0, -3.0],
    seeds=2,
    progress=viz.counting("training"),
)
for run in crossed:
    print(
        f"bias {run.bias:+g}, rate {run.lr}, seed {run.seed}: layer 2 dead"
        f" {run.before[1]:.2f} → {run.after[1]:.2f}, loss {run.loss:.3f}"
    )

# %% [markdown] id="causes-explain"
# Both causes are real, and they look different. A bias of −3 kills all of layer 2 before the first step, and no rate brings it back: the loss stays at 2.30. With zero biases nothing is dead at the start, and only the high rate kills. Which one is *more common* is a statement about what people do. With today's habits (zero biases, He's weights) it is the rate.

# %% [markdown] id="revival-text"
# **Does a dead unit ever return?** A dead ReLU never activates and never updates again, says the lecture. Its own weights indeed get no gradient. But a unit of layer 2 sees the outputs of layer 1, and *those* change. We start half of both hidden layers with bias −3.

# %% id="predict-revival" tags=["demo", "widget"]
viz.predict(
    "revival",
    "After five epochs, in which layer have dead units come back?",
    ["in neither", "only in layer 1", "only in layer 2", "in both"],
)

# %% [markdown] id="revival-run-text"
# Half of 100 units per layer start far in the negative; not all of them are dead, because some image may still turn them on.

# %% id="revival" tags=["demo"]
back = lab.revival(few, bias=-3.0, lr=0.3)
for i, (dead, returned) in enumerate(zip(back.dead_at_first, back.came_back)):
    print(f"layer {i + 1}: {dead} units dead at first, {returned} came back")
viz.look_back(
    "revival", f"layer 1: {back.came_back[0]}, layer 2: {back.came_back[1]}"
)

# %% [markdown] id="revival-explain"
# Of the first layer **none** came back: its inputs are the images, its gradient is exactly zero, and plain SGD without weight decay never moves it. Of the second layer most did, without ever having a gradient of their own: the first layer moved, and with it the cloud that they see. *Never again* is a theorem for the first layer and a tendency elsewhere.

# %% [markdown] id="bias-text"
# **The small positive bias.** Notes present biases of 0.01 as *the* solution; the lecture says that opinions differ. Try it where units do die, at rate .7, five seeds each.

# %% id="small-bias" tags=["demo"]
tried = lab.dead_sweep(
    few, [0.7], biases=[0.0, 0.01], seeds=5, progress=viz.counting("training")
)
dead = {
    f"bias {bias:g}": [r.after[1] for r in tried if r.bias == bias and r.after]
    for bias in (0.0, 0.01)
}
for name, values in dead.items():
    mean, sd = 100 * np.mean(values), 100 * np.std(values, ddof=1)
    print(f"{name:<9} dead {mean:.0f} ± {sd:.0f} %")
viz.show(
    viz.dots(
        dead,
        finding="A bias of .01 makes no reliable difference",
        where="five seeds each, learning rate 0.7; bar: mean ± sd",
        label="dead units of layer 2 (%)",
        percent=True,
    ),
    alt="Dead shares of five runs without and five with a starting bias of "
    ".01. The two groups overlap.",
)

# %% [markdown] id="bias-explain"
# Five seeds per group, and the bars overlap. On the embedded images the mean falls with the bias (29 → 12 %), on CIFAR-10 it *rises* (9 → 16 %): that is what "no reliable difference" looks like, and with one seed each you could have published either. A bias of .01 is small against pre-activations of size 1; why should it save a unit that a large step has thrown across the cloud? The lecture, which reports that many people keep zero, is the better guide here.

# %% id="quiz-dead" tags=["demo", "widget", "quiz"]
viz.quiz(
    "A colleague reports '0 % dead units' for a run whose loss is NaN. Why?",
    [
        "NaN ≤ 0 is False, so no unit counts as off.",
        "All units became active.",
        "NaN gradients revive dead units.",
    ],
    "NaN ≤ 0 is False, so no unit counts as off.",
    "Every comparison with NaN is False. That is why your dead_fraction must "
    "refuse NaN instead of answering.",
)

# %% [markdown] id="leak-text"
# ## 5 · Leaks: a gate that never quite shuts
#
# Leaky ReLU passes $\alpha x$ on the left (they report little difference from ReLU in speech models: Maas et al., 2013). **Spot the error:** slides, a blog and a chapter all define it as $\max(\alpha x, x)$. For which $\alpha$ is that another function?

# %% id="explore-leak" tags=["demo", "widget"]
viz.explore(
    viz.draw_leak,
    title="Leaky ReLU by the sign of x, and by the max formula",
    twin=[{"slope": 0.1}, {"slope": 1.5}],
    slope=viz.Slider(-0.5, 2.0, 0.05, 0.1, "leak slope"),
)

# %% [markdown] id="leak-explain"
# For $\alpha > 1$ the maximum picks the other branch on both sides. With a fixed .01 nobody notices; with a learned slope nothing keeps $\alpha$ below 1. Define by the sign of $x$. (The chapter's range $0 \le c < 1$ also contains $c = 0$, which is ReLU and dies.)
#
# "Will not die" is true: some gradient always passes. "Does not kill the gradient" is not: .01 per closed gate.

# %% id="leak-shrink" tags=["demo", "anchor"]
a = np.random.default_rng(5).standard_normal((1000, 10))
for slope in (0.0, 0.01, 0.1, 1.0):
    gates = np.where(a > 0, 1.0, slope)
    product = gates.prod(axis=1)
    print(
        f"leak {slope:<4}: exactly 0 for {np.mean(product == 0):.3f} of the"
        f" paths, median product {np.median(product):.0e}"
    )

# %% [markdown] id="leak-shrink-explain"
# A path through ten layers meets about five closed gates. With ReLU 999 of 1,000 such single paths carry exactly nothing; with a leak of .01 all of them carry something, the middle one $10^{-10}$. Never zero, often negligible: the whole network works because many paths add up.

# %% [markdown] id="exercise-leaky-relu"
# ### Exercise 4 · Leaky ReLU (2 points, 4 minutes, difficulty 1)
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

# %% [markdown] id="prelu-text"
# **PReLU learns the slope** (He et al., 2015: one per channel or one per layer, starting at .25, without weight decay). A chapter gives each neuron of the network its own and prints the gradient of a single example, $\partial L/\partial\beta = a\,\partial L/\partial z$ for $a \le 0$. What is missing for a batch?

# %% id="prelu-sum" tags=["demo", "anchor"]
x, dout = np.random.default_rng(6).standard_normal((2, 6))
h = 1e-6
up = dout @ np.where(x > 0, x, (0.25 + h) * x)
down = dout @ np.where(x > 0, x, (0.25 - h) * x)
each = np.where(x > 0, 0.0, dout * x)
print(f"numerical slope of L: {(up - down) / (2 * h):.4f}")
print("per example          :", each.round(4) + 0.0)
print(f"their sum            : {each.sum():.4f}")

# %% [markdown] id="prelu-sum-explain"
# The sum is missing: six examples share one slope, so six contributions add up. Without it, "the gradient" has one entry per example and fits no parameter.

# %% [markdown] id="prelu-fit-text"
# Does learning find the right slope? The data come from a true slope of .3, with noise of .1; we start at 0, where a ReLU would sit.

# %% id="prelu-fit" tags=["demo"]
slopes = np.array([lab.fit_slope(0.3, seed=s) for s in range(3)])
viz.show(
    viz.curves(
        np.arange(slopes.shape[1]),
        {f"seed {s}": row for s, row in enumerate(slopes)},
        finding=f"Learned slope {slopes[:, -1].mean():.3f}, true slope 0.3",
        where="gradient descent on 500 noisy examples, rate 1",
        x_label="step",
        y_label="slope α",
    ),
    alt="Three curves of the learned slope against the step. All start at "
    "zero and settle at about 0.3 within ten steps.",
)

# %% [markdown] id="prelu-numbers-text"
# Where the three slopes end:

# %% id="prelu-numbers" tags=["demo", "anchor"]
print("learned slopes:", slopes[:, -1].round(2))

# %% [markdown] id="prelu-explain"
# All three seeds land within .02 of .3, and starting at $\alpha = 0$ does no harm: the slope's gradient is $x\,\partial L/\partial \mathrm{out}$, which is alive exactly where ReLU's own gradient is dead.

# %% [markdown] id="exercise-prelu"
# ### Exercise 5 · PReLU: the slope is learned (4 points, 11 minutes, difficulty 3)
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
    slope = (
        alpha.reshape(alpha.shape + (1,) * (x.ndim - 2))
        if alpha.ndim
        else alpha
    )
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
    shared = tuple(
        axis for axis in range(x.ndim) if axis != 1 or not alpha_shape
    )
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

# %% [markdown] id="elu-text"
# ## 6 · Smooth on the left: ELU, SELU, GELU
#
# ELU bends to $-\alpha$ instead of leaking for ever. One set of notes lists $\alpha$ as *a learning parameter*; asked whether it is learned per neuron, the lecture mixes it up with PReLU. In the paper (Clevert et al., 2016) $\alpha$ is a **fixed** setting, usually 1; only then is the slope continuous at 0.
#
# They also report that the flat left end makes ELU more robust to noise than a leaky ReLU. Noise passes in proportion to the slope.

# %% id="predict-noise" tags=["demo", "widget"]
viz.predict(
    "noise",
    "At x = −2 with a little noise: which output is noisier?",
    ["ELU", "leaky ReLU with .01", "leaky ReLU with .1", "all the same"],
)

# %% [markdown] id="noise-run-text"
# The slopes say how much passes; below the figure the noise of the outputs is measured at three points.

# %% id="noise" tags=["demo"]
names = ("ELU", "leaky ReLU .1", "leaky ReLU")
left = np.linspace(-8.0, 0.0, 161)
noisy = np.array([-2.0, -4.0, -6.0]) + 0.5 * np.random.default_rng(
    7
).standard_normal((20_000, 1))
viz.show(
    viz.curves(
        left,
        {n: lab.ACTIVATIONS[n].slope(left) for n in names},
        finding="ELU is the quieter one only far on the left",
        where="slope = how much of the input's noise passes",
        x_label="pre-activation x",
        y_label="slope (log scale)",
        log="y",
    ),
    alt="Slopes on a logarithmic axis: two horizontal lines at .1 and .01 for "
    "the leaky ReLUs, and ELU falling from 1 at x = 0 through .1 at "
    "x = −2.3 and .01 at x = −4.6.",
)
spreads = {n: lab.ACTIVATIONS[n].value(noisy).std(axis=0) for n in names}
for n, spread in spreads.items():
    print(f"{n:<14} output noise at -2, -4, -6: {spread.round(4)}")
loudest = max(names, key=lambda n: spreads[n][0])
viz.look_back("noise", f"{loudest} is the noisiest")

# %% [markdown] id="noise-explain"
# At $x = -2$ ELU passes the *most* noise. It beats a leak of .1 only left of −2.3 and a leak of .01 left of −4.6, where few pre-activations of unit size ever are. The argument holds for units that are pushed far into "off"; as a general statement it is a claim about where the inputs lie.

# %% [markdown] id="expm1-text"
# One more detail before you write it. For tiny $x$ the value is $e^x - 1 \approx x$, and the subtraction loses almost all digits:

# %% id="expm1" tags=["demo", "anchor"]
tiny = np.array(-1e-9)
for name, value in ("exp(x) - 1", np.exp(tiny) - 1), ("expm1", np.expm1(tiny)):
    print(f"{name:<10} at x = -1e-9 is off x by {abs(value / tiny - 1):.0e}")

# %% [markdown] id="elu-exercise-text"
# The second line is no error at all: the true value differs from $x$ by $x^2/2$, a relative $5\cdot10^{-10}$. The first line is noise, fifty times as large.

# %% [markdown] id="exercise-elu"
# ### Exercise 6 · ELU (3 points, 6 minutes, difficulty 2)
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

# %% [markdown] id="selu-text"
# **SELU** chooses $\alpha$ and $\lambda$ so that mean 0 and variance 1 reproduce themselves from layer to layer (Klambauer et al., 2017). Slides conclude that deep nets need no batch norm. Missing: the weights must have variance 1/fan-in ("LeCun normal"), and the inputs should be standardised. Thirty layers, four starts:

# %% id="predict-selu" tags=["demo", "widget"]
viz.predict(
    "selu",
    "SELU with He's larger weights (variance 2/fan-in), 30 layers: std?",
    ["still about 1", "about 2", "more than 10", "close to 0"],
)

# %% [markdown] id="selu-run-text"
# We follow the standard deviation of the outputs from layer to layer.

# %% id="selu-depth" tags=["demo"]
starts = {
    "SELU, variance 1/fan-in": lab.flow("SELU", depth=30, gain=1.0),
    "same, inputs × 3": lab.flow("SELU", depth=30, gain=1.0, input_scale=3.0),
    "SELU, variance 2/fan-in": lab.flow("SELU", depth=30, gain=2**0.5),
    "ELU, variance 1/fan-in": lab.flow("ELU", depth=30, gain=1.0),
}
viz.show(
    viz.curves(
        np.arange(1, 31),
        {name: flow.out_std for name, flow in starts.items()},
        finding="SELU pulls back to 1, if the weights are right",
        where="standard deviation of the outputs, 30 layers of 256",
        x_label="layer",
        y_label="std of outputs (log scale)",
        log="y",
    ),
    alt="Standard deviation of the outputs over 30 layers. SELU with variance "
    "1/fan-in stays at 1, and returns near 1 within ten layers from inputs "
    "three times too large. With variance 2/fan-in it passes 10. ELU decays.",
)

# %% [markdown] id="selu-numbers-text"
# And the last layer in numbers:

# %% id="selu-numbers" tags=["demo"]
for name, flow in starts.items():
    mean, std = flow.out_mean[-1], flow.out_std[-1]
    print(f"{name:<24} layer 30: mean {mean:6.2f}, std {std:6.2f}")
viz.look_back("selu", starts["SELU, variance 2/fan-in"].out_std[-1])

# %% [markdown] id="selu-explain"
# From inputs three times too large SELU is back near 1 within ten layers, and stays. With He's weights it settles nowhere (mean 8.6, std 14.6 at layer 30). ELU with the same weights lacks $\lambda$ and decays to .09. The slides' constants are right to the last digit; the promise of deep nets without batch norm needs its precondition.

# %% [markdown] id="exercise-selu"
# ### Exercise 7 · SELU (2 points, 4 minutes, difficulty 2)
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

# %% [markdown] id="gelu-text"
# **GELU** weighs $x$ by the probability that a standard normal number is smaller: $x\,\Phi(x)$ (Hendrycks and Gimpel, 2016; used in BERT, GPT and ViT). **Spot the errors.** Slides print
#
# $$\mathrm{GELU}(x) = x\,\phi(\alpha x) = x \int_{-\infty}^{x} \tfrac{1}{\sqrt{2\pi}}\, e^{-t^2/2}\, dt .$$
#
# One letter and one limit are wrong. Read the line literally and compare.

# %% id="gelu-readings" tags=["demo", "anchor"]
density = lambda z: np.exp(-(z**2) / 2) / (2 * np.pi) ** 0.5
one = np.array(1.0)
print(f"x = 1, α = 1: density φ {density(one):.3f}")
print(f"x = 1, α = 1: probability Φ {normal_cdf(one):.3f}")
print(f"x = 1, α = 2: Φ(αx) {normal_cdf(2 * one):.3f}")
print(f"x = 1, α = 2: integral up to x {normal_cdf(one):.3f}")

# %% [markdown] id="gelu-figure-text"
# The whole curves, and the slope that you will need.

# %% id="gelu-figure" tags=["demo"]
x = np.linspace(-4.0, 4.0, 401)
gelu = lab.ACTIVATIONS["GELU"]
viz.show(
    viz.two_readings(
        x,
        {
            "x·Φ(x), the GELU": gelu.value(x),
            "x·φ(x), as printed": x * density(x),
        },
        {"exact": gelu.slope(x), "ReLU": relu.slope(x)},
        names=("One letter makes another function", "A slope outside [0, 1]"),
        labels=("x", "out", "slope"),
    ),
    alt="Left: x times the probability grows like ReLU, x times the density "
    "returns to zero. Right: the slope of GELU dips below zero near "
    "x = −1.4 and exceeds one near x = 1.4.",
)

# %% [markdown] id="gelu-explain"
# With the density, $f(1) = .242$ and the function dies out on both sides. It must be $\Phi$, and the upper limit must be $\alpha x$: for $\alpha = 2$ the two sides of the printed equation are .977 and .841. GELU is no monotone gate: lowest value −.17 at $x = -.75$, steepest slope 1.13. Many libraries offer a tanh approximation; it is off by up to .0005, and our networks in section 9 use it because it is faster in NumPy.

# %% [markdown] id="exercise-gelu"
# ### Exercise 8 · GELU (3 points, 8 minutes, difficulty 2)
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

# %% [markdown] id="maxout-text"
# ## 7 · Maxout: learn the activation itself
#
# Maxout (Goodfellow et al., 2013) drops the fixed function and takes the largest of $k$ affine pieces, $\max_j (x^\top w_j + b_j)$. Notes write `w1.T*x`, which in NumPy multiplies entry by entry; it is a matrix product. Slides say it *doubles* the parameters: that is $k = 2$; in general it is $k$ times as many. First, the functions it contains:

# %% id="maxout-contains" tags=["demo", "anchor"]
x = np.linspace(-2.0, 2.0, 9)
targets = {
    "ReLU": (np.array([1.0, 0.0]), np.maximum(x, 0)),
    "leaky ReLU": (np.array([1.0, 0.01]), np.where(x > 0, x, 0.01 * x)),
    "|x|": (np.array([1.0, -1.0]), np.abs(x)),
}
for name, (pieces, wanted) in targets.items():
    out = (x[:, None] * pieces).max(axis=1)
    print(
        f"{name:<11} from pieces {pieces}: exact {np.array_equal(out, wanted)}"
    )

# %% [markdown] id="maxout-widget-text"
# A chapter adds that maxout approximates *an arbitrary convex activation*. How well, with $k$ lines? The second control squeezes the breakpoints together.

# %% id="explore-maxout" tags=["demo", "widget"]
viz.explore(
    viz.draw_maxout,
    title="The maxout of k lines that hugs x squared",
    twin=[{"k": 2, "spread": 1.0}, {"k": 5, "spread": 1.0}],
    k=viz.Slider(1, 8, 1, 3, "pieces k"),
    spread=viz.Slider(0.2, 1.0, 0.05, 1.0, "spread of the breakpoints"),
)

# %% [markdown] id="maxout-learn-text"
# That was geometry. What does *gradient descent* find, from random pieces? We ask for $x^2$, and for two curves that are not convex.

# %% id="predict-maxout" tags=["demo", "widget"]
viz.predict(
    "concave",
    "Five pieces are trained to fit −x² on [−1, 1]. What do they find?",
    ["−x², about as well as x²", "a flat line", "something with two bumps"],
)

# %% [markdown] id="maxout-run-text"
# Fits with $k = 5$, from random starts; errors are largest distances on the grid.

# %% id="maxout-learn" tags=["demo"]
grid = np.linspace(-1.0, 1.0, 101)
fits = {
    "x²": [lab.learn_maxout(grid**2, 5, seed=s) for s in range(3)],
    "−x²": [lab.learn_maxout(-(grid**2), 5, seed=s) for s in range(2)],
    "sin 3x": [
        lab.learn_maxout(np.sin(3 * grid), 5, seed=s) for s in range(2)
    ],
}
viz.show(
    viz.two_readings(
        grid,
        {"target x²": grid**2, "learned, k = 5": fits["x²"][0].out},
        {"target −x²": -(grid**2), "learned, k = 5": fits["−x²"][0].out},
        names=("Convex: close", "Concave: a flat line"),
        labels=("x", "value", "value"),
    ),
    alt="Left: a learned maxout of five pieces follows x squared closely. "
    "Right: for minus x squared it finds a horizontal line.",
)
for name, found in fits.items():
    errors = [f"{fit.error:.2f}" for fit in found]
    used = [fit.used for fit in found]
    print(f"{name:<7} largest error {errors}, pieces used {used}")

# %% [markdown] id="look-maxout-text"
# And your prediction?

# %% id="look-maxout" tags=["demo", "widget"]
viz.look_back(
    "concave", f"a flat line, {fits['−x²'][0].used} of 5 pieces in use"
)

# %% [markdown] id="maxout-explain"
# For $x^2$ the error is .05 to .08, against .02 for the best five lines, and in one run a piece is never in use: "does not die" holds for the *unit*, but a **piece** that never wins gets no gradient. For $-x^2$ the best convex answer is a constant, and one piece wins everywhere; $\sin 3x$ fails too. So: *convex* and *piecewise linear*, not arbitrary. (The chapter also calls $a_{ij}$ "node $i$ of layer $k$"; $i$ is the unit, $j$ the piece.)

# %% [markdown] id="exercise-maxout"
# ### Exercise 9 · Maxout: a learned activation (5 points, 15 minutes, difficulty 3)
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

# %% [markdown] id="flow-text"
# ## 8 · Ten layers: one number predicts the gradient
#
# Which activation lets a gradient through ten layers? Let $z$ be standard normal. Give the weights the size that keeps the forward signal at one, $g = 1/\sqrt{\mathbb{E}[f(z)^2]}$ over $\sqrt{\text{fan-in}}$. Each layer then multiplies the size of the gradient by
#
# $$\chi = \sqrt{\frac{\mathbb{E}[f'(z)^2]}{\mathbb{E}[f(z)^2]}}$$
#
# (Poole et al., 2016; Schoenholz et al., 2017). Two averages under a bell curve; no network needed.

# %% id="factors" tags=["demo", "anchor"]
print(f"{'':<14}{'gain':>6}{'factor':>8}{'after 10':>10}")
rows = lab.averages(list(lab.ACTIVATIONS))
for row in rows:
    after = f"{row.factor**10:.2g}"
    print(f"{row.name:<14}{row.gain:6.2f}{row.factor:8.2f}{after:>10}")

# %% [markdown] id="flow-predict-text"
# **Predict** with the table: in which stack does the gradient *grow* on its way back?

# %% id="predict-flow" tags=["demo", "widget"]
viz.predict(
    "flow",
    "Ten layers, forward signal kept at size one: whose gradient grows most?",
    ["sigmoid", "tanh", "ReLU", "none of them"],
)

# %% [markdown] id="flow-run-text"
# Now the networks: for each activation ten layers of 128 units, random weights, a random gradient sent in at the top.

# %% id="flow" tags=["demo"]
grid = lab.flows([row.name for row in rows])
viz.show(
    viz.heat_map(
        grid,
        [row.name for row in rows],
        [10 * np.log10(row.factor) for row in rows],
        finding="Only the sigmoid starves the first layer",
        where="log10 of the gradient behind each layer, 128 units, 3 seeds",
    ),
    alt="A table of ten activations by ten layers with log10 of the gradient. "
    "Sigmoid falls from −0.4 to −4.1 towards layer 1; all others stay within "
    "0.4 of zero. A last column with the predicted values agrees.",
)

# %% [markdown] id="flow-numbers-text"
# Four of the rows again, measured against predicted:

# %% id="flow-numbers" tags=["demo", "anchor"]
for row, measured in zip(rows, grid[:, 0].round(1) + 0.0):
    if row.name in ("sigmoid", "tanh", "ReLU", "SELU"):
        said = round(10 * np.log10(row.factor), 1) + 0.0
        print(f"{row.name:<8} measured {measured:4.1f}, predicted {said:4.1f}")
viz.look_back("flow", f"tanh, × {10 ** grid[1, 0]:.1f} over ten layers")

# %% [markdown] id="flow-explain"
# The sigmoid loses a factor of 10,000 in ten layers, as predicted to the digit. **tanh does not**: with weights of the right size its gradient even grows a little. So "saturating functions make gradients vanish" is really two statements: for the sigmoid it is the slope of at most ¼ *and* the mean output of ½ that eats the variance; for tanh it depends on the weights. ReLU sits at exactly 1: that is He's rule, $\mathbb{E}[f^2] = \mathbb{E}[f'^2] = ½$.

# %% [markdown] id="large-text"
# **And weights that are too large?** Lecture, slides and chapter agree: units saturate, *all gradients are zero*. Ten tanh layers of 500, weights of standard deviation 1.

# %% id="predict-large" tags=["demo", "widget"]
viz.predict(
    "large",
    "Nine of ten slopes are near zero. Towards layer 1, the gradient …",
    ["vanishes", "stays about the same", "explodes"],
)

# %% [markdown] id="large-run-text"
# Both at once: how flat the units are, and how large the weight gradients.

# %% id="large-weights" tags=["demo"]
big = lab.flow("tanh", width=500, gain=500**0.5)
viz.show(
    viz.two_readings(
        np.arange(1, 11),
        {"slopes below .01": 100 * big.flat},
        {"rms of dW": big.weight_gradient},
        names=("Saturated: 89 % in every layer", "Yet the gradient explodes"),
        labels=("layer", "share (%)", "size (log scale)"),
        right_log=True,
    ),
    alt="Left: 89 percent of the slopes are below .01 in each of ten layers. "
    "Right: the weight gradient grows from below .1 in layer 10 to several "
    "thousand in layer 1, on a logarithmic axis.",
)

# %% [markdown] id="large-numbers-text"
# In one number each:

# %% id="large-numbers" tags=["demo", "anchor"]
print(f"slopes below .01: {big.flat.mean():.0%}")
per_layer = (big.gradient[0] / big.gradient[-1]) ** (1 / 9)
print(f"the gradient grows {per_layer:.1f} × per layer towards the input")
viz.look_back("large", f"explodes, × {per_layer:.1f} per layer")

# %% [markdown] id="large-explain"
# 89 % of the slopes are flat, exactly as they say. But backward multiplies by the *weights* too, and 500 of them with standard deviation 1 amplify by $\sqrt{500} \approx 22$. The few open units keep the slopes' root mean square at .16, and $.16 \times 22 \approx 3.5$. Saturation blocks single paths; in a wide network with large weights the sum **explodes**. Stage 04 is about the weights.

# %% id="quiz-flow" tags=["demo", "widget", "quiz"]
viz.quiz(
    "You replace ReLU by leaky ReLU with .01 and keep the weights. What "
    "happens to the gradient behind layer 1 of a ten-layer stack?",
    ["nothing visible", "it grows 100-fold", "it shrinks 100-fold"],
    "nothing visible",
    "The factor uses E[f'²]: .5 becomes .50005. Leaks matter for single "
    "dead units, not for the average size of a gradient.",
)

# %% [markdown] id="bake-off-text"
# ## 9 · A bake-off with error bars
#
# Try them all and see, says the lecture. We train a 768-50-10 network with each of eight activations on 5,000 thumbnails: 4 epochs, momentum .9, three seeds. Every activation has its **own** learning rate, the best of .01, .03 and .1 (`lab.best_rates(images)` repeats that search in about half a minute): one rate for all would decide the race before it starts. Maxout with $k=2$ has twice the parameters.

# %% id="predict-bake-off" tags=["demo", "widget"]
viz.predict(
    "bake-off",
    "How far is the best of the eight ahead of ReLU, in validation accuracy?",
    ["less than 2 points", "2 to 5 points", "more than 5 points"],
)

# %% [markdown] id="bake-off-run-text"
# Eight activations, three seeds: 24 runs, a few seconds.

# %% id="bake-off" tags=["demo"]
best_rate = dict.fromkeys(
    ["tanh", "ReLU", "leaky ReLU", "ELU", "GELU", "maxout"], 0.03
)
best_rate |= {"SELU": 0.01, "sigmoid": 0.1}
accuracy = lab.bake_off(images, best_rate, progress=viz.counting("training"))
results = dict(zip(best_rate, accuracy))
order = sorted(results, key=lambda name: -results[name].mean())
viz.show(
    viz.dots(
        {name: results[name] for name in order},
        finding="A seed matters as much as the choice of rectifier",
        where="768-50-10, 4 epochs, three seeds; bar: mean ± sd",
        label="validation accuracy (%)",
        percent=True,
    ),
    alt="Validation accuracy of eight activations with three seeds each. The "
    "rectifiers overlap; maxout, with twice the parameters, is highest.",
)

# %% [markdown] id="bake-off-numbers-text"
# Mean and standard deviation over the seeds:

# %% id="bake-off-numbers" tags=["demo"]
for name in order:
    mean, sd = 100 * results[name].mean(), 100 * results[name].std(ddof=1)
    print(f"{name:<11} {mean:5.1f} ± {sd:.1f} %   at rate {best_rate[name]}")
lead = 100 * (results[order[0]].mean() - results["ReLU"].mean())
viz.look_back("bake-off", f"{order[0]}, {lead:.1f} points ahead of ReLU")

# %% [markdown] id="control-text"
# Maxout trained twice as many parameters. The control: half the units, so that the counts are equal.

# %% id="bake-off-control" tags=["demo"]
half = lab.bake_off(images, {"maxout": 0.03}, hidden=25)
mean, sd = 100 * half.mean(), 100 * half.std(ddof=1)
print(f"maxout, 25 units {mean:.1f} ± {sd:.1f} %")

# %% [markdown] id="bake-off-explain"
# ReLU, leaky ReLU, GELU and ELU lie within two points, and a single seed moves one of them by one or two: no winner among them here. Sigmoid and tanh are behind by more than their bars. Maxout leads with twice the parameters; with as many as ReLU its bar covers all of them (41.2 ± 2.6 %). On CIFAR-10 all eight lie between 38 and 40 %: ReLU 39.2 ± 1.4, maxout 40.4 ± 1.8 (at equal size 37.5 ± 1.2), and tanh, with 38.5 ± 1.3, is not behind. A short budget and a small net: this ranks *these* settings, nothing more.

# %% [markdown] id="race-text"
# ## 10 · What they report, what we measured
#
# **"Six times faster than sigmoid and tanh."** Notes, lecture and slides repeat it, for leaky ReLU too. They report: in AlexNet's paper (Krizhevsky et al., 2012, figure 1) *one* four-layer convolutional network reached 25 % training error on CIFAR-10 six times faster with ReLU than with **tanh**, each with its own learning rate. Sigmoid and leaky ReLU were not in that figure. We repeat the question on a small scale: four layers, 2,000 thumbnails, steps until 25 % training error.

# %% id="predict-race" tags=["demo", "widget"]
viz.predict(
    "race",
    "tanh needs … times as many steps as ReLU:",
    ["about 0.5", "about 1", "about 2", "about 6"],
)

# %% [markdown] id="race-run-text"
# Three activations, three seeds, at the rate that suits each best.

# %% id="race" tags=["demo"]
steps = lab.race(
    few,
    {"ReLU": 0.03, "tanh": 0.03, "sigmoid": 0.15},
    progress=viz.counting("training"),
)
viz.show(
    viz.dots(
        steps,
        finding="tanh keeps up with ReLU, the sigmoid does not",
        where="768-60-60-60-10, momentum .9, three seeds; bar: mean ± sd",
        label="steps to 25 % training error",
    ),
    alt="Steps to 25 percent training error. ReLU and tanh need about as "
    "many, the sigmoid about twice as many.",
)

# %% [markdown] id="race-numbers-text"
# The ratios that the claim is about, seed by seed:

# %% id="race-numbers" tags=["demo"]
for name in ("tanh", "sigmoid"):
    ratios = np.array(steps[name], float) / np.array(steps["ReLU"], float)
    print(f"{name} / ReLU: {ratios.round(2)}, mean {ratios.mean():.2f}")
viz.look_back("race", np.mean(steps["tanh"]) / np.mean(steps["ReLU"]))

# %% [markdown] id="race-explain"
# We measured **0.9, not 6**: tanh needs slightly *fewer* steps than ReLU here, on CIFAR-10 too (0.9); the sigmoid needs twice as many (2.0; CIFAR-10 2.2). This does not refute the paper. Our network is small and fully connected, its tanh layers start with weights that keep the signal (section 8), and both rates are tuned. The factor belongs to a network, an initialisation and a year. "ReLU converges six times faster" is an anecdote until it says so.

# %% [markdown] id="claims"
# ### They report · we measured
#
# Each row names what the course's sources state and what the cells above found, on the embedded images and, with the same code, on CIFAR-10.
#
# | Statement | Found in | Embedded | CIFAR-10 | Verdict |
# |---|---|---|---|---|
# | at ±10 the sigmoid's gradient is zero | lecture, slides | $4.5\cdot10^{-5}$ | same | small, not zero |
# | a saturated sigmoid stays dead | chapter | back in about $e^a$ steps | same | slow, not dead |
# | positive inputs lock all signs | all | 100 % (1 example), 32 % (batch of 32) | 100 %, 27 % | true for one example |
# | ReLU is 6 × faster than tanh | notes, lecture, slides | 0.9 × | 0.9 × | one network of 2012 |
# | … and than sigmoid | the same | 2.0 × | 2.2 × | never in that figure |
# | 10 to 20 % of units are dead | lecture | 0 % up to rate .5; 1 to 31 % at .7 | 0 %; 5 to 10 % | depends on the rate |
# | 75 %, 40 % are dead | notes, course notes | 57 to 80 % at .9 | 57 % or NaN | near explosion |
# | bias .01 is the solution | notes | 29 → 12 % dead | 9 → 16 % | no reliable effect |
# | a dead unit never updates again | lecture | layer 1: 0 of 23 back, layer 2: 34 of 44 | 0 of 14, 35 of 39 | layer 1 only |
# | ELU is robust to noise | slides, lecture | only left of −4.6 (leak .01) | same | depends on $x$ |
# | too large weights: all gradients zero | lecture, slides, chapter | 89 % flat, gradient × 3.5 per layer | same | it explodes |
# | nothing beats ReLU significantly | chapter | best at equal size: maxout, + 1.5 ± 2.6 points | GELU, + 0.6 ± 1.6 | here, yes |

# %% [markdown] id="decision"
# ### Which one should I take?
#
# | Situation | Take | Because (here) | Mind |
# |---|---|---|---|
# | A feed-forward or convolutional net, no special wish | ReLU with He's weights | factor 1.00, cheapest | learning rate; count dead units |
# | Units die and the rate must stay | leaky ReLU or PReLU | never exactly 0 | define by the sign; no decay on a learned slope |
# | A transformer | GELU | what the published models use | exact or tanh form: say which |
# | Deep, fully connected, no normalisation | SELU | std stays at 1 for 30 layers | variance 1/fan-in, standardised inputs |
# | Squeeze out a little | ELU, GELU, maxout | within the error bars of ReLU here | maxout has $k$ times the parameters |
# | A gate, a probability | sigmoid, tanh | the range is the purpose | not as a hidden layer's default: sigmoid |
#
# The advice is dated: notes on a 2017 lecture say ReLU, try leaky, maxout and ELU, expect little of tanh, avoid the sigmoid; slides of 2024 add SELU and GELU and keep sigmoid *and* tanh for gates; a chapter finds none significantly better than ReLU and was written before transformers made GELU usual.

# %% id="quiz-decision" tags=["demo", "widget", "quiz"]
viz.quiz(
    "A paper reports that a new activation beats ReLU by 0.4 points, one run "
    "each, both at learning rate 0.1. What do you ask for first?",
    [
        "Several seeds, and a tuned rate for each activation.",
        "A larger network.",
        "The biological motivation.",
    ],
    "Several seeds, and a tuned rate for each activation.",
    "Our seeds alone differ by that much, and a shared rate favours whoever "
    "it was chosen for.",
)

# %% [markdown] id="change"
# **What would change if …**
#
# - … the batch had 1,000 examples? Less sign lock behind a sigmoid, the same condition number.
# - … all weights were half as large? Section 8's factor is computed for weights that keep the signal; then ReLU, too, loses a factor of 1,000 in ten layers.
# - … there were batch norm in front of each activation? Pre-activations would keep size one, few units could die, and the differences of section 9 would shrink. Stage 05 tries it.
# - … you trained for 400 epochs? Then the race would measure something else: who is *best*, not who is *first*.

# %% [markdown] id="exercise-reflect"
# ### In your own words (not graded by the machine, 6 minutes)
#
# Pick **one** statement about activation functions that you had heard before this notebook and that a number above confirms, limits or contradicts. Say in four to six sentences which statement it is, which cell measured it, what the number was, and what would have to change for the number to come out differently. Your instructors may give extra credit for it.

# %% [markdown] id="reflect" role="manual" points=0
# ### BEGIN SOLUTION
# One possible answer. "Ten to twenty percent of the ReLU units in a network die." In our learning-rate experiment no unit died at small learning rates; at the largest rate that still trained, a share of the second layer did, and one step further the loss became NaN. So the number describes a setting, not ReLU: it moves with the learning rate, the initial bias and the scale of the data. With a smaller learning rate, or weights that keep the pre-activations centred, it would be close to zero; with an initial bias far below zero it would be close to one from the first step on. "Dead" is also relative to the data set that we looked at.
# ### END SOLUTION

# %% [markdown] id="summary"
# ## Summary
#
# 1. **Saturated is slow, dead is zero.** The sigmoid's slope at ±10 is $4.5\cdot10^{-5}$; it returns in about $e^a$ steps. A dead first-layer ReLU never does.
# 2. **Positive outputs lock signs for one example;** in batches what remains is a worse condition number and a smaller largest learning rate.
# 3. **Units die from bias and from too large steps,** shortly before the loss explodes. There is no natural percentage.
# 4. **One factor, $\chi$, predicts ten layers.** Sigmoid .39, tanh 1.09, ReLU 1.00, with weights that keep the signal.
# 5. **Among the rectifiers, seeds matter as much as the choice.** Repeat, tune, draw error bars.

# %% [markdown] id="progress-text"
# The points your visible checks have given so far; more checks run when your work is graded.

# %% id="progress" tags=["demo", "widget"]
progress()

# %% [markdown] id="references"
# **References.** Fukushima 1969, *IEEE Trans. SSC* · LeCun, Kanter, Solla 1991, *PRL* 66 · Jarrett et al. 2009, *ICCV* · Nair, Hinton 2010, *ICML* · Glorot, Bordes, Bengio 2011, *AISTATS* · Krizhevsky, Sutskever, Hinton 2012, *NeurIPS*, section 3.1 · Maas, Hannun, Ng 2013, *ICML workshop* · Goodfellow et al. 2013, *ICML* · He et al. 2015, *ICCV* · Clevert, Unterthiner, Hochreiter 2016, *ICLR* · Hendrycks, Gimpel 2016, arXiv 1606.08415 · Poole et al. 2016, *NeurIPS* · Klambauer et al. 2017, *NeurIPS* · Schoenholz et al. 2017, *ICLR*.
