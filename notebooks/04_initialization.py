# %% [markdown] id="title"
# # 04 · Initialization
#
# Before the first step every weight is a number that you chose. That choice decides whether units can become different, whether a signal survives thirty layers, and how large the first gradients are. The rules fit on a postcard; much of what is told about them does not hold. Here every claim is run.
#
# **About 75 minutes · 15 points and 5 bonus points · seven exercises.** You need affine layers, the chain rule and the activations of stage 02.
#
# **Afterwards you can** tell symmetry, collapse, saturation and explosion apart; derive $1/n$ and $2/n$ and say what the derivation assumes; predict outputs *and* gradients of a deep stack from one number; and choose first weights for layers of any shape.

# %% [markdown] id="how-to-use"
# **How to use this notebook.** Each section goes *predict → run → see → explain*. Predictions and quizzes cost nothing and are stored nowhere. Exercises have an answer cell and a check that says what is wrong; run it as often as you like. Experiments use the course's own functions, so they run before you have solved anything. "They report" marks what a paper or a lecture says, "we measured" what a cell of this page printed. The text quotes the numbers of the embedded images; yours may differ in the last digit.

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

# %% [markdown] id="data-text"
# Some experiments train on thumbnails: real CIFAR-10 images if the course finds them on your machine, otherwise an embedded set of generated images with ten classes. The next cell says which one you have.

# %% id="data" tags=["demo"]
data = data_utils.get_CIFAR10_data(5000, 1000, 1000, dtype=np.float32)
images = lab.thumbnails(data)
print(data.source)
print(kernels.backend_report())
print("training thumbnails:", images.x.shape)

# %% [markdown] id="symmetry-text"
# ## 1 · Symmetry: who can become different?
#
# Start every weight at zero. A student in the lecture says: *all neurons are dead, no updates ever*. The lecturer corrects: *not exactly, they all do the same thing*. Who is right? A net with 20 hidden units, 768 inputs, ten classes; 20 steps of plain gradient descent.

# %% id="predict-zeros" tags=["demo", "widget"]
viz.predict(
    "zeros",
    "ReLU, all weights and biases zero: what moves in 20 steps?",
    ["nothing", "only the last bias", "W2, then W1", "everything, alike"],
)

# %% [markdown] id="zeros-run-text"
# The largest change of each parameter, for three activations, and the number of different hidden units at the end.

# %% id="zeros" tags=["demo", "anchor"]
print("start at zero     W1      W2      b1      b2   units  rank(W1)")
for name in ("ReLU", "tanh", "sigmoid"):
    run = lab.grow_apart(images, name)
    moved = "".join(f"{run.moved[k]:8.1g}" for k in ("W1", "W2", "b1", "b2"))
    print(f"{name:<11}{moved}{run.groups[-1]:8}{run.rank:8}")
still = [k for k, v in lab.grow_apart(images, "ReLU").moved.items() if v]
viz.look_back("zeros", f"with ReLU only {', '.join(still)} moved")

# %% [markdown] id="zeros-explain"
# **Both are right, for different activations.** With ReLU and tanh a zero input gives a zero output: the gradient of $W_2$ is (zero output) × (upstream), that of $W_1$ passes through $W_2 = 0$. Both stay exactly 0 for ever and the student has it; only the last bias learns how frequent the classes are. The sigmoid puts out ½: $W_2$ moves first, then $W_1$. Yet all 20 columns of $W_1$ remain one vector: rank 1. "The same update" (notes) is true and not the whole story.

# %% [markdown] id="constant-text"
# **Any other constant?** Slides ask what $W = \mathrm{constant}$ does. A listener of the lecture objects: the last layer's neurons belong to different classes, do they not get different gradients? Count the different units while the net trains.

# %% id="predict-constant" tags=["demo", "widget"]
viz.predict(
    "constant",
    "All weights 0.1, 20 hidden units: how many differ after 20 steps?",
    ["1", "10, one per class", "20"],
)

# %% [markdown] id="constant-run-text"
# Three ways to start, and one net that starts with twins but drops half of its units at random in each step.

# %% id="constant" tags=["demo"]
starts = {
    "constant .1": lab.grow_apart(images, "tanh", weights=0.1),
    "0.1 + noise of 1e-3": lab.grow_apart(
        images, "tanh", weights=0.1, noise=1e-3
    ),
    "constant .1, dropout": lab.grow_apart(
        images, "tanh", weights=0.1, keep=0.5
    ),
}
viz.show(
    viz.curves(
        np.arange(21),
        {name: np.array(run.groups) for name, run in starts.items()},
        finding="Twins stay twins until chance parts them",
        where="768-20-10, tanh, plain gradient descent",
        x_label="step",
        y_label="different hidden units",
    ),
    alt="Number of different hidden units over 20 steps. From a constant it "
    "stays at 1; with a little noise it is 20 from the start; with dropout "
    "it jumps from 1 to 20 in the first two steps.",
)

# %% [markdown] id="constant-numbers-text"
# The same for three activations, with the loss at the end:

# %% id="constant-numbers" tags=["demo", "anchor"]
print("20 steps from    constant .1     + noise 1e-3    + dropout")
for name in ("ReLU", "tanh", "sigmoid"):
    options = ({}, {"noise": 1e-3}, {"keep": 0.5})
    runs = [lab.grow_apart(images, name, weights=0.1, **o) for o in options]
    units = "".join(f"{run.groups[-1]:4} units      " for run in runs)
    print(f"{name:<14}{units}")
same = starts["constant .1"].loss[-1], starts["0.1 + noise of 1e-3"].loss[-1]
print(f"tanh, loss with twins {same[0]:.3f}, with noise {same[1]:.3f}")
viz.look_back("constant", starts["constant .1"].groups[-1])

# %% [markdown] id="constant-explain"
# The objection is right about the *last* layer: its ten columns do become different. Hidden units do not: each sends the same value up and gets the same sum of gradients back, whatever the classes are. A chapter calls symmetry breaking the one rule known for certain. It is the *weights* that must differ; equal biases are fine. Dropout parts twins too, as d2l remarks. And mind the last line: noise of $10^{-3}$ makes 20 different units, but the loss is that of one. **Different is necessary; different enough is the rest of this page.**

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

# %% [markdown] id="small-text"
# ## 2 · Small random numbers, ten layers
#
# First idea of notes, lecture, slides and blog: normal numbers of standard deviation 0.01. Fine for small nets, they say, and a collapse for deep ones. The lecture's example: ten layers of 500 tanh units, random inputs. We send 64 inputs up and a gradient of N(0, 1) back down.

# %% id="predict-small" tags=["demo", "widget"]
viz.predict(
    "small",
    "The outputs shrink layer by layer. The gradients of W1 to W10 …",
    ["shrink towards layer 1", "shrink towards layer 10", "are all alike"],
)

# %% [markdown] id="small-run-text"
# Standard deviation of each layer's outputs, and size of each layer's weight gradient $\partial L/\partial W_l = h_{l-1}^\top\, \delta_l$ (root mean square).

# %% id="small" tags=["demo", "anchor"]
deep = lab.make_stack(width=500, depth=10, examples=64)
small = lab.both_passes(deep, 0.01, "tanh")
print("layer     " + "".join(f"{n:9}" for n in range(1, 11)))
for name, values in (("std of h", small.std), ("dL/dh", small.dx)):
    print(f"{name:<10}" + "".join(f"{v:9.2g}" for v in values))
print("dL/dW     " + "".join(f"{v:9.2g}" for v in small.dw))
print(f"predicted factor per layer: 0.01 × √500 = {0.01 * 500**0.5:.4f}")
viz.look_back("small", f"all alike, {small.dw.mean():.2g}")

# %% [markdown] id="small-explain"
# The outputs collapse as they say: × .2236 per layer, down to $3\cdot10^{-7}$. But look at the last two rows. The *upstream* gradient shrinks on its way down by the same factor, and the weight gradient is the **product** of what shrinks upwards and what shrinks downwards: $1.1\cdot10^{-5}$ in *every* layer. "Early layers get less" is not what happens here. All layers get little, equally, and nearly identical inputs reach the last one.

# %% [markdown] id="sigmoid-text"
# **Spot the error.** A chapter shows this collapse, says that the activation is a *sigmoid*, that the weights come from $\mathcal{N}(0, .01)$, and that the standard deviation falls to zero *and so does the mean*. Run its words.

# %% id="sigmoid-collapse" tags=["demo", "anchor"]
for std, reading in ((0.01, ".01 as std"), (0.1, ".01 as variance")):
    p = lab.both_passes(deep, std, "sigmoid")
    print(f"sigmoid, {reading:<16} mean of layer 1, 5, 10:", end="")
    print("".join(f"{p.mean[i]:6.2f}" for i in (0, 4, 9)), end="")
    print(f"   dW1 : dW10 = {p.dw[0] / p.dw[-1]:.0e}")
print("tanh, .01 as std: mean within", f"{abs(small.mean).max():.0e}")

# %% [markdown] id="sigmoid-explain"
# Sigmoid outputs settle at ½, not 0; the figure is one of tanh, whose mean is 0 from the start by symmetry. $\mathcal{N}(0, .01)$ means two things, and a factor of ten lies between them. With sigmoids something else does vanish: their slope of at most ¼ makes $W_1$'s gradient smaller than $W_{10}$'s by eleven orders (stage 02).

# %% [markdown] id="large-text"
# ## 3 · Large random numbers: where do the gradients go?
#
# So make them large: standard deviation 1. Lecture, notes, slides, blog and chapter agree that tanh units saturate at ±1, *all gradients are zero, the weights do not update*. (The notes add that "the network will explode with big numbers", which tanh outputs cannot.)

# %% id="predict-large" tags=["demo", "widget"]
viz.predict(
    "large",
    "Ten tanh layers of 500, weights of std 1. The gradient of W1 is …",
    ["zero", "about that of W10", "about 100,000 times that of W10"],
)

# %% [markdown] id="large-run-text"
# Same inputs, same random numbers, multiplied by 1 instead of 0.01.

# %% id="large" tags=["demo", "anchor"]
large = lab.both_passes(deep, 1.0, "tanh")
print("layer          " + "".join(f"{n:9}" for n in range(1, 11)))
print("|h| > .97      " + "".join(f"{v:9.0%}" for v in large.saturated))
print("dL/dW          " + "".join(f"{v:9.2g}" for v in large.dw))
factor = (large.dx[0] / large.dx[-1]) ** (1 / 9)
print(f"dL/dh grows × {factor:.1f} per layer on the way down")
times = round(large.dw[0] / large.dw[-1], -4)
viz.look_back("large", f"about {times:,.0f} times that of W10")

# %% [markdown] id="large-explain"
# 92 % of the units are saturated, exactly as they say. And the gradient **explodes**: 1.2 in layer 10, 110,000 in layer 1. Backward multiplies by the slopes *and by the weights*. The open 8 % keep the root mean square of the slopes at .16; 500 weights of size 1 multiply by $\sqrt{500} = 22$; together × 3.5 per layer. Saturation blocks single paths. In a wide layer with large weights the sum over the open ones overcompensates.

# %% [markdown] id="strips-text"
# Both extremes and the middle as pictures. The third row is a preview of section 6.

# %% id="strips" tags=["demo"]
xavier = lab.both_passes(deep, 500**-0.5, "tanh")
viz.show(
    viz.strips(
        {"std .01": small, "std 1": large, "1/√500": xavier},
        layers=(1, 2, 4, 6, 8, 10),
    ),
    alt="Histograms of the outputs of six of ten tanh layers. Row 1, weights "
    "of 0.01: a bell in layer 1 that collapses to a needle at zero. Row 2, "
    "weights of 1: all outputs at minus one and one. Row 3, one over the "
    "square root of 500: broad bells in every layer, slowly narrowing.",
)

# %% [markdown] id="both-ways-text"
# Up and down in one figure: on the left what the layers put out, on the right which gradient their weights get.

# %% id="both-ways" tags=["demo"]
viz.show(
    viz.up_and_down(
        {
            "std .01": (small.rms, small.dw),
            "std 1": (large.rms, large.dw),
            "1/√500": (xavier.rms, xavier.dw),
        },
        names=(
            "Small weights lose the signal",
            "Large ones blow up gradients",
        ),
    ),
    alt="Two logarithmic plots over ten layers. Left, size of outputs: flat "
    "near 1 for std 1, slowly falling for one over root 500, a straight fall "
    "to 3e-7 for std 0.01. Right, size of weight gradients: flat for the two "
    "smaller stds, rising to 1e5 towards layer 1 for std 1.",
)

# %% [markdown] id="wide-text"
# **The slides' stack: 4096 wide, 6 layers, 16 inputs.** With .01 they report *all zero, no learning*; with .05 *all activations saturate, local gradients all zero*. We draw the six matrices of 16.8 million numbers once and rescale them, so that only the rule differs.

# %% id="wide" tags=["demo", "anchor"]
wide = lab.make_stack(4096, 6, examples=16, dtype=np.float32)
rules = {"std .01": 0.01, "std .05": 0.05, "Xavier": 4096**-0.5}
slides = {n: lab.both_passes(wide, r, "tanh") for n, r in rules.items()}
print("6 × 4096, tanh   std of h, layers 1 to 6" + 16 * " " + "|h|>.97")
for name, p in slides.items():
    stds = "".join(f"{v:8.2g}" for v in p.std)
    print(f"{name:<10}{stds}{p.saturated[-1]:10.0%}")
print("                 size of dL/dW, layers 1 to 6")
for name, p in slides.items():
    print(f"{name:<10}" + "".join(f"{v:8.2g}" for v in p.dw))

# %% [markdown] id="wide-explain"
# With .01 the outputs fall to .046, not to zero: the factor per layer is $.01\sqrt{4096} = .64$, nothing like ten layers of 500. The weight gradients are a *quarter* of Xavier's, in every layer; a larger learning rate makes up for that. With .05, 44 % of the outputs are beyond ±.97, not all, and the gradient **grows** towards layer 1. Small nets and six wide layers forgive a lot. Depth does not: section 10.

# %% [markdown] id="explore-stack-text"
# **Find the edge.** Move the standard deviation until outputs and gradients are both level. Does the right value depend on the width? On the activation?

# %% id="explore-stack" tags=["demo", "widget"]
viz.explore(
    viz.draw_stack,
    title="Ten layers before the first step",
    twin=[{"std": 0.01}, {"std": 0.045}, {"std": 1.0}],
    std=viz.LogSlider(0.001, 1.0, 20, 0.045, "std of the weights"),
    width=viz.Slider(50, 500, 50, 500, "width"),
    activation=viz.Choice(["tanh", "ReLU"], "tanh", "activation"),
)

# %% [markdown] id="quiz-saturation-text"
# With tanh the level point is close to $1/\sqrt{n}$, so it moves with the width; with ReLU it is a little to the right. Sections 5 to 7 say why.

# %% id="quiz-saturation" tags=["demo", "widget"]
viz.quiz(
    "Weights of std 1, 92 % of the units saturated. Which sentence is true?",
    [
        "Saturated units pass nothing, so no weight is updated.",
        "Single paths are blocked, and the gradient as a whole explodes.",
        "The outputs explode, the gradients vanish.",
    ],
    "Single paths are blocked, and the gradient as a whole explodes.",
    "tanh outputs cannot exceed 1; the 8 % open units meet weights that "
    "multiply by 22.",
)

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

# %% [markdown] id="rand-text"
# ## 4 · One letter: `rand` for `randn`
#
# The notes print their four rules with `np.random.rand`: uniform on [0, 1), never negative. Two of them also name a variable `in`, which Python refuses. What would the code have done?

# %% id="predict-rand" tags=["demo", "widget"]
viz.predict(
    "rand",
    "0.01 * np.random.rand, six tanh layers of 500: the outputs …",
    ["collapse, a little faster", "collapse, a little slower", "saturate"],
)

# %% [markdown] id="rand-run-text"
# The twins side by side: the same rule with `randn` and with `rand`.

# %% id="rand" tags=["demo", "anchor"]
twin = lab.make_stack(500, 6, examples=64, draw="rand")
normal = lab.make_stack(500, 6, examples=64)
cases = (("0.01", 0.01, "tanh"), ("1/√n", 500**-0.5, "tanh"))
for rule, std, name in (*cases, ("1/√(n/2)", 250**-0.5, "ReLU")):
    for word, stack in (("randn", normal), ("rand", twin)):
        p = lab.both_passes(stack, std, name)
        sizes = "".join(f"{v:9.2g}" for v in (*p.rms, p.dw[0]))
        print(f"{name} {rule:<9}{word:<6}{sizes}")
print("                      rms of the outputs of layers 1 to 6, then dW1")
last = lab.both_passes(twin, 0.01, "tanh").saturated[-1]
viz.look_back("rand", f"saturate: {last:.0%} beyond .97 in layer 6")

# %% [markdown] id="rand-explain"
# Where the text says *goes to zero*, its code saturates: 500 positive weights of mean .005 add up instead of cancelling, and every unit of a layer gets nearly the same sum. With `rand / sqrt(n)` all units of an example sit at the same end, and now the gradient *does* vanish: $W_1$ gets $2\cdot10^{-15}$, where `randn` gives it 2.7. With ReLU the outputs grow sixteenfold per layer. **The mean of the weights matters more than their spread:** a mean $\mu$ multiplies a common part of the inputs by $n\mu$, the spread only by $\sqrt{n}\,\sigma$.

# %% id="quiz-rand" tags=["demo", "widget"]
viz.quiz(
    "You want std 0.01 and have only rng.random, uniform on [0, 1). Which "
    "line is right?",
    [
        "0.01 * rng.random(shape)",
        "0.01 * (rng.random(shape) - 0.5)",
        "0.01 * 12**0.5 * (rng.random(shape) - 0.5)",
    ],
    "0.01 * 12**0.5 * (rng.random(shape) - 0.5)",
    "The first has mean .005, the second std .0029: a uniform of width 1 has "
    "variance 1/12.",
)

# %% [markdown] id="derivation-text"
# ## 5 · Where 1/n comes from, and what it assumes
#
# One unit, before its activation: $y = \sum_{i=1}^{n} x_i w_i$. We want $\mathrm{Var}(y) = \mathrm{Var}(x)$.
#
# 1. $\mathrm{Var}(y) = \sum_i \mathrm{Var}(x_i w_i)$ if the terms are **uncorrelated**,
# 2. $= n\,\mathrm{Var}(x_i w_i)$ if all are distributed alike,
# 3. $= n\,\mathbb{E}[x_i^2]\,\mathrm{Var}(w_i)$ if $w_i$ is **independent** of $x_i$ and has **mean 0**,
# 4. $= n\,\mathrm{Var}(x_i)\,\mathrm{Var}(w_i)$ if $x_i$ has **mean 0** too,
# 5. so $\mathrm{Var}(w_i) = 1/n$.
#
# Slides label steps 1 to 4 with *i.i.d.* on one page and *zero mean* on another. Which of the two does the work?

# %% id="predict-assumptions" tags=["demo", "widget"]
viz.predict(
    "assumptions",
    "All 50 inputs are the same number. Is Var(y) = n Var(x) Var(w) wrong?",
    ["yes, they are not independent", "no, it holds exactly"],
)

# %% [markdown] id="assumptions-run-text"
# Break the assumptions one at a time: 50 terms, 4,000 sums, weights of std .2 drawn anew for each.

# %% id="assumptions" tags=["demo", "anchor"]
table = lab.variance_of_products()
print("                                 measured   n Var(x) Var(w)")
for name, (got, rule, _) in table.items():
    print(f"{name:<33}{got:8.1f}{rule:12.1f}")
got, rule, _ = table["inputs all alike"]
viz.look_back("assumptions", f"{got:.1f} measured, {rule:.1f} by the rule")

# %% [markdown] id="assumptions-explain"
# Independence of the *inputs* is not needed at all: inputs that are all the same number obey the rule, because weights of mean 0 that are independent of each other make the terms uncorrelated. What breaks it is a **mean**: inputs of mean 1 double the variance, since $\mathbb{E}[x^2]$ counts in step 3 and not $\mathrm{Var}(x)$; remember that for ReLU. Weights of mean .2 double it too, and together with alike inputs they multiply it by fifty: the `rand` of section 4.

# %% [markdown] id="fan-in-text"
# **Few inputs, large weights.** The lecture's intuition, with a slip of the tongue: it says *a small number of inputs* once and *small inputs* once. It is the number.

# %% id="explore-fan-in" tags=["demo", "widget"]
viz.explore(
    viz.draw_fan_in,
    title="The sum of n products",
    twin=[
        {"fan_in": 4},
        {"fan_in": 900},
        {"fan_in": 4, "scaled": True},
        {"fan_in": 900, "scaled": True},
    ],
    fan_in=viz.LogSlider(4, 4096, 5, 64, "number of inputs"),
    scaled=viz.Switch(False, "weights of std 1/√n"),
)

# %% [markdown] id="xavier-text"
# ## 6 · Xavier, and a gain
#
# $\mathrm{std} = 1/\sqrt{\mathrm{fan_{in}}}$: lecture and slides call it *Xavier initialization* and *just right, nicely scaled for all layers*. (LeCun et al. used it in 1998; Glorot and Bengio's own rule of 2010 takes both fans, section 8.) Is it?

# %% id="predict-xavier" tags=["demo", "widget"]
viz.predict(
    "xavier",
    "tanh, 1/√n, inputs of std 1: the std of layer 10 is about",
    ["1", "0.6", "0.23", "0.01"],
)

# %% [markdown] id="xavier-run-text"
# The ten layers of 500 with gain 1 and with the gain 5/3 that libraries use for tanh; then gain 1 on images instead of random numbers.

# %% id="xavier" tags=["demo", "anchor"]
gained = lab.both_passes(deep, 5 / 3 * 500**-0.5, "tanh")
for name, p in (("gain 1", xavier), ("gain 5/3", gained)):
    print(f"{name:<9} std of h" + "".join(f"{v:6.2f}" for v in p.std))
    print(f"{'':<9} dL/dW   " + "".join(f"{v:6.2f}" for v in p.dw))
viz.look_back("xavier", float(xavier.std[-1]))

# %% [markdown] id="xavier-images-text"
# And with thumbnails as inputs, whose neighbouring pixels are anything but independent:

# %% id="xavier-images" tags=["demo"]
real = lab.both_passes(lab.image_stack(images), lab.RULES["Xavier"], "tanh")
print("images    std of h" + "".join(f"{v:6.2f}" for v in real.std))

# %% [markdown] id="xavier-explain"
# A slow decay, .63 to .23: the derivation treats tanh as the identity, the *linear regime* that the lecture mentions, and tanh shrinks everything that is not small. Gain 5/3 holds the outputs at .65; now the gradient grows a little towards layer 1. Nothing makes both exactly level for tanh. Images give the same table: correlated inputs do not matter, as section 5 said.

# %% [markdown] id="relu-text"
# ## 7 · ReLU: what is halved?
#
# Notes, lecture, slides and blog: Xavier *breaks* with ReLU, because half of the units are off, which *halves the variance*; activations *collapse to zero again, no learning*. The remedy is He's $\sqrt{2/n}$ (He et al., 2015).

# %% id="predict-relu" tags=["demo", "widget"]
viz.predict(
    "relu",
    "z ~ N(0, 1). What is the variance of ReLU(z)?",
    ["1/2", "about 0.34", "about 0.71"],
)

# %% [markdown] id="relu-run-text"
# Variance, second moment, and what a stack of ReLU layers does with each rule.

# %% id="relu" tags=["demo", "anchor"]
z = np.random.default_rng(0).standard_normal(1_000_000)
out = np.maximum(z, 0)
print(f"Var(ReLU(z)) = {out.var():.3f}, E[ReLU(z)²] = {(out**2).mean():.3f}")
for name, std in (("Xavier", 500**-0.5), ("He", 250**-0.5)):
    p = lab.both_passes(deep, std, "ReLU")
    print(f"{name:<7} rms of h" + "".join(f"{v:6.2f}" for v in p.rms))
    print(f"{'':<7} dL/dW   " + "".join(f"{v:6.2f}" for v in p.dw))
viz.look_back("relu", float(out.var()))

# %% [markdown] id="relu-explain"
# It is the **second moment** that is halved: $\mathbb{E}[\mathrm{ReLU}(z)^2] = ½$. The variance is $½ - 1/(2\pi) = .34$, and it is not what the next layer asks for: step 3 of section 5 needs $\mathbb{E}[x^2]$. So $n\,\mathrm{Var}(w)\cdot ½ = 1$, hence $2/n$. With Xavier the size falls by $\sqrt{½}$ per layer: .034 behind ten. Small, yes. A collapse? The gradients are level, a factor of 20 below He's.

# %% [markdown] id="wide-relu-text"
# The slides' six layers of 4096 again, now with ReLU. The right number to watch is the root mean square.

# %% id="wide-relu" tags=["demo", "anchor"]
both = {"Xavier": 4096**-0.5, "He": 2048**-0.5}
rectified = {n: lab.both_passes(wide, r, "ReLU") for n, r in both.items()}
for name, p in rectified.items():
    print(f"{name:<7} rms of h" + "".join(f"{v:7.3f}" for v in p.rms))
wide = None  # 400 MB

# %% [markdown] id="wide-strips-text"
# The slides' three tanh stacks, and their two ReLU stacks, as pictures:

# %% id="wide-strips" tags=["demo"]
viz.show(
    viz.strips(slides, layers=(1, 2, 3, 4, 5, 6)),
    alt="Histograms of six tanh layers of 4096 for three rules. Weights of "
    "0.01: the bell narrows to a std of 0.05. Weights of 0.05: outputs pile "
    "up at both ends without emptying the middle. Xavier: broad in every "
    "layer, slowly narrowing.",
)

# %% [markdown] id="relu-strips-text"
# For ReLU the range is 0 to 3; the tall bar at zero is the half that is off.

# %% id="relu-strips" tags=["demo"]
viz.show(
    viz.strips(rectified, layers=(1, 2, 3, 4, 5, 6), span=(0.0, 3.0)),
    alt="Histograms of six ReLU layers of 4096. With Xavier the positive "
    "half narrows from a std of 0.58 to 0.1; with He it keeps its width of "
    "0.82. Both have a tall bar at zero.",
)

# %% [markdown] id="wide-strips-explain"
# Xavier and He differ by a factor of 8 in layer 6, and by nothing else. Whether that prevents learning is a question for a training run, not for a histogram.

# %% id="quiz-relu" tags=["demo", "widget"]
viz.quiz(
    "A lecture closes with: use Xavier to start. Its slides recommend ReLU. "
    "Which first weights follow from its own derivation?",
    ["Xavier, 1/n", "He, 2/n", "0.01"],
    "He, 2/n",
    "Lecture and slide summary contradict themselves. Six layers forgive it, "
    "thirty do not.",
)

# %% [markdown] id="exercise-activation-gain"
# ### Exercise 3 · The gain of an activation (2 points, 5 minutes, difficulty 1)
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
    """Return the gain: weights have standard deviation gain / sqrt(fan_in).

    name : linear, sigmoid, selu, tanh, relu or leaky_relu
    alpha : slope of leaky_relu for z < 0; 0.01 if not given
    Raises ValueError for an unknown name.
    """
    ### BEGIN SOLUTION
    fixed = {"linear": 1.0, "sigmoid": 1.0, "selu": 1.0}
    if name == "leaky_relu":
        alpha = 0.01 if alpha is None else alpha
        gain = (2 / (1 + alpha**2)) ** 0.5
    elif name == "relu":
        gain = 2**0.5
    elif name == "tanh":
        gain = 5 / 3
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

# %% [markdown] id="shapes-text"
# ## 8 · Layers that are not square: in, out, or both?
#
# Backward, a unit of the layer below sums fan_out products. Level gradients ask for $2/\mathrm{fan_{out}}$, level outputs for $2/\mathrm{fan_{in}}$; only square layers can have both. Glorot and Bengio took the middle, $2/(n_{in}+n_{out})$, for tanh. A chapter doubles that for ReLU, $4/(n_{in}+n_{out})$, and cites He et al. (2015). But **He et al. use one fan**, either of them.

# %% id="predict-pyramid" tags=["demo", "widget"]
viz.predict(
    "pyramid",
    "1024-512-256-128-64-32, He with fan_in. Behind all five layers …",
    ["outputs level, gradient × 0.17", "both level", "outputs × 6"],
)

# %% [markdown] id="explore-ratio-text"
# One layer first: choose a rule and the ratio of outputs to inputs.

# %% id="explore-ratio" tags=["demo", "widget"]
viz.explore(
    viz.draw_ratio,
    title="One ReLU layer, forward and backward",
    twin=[
        {"ratio": 0.25},
        {"ratio": 0.25, "rule": "He, fan_out"},
        {"ratio": 0.25, "rule": "4/(in+out)"},
    ],
    ratio=viz.LogSlider(1 / 64, 64, 5, 0.25, "n_out / n_in"),
    rule=viz.Choice(list(lab.RELU_RULES), "He, fan_in", "rule"),
)

# %% [markdown] id="pyramid-text"
# Now a net that narrows from 1024 to 32, and one that widens from 32 to 1024.

# %% id="pyramid" tags=["demo", "anchor"]
narrow = (1024, 512, 256, 128, 64, 32)
pyramids = {}
for sizes, word in ((narrow, "narrowing"), (narrow[::-1], "widening")):
    for name, rule in lab.RELU_RULES.items():
        up, down = pyramids[name, word] = lab.pyramid(rule, sizes)
        print(f"{word:<10}{name:<12} outputs × {up[-1]:4.2f}", end="")
        print(f"   gradient × {down[0]:4.2f}")
down = pyramids["He, fan_in", "narrowing"][1]
viz.look_back("pyramid", f"outputs level, gradient × {down[0]:.2f}")

# %% [markdown] id="pyramid-figure-text"
# The narrowing net layer by layer:

# %% id="pyramid-figure" tags=["demo"]
viz.show(
    viz.up_and_down(
        {name: pyramids[name, "narrowing"] for name in lab.RELU_RULES},
        names=("fan_in keeps the outputs", "fan_out keeps the gradient"),
        labels=("outputs (rms)", "gradient of the input (rms)"),
    ),
    alt="Two logarithmic plots over five narrowing layers. Outputs: level "
    "with fan_in, growing sixfold with fan_out, twofold with the sum rule. "
    "Gradients: falling to 0.17 with fan_in, level with fan_out, 0.36 with "
    "the sum rule.",
)

# %% [markdown] id="rules-text"
# **How different are they in the net of the lecture's example, 3072-50?**

# %% id="rules" tags=["demo", "anchor"]
print("first layer 3072 → 50, ReLU")
for name, rule in lab.RELU_RULES.items():
    std = rule(3072, 50)
    print(f"{name:<12} std {std:.4f}, outputs × {std * 1536**0.5:.2f}")
ratio = (lab.RELU_RULES["4/(in+out)"](3072, 50) ** 2) / (2 / 3072)
print(f"the sum rule has {ratio:.2f} times the variance of He's")

# %% [markdown] id="rules-explain"
# The ends of the trade-off multiply: over a whole net, the gradient under fan_in changes by $\sqrt{n_L/n_0}$, whatever lies between: $\sqrt{32/1024} = .18$. He et al. argue that this single factor does not grow with depth, so either fan will do. The sum rule is a compromise with an error both ways, and it equals He's rule only for square layers; in the first layer here its variance is 1.97 times as large. A chapter gives *saturation forward, large gradients backward* as the reason for scaling: these are the two columns. (It calls the first one "the forward pass of the Backprop algorithm".)

# %% [markdown] id="convolution-text"
# **Convolutions.** Slides: $D_{in}$ is *filter size² × input channels*. That is the number of products in one output. Count it in general.

# %% [markdown] id="exercise-fan-in-and-fan-out"
# ### Exercise 4 · Fan-in and fan-out (2 points, 5 minutes, difficulty 1)
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

# %% [markdown] id="uniform-text"
# ## 9 · Uniform or Gaussian?
#
# A chapter offers both: normal with variance $2/(n_{in}+n_{out})$, or uniform on $[-r, r]$ with $r = \sqrt{6/(n_{in}+n_{out})}$. The variance of that uniform is $r^2/3$: the same number. Does the *shape* of the distribution survive the sum over 500 inputs?

# %% id="predict-uniform" tags=["demo", "widget"]
viz.predict(
    "uniform",
    "Uniform weights, normal inputs: the pre-activations of layer 1 are …",
    ["uniform", "normal", "something between"],
)

# %% [markdown] id="uniform-run-text"
# Standard deviation and kurtosis (3 for a normal, 1.8 for a uniform distribution) of weights and of pre-activations, 500 × 300.

# %% id="uniform" tags=["demo", "anchor"]
rng = np.random.default_rng(1)
r, std = (6 / 800) ** 0.5, (2 / 800) ** 0.5
drawn = {
    "Gaussian": rng.normal(0, std, (500, 300)),
    "uniform": rng.uniform(-r, r, (500, 300)),
}
sums = {n: rng.normal(size=(1000, 500)) @ w for n, w in drawn.items()}
for name in drawn:
    for what, v in (("weights", drawn[name]), ("pre-act.", sums[name])):
        kurtosis = ((v - v.mean()) ** 4).mean() / v.var() ** 2
        print(f"{name:<9}{what:<9} std {v.std():.3f} kurtosis {kurtosis:.1f}")
viz.look_back("uniform", f"kurtosis {kurtosis:.1f}: normal")

# %% [markdown] id="uniform-figure-text"
# Weights on the left would differ; their sums do not:

# %% id="uniform-figure" tags=["demo"]
viz.show(
    viz.densities(
        {f"{name} weights": s.ravel()[:50_000] for name, s in sums.items()},
        finding="Behind a sum, nobody knows the weights' distribution",
        where="pre-activations of 300 units with 500 inputs each",
        label="pre-activation",
    ),
    alt="Two histograms of pre-activations, from Gaussian and from uniform "
    "weights. They lie on top of each other: the same bell.",
)

# %% [markdown] id="uniform-explain"
# Equal to within a per cent in both. The central limit theorem takes the shape away; mean and variance remain. Choose the distribution as you like, and mind its **variance**: the usual slip is to take $b$ of a uniform for its standard deviation, a factor $\sqrt{3}$.

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
# **Contract.** `shape` is (D, M) or (F, C, HH, WW). `"constant"` fills the array with $1/\sqrt{n}$ and draws nothing. Every random number comes from the generator `rng`; `None` means `np.random.default_rng(0)`; NumPy's global generator stays untouched. The result has `shape` and `dtype`. An unknown scheme, dist or fan raises `ValueError`. You may use `given_fans(shape)`, which does what exercise 4 asks for.
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

# %% [markdown] id="matter-text"
# ## 10 · Does it matter?
#
# *The difference between training at all and nothing happening*, says the lecture. First a net that is small enough to train while you look: two spirals, 24 units per layer, 60 steps. Choose the rule and the number of layers.

# %% id="explore-spirals" tags=["demo", "widget"]
viz.explore(
    viz.draw_spirals,
    title="Five ways to start",
    twin=[
        {"rule": "std .01", "depth": 2},
        {"rule": "std .01", "depth": 5},
        {"rule": "He", "depth": 5},
        {"rule": "std 1", "depth": 5},
    ],
    rule=viz.Choice(list(lab.RULES), "He", "first weights"),
    depth=viz.Slider(2, 6, 1, 5, "affine layers"),
)

# %% [markdown] id="race-text"
# **Now on images, with error bars.** ReLU nets of 2, 6, 10 and 30 affine layers, 64 units each, 200 steps of 100 thumbnails, momentum .9, three seeds. Every pair of rule and depth has its **own** learning rate, the best of .003, .01, .03 and .1; `lab.best_rates(images, pairs)` repeats that search. Where nothing learns, all four rates end alike.

# %% id="predict-race" tags=["demo", "widget"]
viz.predict(
    "race",
    "From which depth on does Xavier, with ReLU, no longer train at all?",
    [
        "6 layers, as the slides say",
        "10 layers",
        "30 layers",
        "it always does",
    ],
)

# %% [markdown] id="race-run-text"
# Eleven settings, three seeds: 33 runs.

# %% id="race" tags=["demo"]
rates = {("std .01", 2): 0.03, ("std .01", 6): 0.003, ("std .01", 10): 0.003}
rates |= {("Xavier", 2): 0.03, ("Xavier", 6): 0.03, ("Xavier", 10): 0.03}
rates |= {("Xavier", 30): 0.003, ("He", 2): 0.03, ("He", 6): 0.01}
rates |= {("He", 10): 0.01, ("He", 30): 0.01}
runs = lab.depth_race(images, rates, progress=viz.counting("training"))
ends = {rule: {} for rule in ("std .01", "Xavier", "He")}
for (rule, depth), found in runs.items():
    ends[rule][depth] = [run.end for run in found]
viz.show(
    viz.by_depth(
        ends,
        finding="Six layers forgive Xavier, thirty do not",
        where="ReLU, 64 units, 200 steps, best rate each; bar: mean ± sd",
        label="training loss at the end",
        level=(np.log(10), "guessing"),
    ),
    alt="Training loss after 200 steps over the number of layers. He trains "
    "at every depth, worse with more layers. Xavier is level with He up to "
    "ten layers and at the guessing loss with thirty. Weights of 0.01 train "
    "with two layers and guess from six on.",
)

# %% [markdown] id="race-numbers-text"
# Loss and validation accuracy, mean and standard deviation over the seeds:

# %% id="race-numbers" tags=["demo"]
for (rule, depth), found in runs.items():
    end = np.array([run.end for run in found])
    right = 100 * np.array([run.accuracy for run in found])
    loss = f"loss {end.mean():.2f} ± {end.std(ddof=1):.2f}"
    accuracy = f"{right.mean():4.1f} ± {right.std(ddof=1):.1f} %"
    print(f"{rule:<8}{depth:3} layers  {loss}   accuracy {accuracy}")
stuck = np.mean([run.end for run in runs["Xavier", 30]])
viz.look_back("race", f"30 layers: loss {stuck:.2f}, ln 10 = 2.30")

# %% [markdown] id="race-curves-text"
# The thirty-layer nets step by step, three seeds each:

# %% id="race-curves" tags=["demo"]
lines = {
    f"{rule}, seed {seed}": np.array(run.losses)
    for rule in ("Xavier", "He")
    for seed, run in enumerate(runs[rule, 30])
}
smooth = {
    name: np.convolve(v, np.ones(20) / 20, "valid")
    for name, v in lines.items()
}
viz.show(
    viz.curves(
        np.arange(20, 201),
        smooth,
        finding="Thirty ReLU layers: √2 per layer decides",
        where="training loss, mean of twenty steps",
        x_label="step",
        y_label="loss",
    ),
    alt="Six loss curves over 200 steps. The three that started with Xavier "
    "stay at 2.30; the three that started with He begin higher and fall.",
)

# %% [markdown] id="race-explain"
# "Nothing happening" is right for **thirty** layers: Xavier stays at $\ln 10 = 2.30$ at each of the four rates and for every seed; He falls to 2.16 (CIFAR-10: 2.30 and 2.06). At six layers, where slides report *no learning*, Xavier and He differ by less than a standard deviation (1.74 and 1.74; CIFAR-10: 1.68 and 1.66); at ten He is ahead by .07 (.04). Weights of .01 train with two layers only. What the run does *not* show: that deep plain nets are worth having. With more layers all three get worse in 200 steps; the first draw lets a deep net start, it does not make it good.

# %% [markdown] id="claims"
# ### They report · we measured
#
# Each row names what the course's sources state and what the cells above found, on the embedded images and, with the same code, on CIFAR-10. Stacks on random inputs need no images.
#
# | Statement | Found in | We measured | CIFAR-10 | Verdict |
# |---|---|---|---|---|
# | zeros: no updates ever | a student, lecture | ReLU, tanh: only the last bias moves; sigmoid: all | same | right for two of three |
# | `W = 0.01 * rand` goes to zero | notes | saturates: .13 to .96 in six layers | – | the code says the opposite |
# | std .01: early layers get less gradient | lecture | $1.1\cdot10^{-5}$ in all ten | – | all get little, alike |
# | std .01, *sigmoid*: the mean falls to 0 | chapter | mean .50 | – | the figure shows tanh |
# | std 1: all gradients zero | lecture, notes, blog, chapter | × 3.5 per layer, 110,000 in layer 1 | – | they explode |
# | 6 × 4096, std .01: all zero, no learning | slides | std .046, gradient a quarter of Xavier's | – | overstated |
# | 6 × 4096, std .05: all saturate | slides | 44 %, gradient grows | – | overstated, wrong direction |
# | Xavier: nicely scaled in all layers | slides | tanh .63 → .23 in ten layers | .60 → .22 | slow decay |
# | ReLU halves the variance | lecture, notes | second moment .50, variance .34 | – | the second moment |
# | Xavier + ReLU: no learning, 6 layers | slides | loss 1.74, He 1.74 | 1.68, 1.66 | no difference |
# | … training at all or nothing | lecture | 30 layers: 2.30, He 2.16 | 2.30, He 2.06 | true, for thirty |
# | ReLU: $4/(n_{in}+n_{out})$, after He | chapter | not He's: 1.97 × his variance at 3072 → 50 | – | a compromise |

# %% [markdown] id="papers"
# ## 11 · Papers in one line, and two bonus exercises
#
# - **LeCun et al. (1998):** standardise inputs, draw weights of variance 1/fan_in.
# - **Glorot and Bengio (2010):** watch outputs *and* gradients; $2/(n_{in}+n_{out})$ keeps both nearly level.
# - **Saxe et al. (2013):** in deep *linear* nets orthogonal weights make learning time independent of depth.
# - **Sussillo and Abbott (2014):** without orthogonality, choose the gain so that the *logarithm* of the gradient's size does a random walk without drift.
# - **He et al. (2015):** count ReLU's half, $2/n$ with either fan; nets of 30 layers train.
# - **Krähenbühl et al. (2015)** and **Mishkin and Matas (2015):** let data set the scale, layer after layer.
# - **Zhang et al. (2019), Fixup:** residual nets train without normalisation if each branch starts at zero and is scaled by depth. (So zeros are fine where a skip path carries the signal.)
# - **Frankle and Carbin (2019), lottery tickets:** a sparse part of the net, *with its own first weights*, trains as well as the whole.
#
# Notes and lecture call it an active area of research; with normalisation layers (stage 05) and residual paths it became a calmer one.

# %% [markdown] id="linear-text"
# Variance 1/n keeps the *average* length of a vector. An orthogonal matrix keeps *every* length. Fifty linear layers of 100 units, three seeds:

# %% id="predict-linear" tags=["demo", "widget"]
viz.predict(
    "linear",
    "50 Gaussian layers of variance 1/n: how long is a vector behind them?",
    ["as long as before", "0.5 to 2 times, by chance", "10 times shorter"],
)

# %% [markdown] id="linear-run-text"
# Length behind 50 layers, relative to the start:

# %% id="linear" tags=["demo", "anchor"]
for kind in ("Gaussian", "orthogonal"):
    ends_at = [lab.linear_norms(kind, seed=s)[-1] for s in range(3)]
    print(f"{kind:<11}" + "".join(f"{v:8.4f}" for v in ends_at))
lengths = [lab.linear_norms("Gaussian", seed=s)[-1] for s in range(3)]
low, high = min(lengths), max(lengths)
viz.look_back("linear", f"{low:.1f} to {high:.1f} times; orthogonal: 1")

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

# %% [markdown] id="lsuv-text"
# **Any rule at all?** The data can set the scale. Ten tanh layers of 200 on 200 thumbnails: the spread in front of each activation with weights of .01, and after layer-sequential unit variance.

# %% id="lsuv" tags=["demo"]
for name, stds in zip(("std .01", "LSUV"), lab.lsuv_stds(images)):
    print(f"{name:<8}" + "".join(f"{v:8.1g}" for v in stds))

# %% [markdown] id="lsuv-explain"
# Exactly 1 in every layer, without a derivation, a gain or a fan, and for any activation. The price: a forward pass per layer on real data, and no promise about gradients.

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

# %% [markdown] id="decision-quiz-text"
# One question before you go.

# %% id="quiz-decision" tags=["demo", "widget"]
viz.quiz(
    "A net of 40 ReLU layers, no normalisation, is stuck at ln 10. All "
    "layers start with std 0.01 and are 100 wide. What do you change first?",
    [
        "the learning rate: larger",
        "the first weights: √(2/100) = 0.14",
        "the biases: 0.01",
    ],
    "the first weights: √(2/100) = 0.14",
    "0.01 × √50 = 0.07 per layer: nothing of the input is left behind "
    "forty. A larger rate multiplies zeros.",
)

# %% [markdown] id="change"
# **What would change if …**
#
# - … the layers were 4096 wide and had std .01? ReLU: $.01\sqrt{2048} = .45$ per layer instead of $.16$ with 512. The same number is another rule at every width.
# - … there were batch norm in front of each activation? The scale of the weights would cancel in the forward pass. Stage 05 tries it.
# - … there were residual paths? The sum $h + f(h)$ *doubles* the second moment per block with He's weights; Fixup starts the branches at zero.
# - … inputs were not standardised, pixels of 0 to 255? The first layer would multiply every output and every $\partial L/\partial W_1$ by about 100, whatever the rule. Stage 03.

# %% [markdown] id="exercise-reflect"
# ### In your own words (not graded by the machine, 6 minutes)
#
# "Weights that are too large make the gradients vanish, because tanh saturates." Say in four to six sentences what is right about this, which cell of this page contradicts it, what the numbers were, and for which net (width, weights, activation) the sentence would come out true. Your instructors may give extra credit for it.

# %% [markdown] id="reflect" role="manual" points=0
# ### BEGIN SOLUTION
# One possible answer. It is right that large weights push tanh units to ±1 and that a saturated unit passes almost nothing: with std 1 and 500 units, 92 % of the outputs were beyond .97. But the gradient of W1 was 110,000, that of W10 1.2: it exploded. Backward multiplies by the slopes and by the weights, and the few open units meet weights that together multiply by 22. The sentence comes out true when the slopes lose more than the weights gain: with one-sided weights, as from `rand`, all units of an example saturate together and the gradient of W1 was 2e-15 under six layers; a net of width 1 with a large weight would vanish too. So "saturation" alone does not decide it; the product of slope and weight, layer by layer, does.
# ### END SOLUTION

# %% [markdown] id="summary"
# ## Summary
#
# 1. **Symmetry:** units that start alike stay alike, unless chance (noise, dropout) parts them. With ReLU or tanh, zeros keep the weights at zero for ever.
# 2. **Too small** loses the signal on the way up *and* the gradient on the way down: all weight gradients are small alike. **Too large** saturates tanh *and* explodes the gradient.
# 3. **$1/n$ needs weights of mean zero**, not independent inputs. What ReLU halves is the second moment: $2/n$.
# 4. **In or out** is a choice between level outputs and level gradients; it costs $\sqrt{n_L/n_0}$ over the whole net, once.
# 5. **Depth decides whether it matters.** Two layers: hardly. Six: little. Thirty: everything.

# %% [markdown] id="progress-text"
# The points your visible checks have given so far; more checks run when your work is graded.

# %% id="progress" tags=["demo", "widget"]
progress()

# %% [markdown] id="references"
# **References.** LeCun, Bottou, Orr, Müller 1998, *Efficient BackProp*, section 4.6 · Mezzadri 2007, *Notices AMS* 54 · Glorot, Bengio 2010, *AISTATS*, equations 12 and 16 · Saxe, McClelland, Ganguli 2014, *ICLR* · Sussillo, Abbott 2014, arXiv 1412.6558 · He, Zhang, Ren, Sun 2015, *ICCV*, section 2.2 · Krähenbühl, Doersch, Donahue, Darrell 2016, *ICLR* · Mishkin, Matas 2016, *ICLR* · Zhang, Dauphin, Ma 2019, *ICLR* (Fixup) · Frankle, Carbin 2019, *ICLR* · Zhang, Lipton, Li, Smola, *Dive into Deep Learning*, section 5.4.
