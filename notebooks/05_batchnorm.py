# %% [markdown] id="title"
# # 05 · Batch normalisation
#
# If training goes better with numbers of mean 0 and spread 1, why not make them so, in every layer, at every step? The forward pass takes four lines. The backward pass is the longest derivation of this course, and one source after another gets a step of it wrong.
#
# **About 150 minutes · 30 points · twelve short exercises.** You need the chain rule on a graph (stage 00) and what the scale of weights does (stage 04). Affine and ReLU layers are given.
#
# **Afterwards you can** write batch normalisation for training and for testing; derive its gradient node by node, and then in one line; say what γ and β are for; tell running from population statistics, and fold the layer away; and name what it buys, with error bars, and what it costs.

# %% [markdown] id="how-to-use"
# **How to use this notebook.** Each section goes *predict → run → see → explain*. Predictions and quizzes cost nothing and are stored nowhere. Exercises have an answer cell and a check that says what is wrong; run it as often as you like. Experiments use the course's own layers, so they run before you have solved anything. "They report" marks what a paper or a lecture says, "we measured" what a cell of this page printed. The text quotes the numbers of the embedded images; yours may differ in the last digit.

# %% id="setup" role="locked"
import os

# Set before NumPy loads: with matrices this small, threads only wait for
# each other, and sums come out the same on every machine.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from cs231n_core import data_utils, kernels, viz
from cs231n_core.stages import lab05 as lab
from cs231n_core.stages.s05 import check, progress

# %% [markdown] id="data-text"
# The experiments train on thumbnails: real CIFAR-10 images if the course finds them on your machine, otherwise an embedded set of generated images with ten classes. The next cell says which, and which compute kernels are active. Most runs use the first 1,000 images, so that a run takes a sixth of a second.

# %% id="data" tags=["demo"]
data = data_utils.get_CIFAR10_data(5000, 1000, 1000, dtype=np.float32)
images = lab.thumbnails(data)
few = images.first(1000)
print(data.source)
print(kernels.backend_report())
print("training thumbnails:", images.x.shape, "and", few.x.shape)

# %% [markdown] id="unit-text"
# ## 1 · What is "unit Gaussian"?
#
# A lecture says: *you want unit-Gaussian activations, so make them that way*, and a blog that took notes asks back: what is unit Gaussian? It is the normal distribution with mean 0 and standard deviation 1. Batch normalisation subtracts the batch's mean from every feature and divides by its standard deviation. Notes and lecture say that the data **become** Gaussian. Do they? Here are numbers with two bumps.

# %% id="predict-bumps" tags=["demo", "widget"]
viz.predict(
    "bumps",
    "Two bumps, at 2 and at 10. After batch normalisation there is …",
    ["one bump at 0", "two bumps", "a flat line"],
)

# %% [markdown] id="unit-run-text"
# The same 4,000 numbers before and after, beside the normal curve of their mean and spread.

# %% id="two-bumps" tags=["demo"]
x = lab.two_bumps()
viz.show(
    viz.before_after(
        x,
        lab.normalized(x),
        finding="Two bumps stay two bumps",
        where="4,000 numbers, before and after; only the axis is another",
    ),
    alt="Two histograms with the same two bumps. On the left they stand at 2 "
    "and 10, on the right at about minus 0.7 and 1.4. The normal curve of the "
    "same mean and spread fits neither.",
)

# %% [markdown] id="unit-numbers-text"
# Four numbers describe the shape: a normal distribution has skewness 0 and kurtosis 3.

# %% id="two-bumps-numbers" tags=["demo", "anchor"]
for name, values in (("before", x), ("after", lab.normalized(x))):
    s = lab.shape_of(values)
    print(
        f"{name:<7} mean {abs(s.mean):.3f}  std {s.std:.3f}  "
        f"skewness {s.skewness:.6f}  kurtosis {s.kurtosis:.6f}"
    )
viz.look_back("bumps", f"two bumps; kurtosis {s.kurtosis:.2f} as before")

# %% [markdown] id="unit-explain"
# **Correction 1.** Mean and standard deviation become 0 and 1; skewness and kurtosis stay at .655 and 1.719 to the last digit printed. Shifting and scaling cannot change a shape. The lecture says *becomes Gaussian* to one student and takes it back for another; the second answer is right. "Zero mean and unit variance" is what one gets, per feature, over a batch.

# %% id="quiz-weights" tags=["demo", "widget", "quiz"]
viz.quiz(
    "A student asks: do we normalise the weights, so that they are Gaussian?",
    [
        "Yes, the weights.",
        "No, each layer's values over a batch.",
        "No, each image over its pixels.",
    ],
    "No, each layer's values over a batch.",
    "The weights stay as they are; what leaves the affine layer is "
    "normalised, feature by feature, over the examples of the batch.",
)

# %% [markdown] id="forward-text"
# ## 2 · The forward pass, and where ε stands
#
# It is inserted after an affine or convolutional layer and before the nonlinearity (Ioffe and Szegedy, 2015, algorithm 1): the products with $W$ change the scale again and again, and this undoes it. One set of notes writes: compute the mean and *variance^2*, divide by the root of *(variance^2 + epsilon)*. Suppose someone programs exactly that.

# %% id="predict-squared" tags=["demo", "widget"]
viz.predict(
    "squared",
    "Inputs of standard deviation 10, divided by √(variance² + ε): the "
    "output's standard deviation is …",
    ["1", "about 0.1", "about 10", "about 3"],
)

# %% [markdown] id="squared-run-text"
# Four scales of the input:

# %% id="variance-squared" tags=["demo", "anchor"]
for std in (0.1, 1.0, 10.0, 100.0):
    print(f"inputs of std {std:>5g}: outputs {lab.squared_reading(std):.3f}")
viz.look_back("squared", lab.squared_reading(10.0))

# %% [markdown] id="squared-explain"
# **Correction 2.** With the variance squared the output has spread 1/σ: right only where the input had spread 1 already, and otherwise upside down. The symbol $\sigma^2$ *is* the variance; what the notes read as "variance squared" is the standard deviation squared. And ε stands **under** the root, beside the variance: it keeps a feature that does not vary from dividing 0 by 0.

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
    running_var = bn_param.get("running_var", zeros.copy())
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

# %% [markdown] id="maps-text"
# **And images?** For a convolution the notes say: one mean and one variance per activation map. The lecture says *jointly across all the feature dimensions, all the spatial locations*, and later *only over training examples*. These are three different layers. We normalise 500 thumbnails whose channels we have put on different scales, and look at what comes out: does every channel have spread 1, and is a map still the same picture inside?

# %% id="predict-maps" tags=["demo", "widget"]
viz.predict(
    "maps",
    "How many means does a layer of 3 maps, 16 × 16 each, keep?",
    ["1", "3", "256", "768"],
)

# %% [markdown] id="maps-run-text"
# "Kept" is the correlation of a map with itself before and after, averaged over maps.

# %% id="maps" tags=["demo"]
print("one mean per  means     std of 3 channels      kept")
maps = lab.per_map(images)
for name, found in maps.items():
    stds = "  ".join(f"{s:.2f}" for s in found.channel_stds)
    print(
        f"{name:<12}{found.statistics:>8}      {stds}       {found.kept:.2f}"
    )
viz.look_back("maps", f"{maps['channel'].statistics}: one per map")

# %% [markdown] id="maps-explain"
# **Correction 3.** *Jointly over everything* is one mean for all maps: the channels keep unequal spreads. *Only over examples* is one mean per place: it takes the picture apart (kept: .51). One per **map**, over examples and places (N, H, W), gives every channel spread 1 and leaves each map's inner structure as it was, which answers another student's question: do we lose the structure? Stage 06 builds it.

# %% [markdown] id="identity-text"
# ## 3 · γ and β: the way back
#
# Mean 0 and spread 1 at the input of a tanh holds it near its straight middle. That may not be what the network needs, so two learned numbers per feature follow: $\mathrm{out} = \gamma\hat x + \beta$. How much saturation do you want?

# %% id="explore-tanh" tags=["demo", "widget"]
viz.explore(
    viz.draw_tanh,
    title="What γ and β do to the output of a tanh",
    twin=[{"gamma": 0.5}, {"gamma": 1}, {"gamma": 5}, {"beta": 3}],
    gamma=viz.LogSlider(0.1, 10.0, 10, 1.0, "γ"),
    beta=viz.Slider(-4.0, 4.0, 0.5, 0.0, "β"),
)

# %% [markdown] id="tanh-explain"
# At γ = 1, 4 % of the outputs lie beyond ±.97; at γ = 5 it is 68 %. The lecture calls this step *squashing and scaling*; nothing is squashed here, it is scaling and **shifting**. The squashing is done by the tanh.

# %% [markdown] id="gamma-text"
# The layer can even undo itself. The lecture says how: γ learns to be *your variance*, β your mean. Notes are more careful: "give me back the raw input".

# %% id="predict-gamma" tags=["demo", "widget"]
viz.predict(
    "gamma",
    "A feature with standard deviation 3, γ = variance, β = mean. The output "
    "is the input's deviation from its mean, times …",
    ["1", "about 1.7", "about 3", "about 9"],
)

# %% [markdown] id="gamma-run-text"
# Try both readings on one batch:

# %% id="gamma-readings" tags=["demo", "anchor"]
x = 5 + 3 * np.random.default_rng(0).normal(size=(50, 1))
readings = {
    "the variance": x.var(axis=0),
    "the std": x.std(axis=0),
    "sqrt(var + eps)": np.sqrt(x.var(axis=0) + 1e-5),
}
for name, gamma in readings.items():
    out = gamma * lab.normalized(x) + x.mean(axis=0)
    error = np.abs(out - x).max()
    shown = f"{error:.0e}" if error > 1e-12 else "below 1e-12"
    print(f"γ = {name:<16} largest error {shown}")
viz.look_back("gamma", float(np.sqrt(readings["the variance"][0])))

# %% [markdown] id="gamma-explain"
# **Correction 4.** With γ = variance the deviations are too large by the standard deviation itself. With the standard deviation an error of ε's size remains; with $\gamma=\sqrt{\sigma^2+\varepsilon}$ the input comes back to twelve digits and more. And this holds for *this* batch: the next one has another mean and variance, while γ and β stay.

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

# %% [markdown] id="redundant-text"
# **"Isn't it redundant then?"** a student asks. If γ and β learned to undo the layer, it would be. The lecturer answers: in practice it doesn't happen. We train a network for eight epochs and compare.

# %% id="identity-distance" tags=["demo"]
d = lab.distance_from_identity(images)
for i in range(len(d.gamma)):
    print(
        f"layer {i + 1}: learned γ {d.gamma[i]:.2f}, to undo it "
        f"{d.undo_gamma[i]:.2f};  |β| {d.beta[i]:.2f}, to undo it "
        f"{d.undo_beta[i]:.2f}  (means over 50 units)"
    )

# %% [markdown] id="redundant-explain"
# In layer 1 γ would have to be about 4 and stays near 1: far from undoing. In layer 2 the two sizes happen to be close, but β is not. Even equal averages would not make the layer redundant, since *which* point on the way one starts from, and how the gradient flows, changed.

# %% [markdown] id="mates-text"
# ## 4 · The graph: everyone moves everyone
#
# Before we differentiate, look at what depends on what. Take a batch of five numbers. Four stay where they are; move the fifth.

# %% id="predict-mates" tags=["demo", "widget"]
viz.predict(
    "mates",
    "The fifth example moves far to the right. The other four, normalised, …",
    ["stay", "move right", "move left and together", "spread out"],
)

# %% [markdown] id="mates-widget-text"
# Drag it from one end to the other, and follow one of the thin curves.

# %% id="explore-mates" tags=["demo", "widget"]
viz.explore(
    viz.draw_mates,
    title="A batch of five: one example moves, all outputs answer",
    twin=[{"value": 0.5}, {"value": 4}],
    value=viz.Slider(-8.0, 8.0, 0.5, 0.5, "x of example 5"),
)

# %% [markdown] id="mates-look-text"
# In numbers: how much does each output move per unit of each input?

# %% id="influence" tags=["demo"]
case = lab.example()
viz.show(
    viz.influence_map(
        lab.influence(case),
        finding="Every x moves every out",
        where="feature 0 of a batch of five",
    ),
    alt="A five by five table of derivatives. The diagonal is positive, from "
    "0.24 to 0.55; nearly all entries beside it are negative, down to -0.29, "
    "and none is exactly zero.",
)
four = [lab.batch_of_five(x)[:4] for x in (0.5, 8.0)]
shown = [f"mean {v.mean():.1f}, spread {v.std():.1f}" for v in four]
viz.look_back("mates", f"from {shown[0]} to {shown[1]}")

# %% [markdown] id="mates-explain"
# An affine layer would have zeros everywhere beside the diagonal: its examples do not know each other. Here no entry is zero. That is what makes this gradient different from all others in the course, and it is where two sources go wrong.

# %% [markdown] id="graph-text"
# The graph has twelve nodes. Blue ones are where an exercise asks for the derivative written beside them; the orange ones are learned.

# %% id="graph" tags=["demo"]
viz.show(
    viz.bn_graph(),
    alt="The computation graph. x leads to the mean μ and to x minus μ; that "
    "leads to its square, to the variance, to the root of variance plus ε and "
    "to one over it; times x minus μ this gives x-hat; γ multiplies, β is "
    "added, and out comes out. Derivatives dx, dmu, dvar, dxhat, dgamma, "
    "dbeta and dout stand at their nodes.",
)

# %% [markdown] id="constants-text"
# The lecture: *if we have our mean and our variance as constants, this is just a sequence of operations that we can differentiate*. The chapter: *run backprop for each of the samples in the batch*, then average. Follow the arrows from $x$: which of them does each recipe forget?

# %% id="predict-constants" tags=["demo", "widget"]
viz.predict(
    "constants",
    "dx with mean and variance taken as constants is wrong by …",
    ["less than 1 %", "about 10 %", "more than 50 %"],
)

# %% [markdown] id="constants-run-text"
# Both recipes against finite differences of the whole layer, for batches of 4 and of 16. The error is relative to the size of the true gradient.

# %% id="constants" tags=["demo", "anchor"]
for n in (4, 16):
    case = lab.example(n)
    right = lab.numerical("dx", case)
    std = np.sqrt(case.x.var(axis=0) + 1e-5)
    frozen = case.dout * case.gamma / std
    for name, dx in (
        ("the course's layer", lab.right_gradients(case)["dx"]),
        ("constants", frozen),
        ("sample by sample", lab.per_sample(case)),
    ):
        off = lab.relative(dx, right)
        shown = f"{off:.0%}" if off > 1e-8 else "less than 1e-8"
        print(f"N = {n:>2}  {name:<20} off by {shown}")
viz.look_back("constants", f"{lab.relative(frozen, right):.0%} for N = 16")

# %% [markdown] id="constants-explain"
# **Correction 5.** Mean and variance are not constants: they are functions of x, and freezing them is off by 40 to 50 %. **Correction 6.** Differentiating one sample at a time sees the diagonal of the table above and nothing beside it: off by 40 %. No averaging afterwards brings the rest back, and the gradients of a batch are *added*; the 1/N sits in the loss.

# %% [markdown] id="frozen-text"
# Does it matter? A wrong gradient sometimes trains a network all the same. Six layers, 1,000 images, two learning rates, three seeds.

# %% id="predict-frozen" tags=["demo", "widget"]
viz.predict(
    "frozen",
    "Training with the statistics taken as constants costs, at rate .03, …",
    ["nothing", "a few points of accuracy", "more than ten points"],
)

# %% [markdown] id="frozen-run-text"
# The forward pass is the same in both; only backward differs.

# %% id="frozen-training" tags=["demo"]
rates = [0.01, 0.03]
frozen = {
    label: lab.accuracies(
        few,
        [lab.Setting(lr=lr, backward=kind) for lr in rates],
        progress=viz.counting(label),
    )
    for label, kind in (
        ("whole gradient", "whole"),
        ("constants", "constants"),
    )
}
for i, lr in enumerate(rates):
    for label, found in frozen.items():
        print(f"rate {lr:<5} {label:<15} {lab.written(found[i])}")
gap = frozen["whole gradient"][1].mean() - frozen["constants"][1].mean()
viz.look_back("frozen", f"{100 * gap:.0f} points")

# %% [markdown] id="frozen-explain"
# It trains, which is the trap, and it trains worse: 8 points at .01 and 14 at .03 (CIFAR-10: 6 and 10). The missing terms are those that know that stretching a feature changes nothing; without them the steps keep pushing in directions that the next forward pass throws away.

# %% id="quiz-recipe" tags=["demo", "widget", "quiz"]
viz.quiz(
    "Spot the error. The chapter's recipe: (1) compute mean, variance and "
    "normalised values of the batch; (2) run backprop for each of the "
    "samples; (3) average the gradients; (4) go on with the next batch.",
    ["step 1", "step 2", "step 4", "none"],
    "step 2",
    "The samples of a batch are coupled by the mean and the variance, so "
    "there is one backward pass for the whole batch, not one per sample.",
)

# %% [markdown] id="derive-text"
# ## 5 · Six derivatives, one check each
#
# From right to left through the graph. Write $d\hat x$ for $\partial L/\partial\hat x$, and so on, as the code does (`dxhat`). Two rules do all the work: **what is used N times receives the sum of N gradients**, and **where two roads lead from the loss to a node, their gradients add up**. The gradient of the node before is handed to each function, so you may solve them in any order.

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

# %% [markdown] id="statistics-half"
# Half of the graph is done, the easy half: γ, β and $\hat x$ are as in any layer. Now through the statistics.

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

# %% [markdown] id="vanishing-text"
# **A surprise.** How large is the second road of dmu, through the variance, when the cached mean is the batch's own?

# %% id="predict-road" tags=["demo", "widget"]
viz.predict(
    "road",
    "The path loss → variance → mean contributes to dmu …",
    ["about half", "about a tenth", "nothing"],
)

# %% [markdown] id="vanishing-run-text"
# The two roads for three features, at the batch's mean and half a standard deviation beside it:

# %% id="two-roads" tags=["demo", "anchor"]
case = lab.example()
dvar = lab.right_gradients(case)["dvar"]
for name, off in (("at the mean", 0.0), ("beside it", 0.5)):
    away = case.x - case.x.mean(axis=0) - off * case.x.std(axis=0)
    road = -2 * dvar * away.mean(axis=0)
    print(f"{name:<12} second road:", (np.round(road, 6) + 0.0).tolist())
    if not off:
        viz.look_back("road", f"{np.abs(road).max():.3f}")

# %% [markdown] id="vanishing-explain"
# Nothing: deviations from the mean add up to 0. The mean is exactly where the variance is smallest, so to first order moving it changes no variance. That is why many implementations leave the term out and are right. As a formula for the *node* it belongs there, which is why the check also asks beside the mean.

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

# %% [markdown] id="numeric-text"
# **See it confirmed.** Each derivative can be checked by itself: cut the graph at the node, move the node by a hundred-thousandth both ways, run the rest of the graph. Here for the course's layer; put your own functions in its place if you like.

# %% id="numeric-nodes" tags=["demo", "anchor"]
case = lab.example()
right = lab.right_gradients(case)
for name in ("dbeta", "dgamma", "dxhat", "dvar", "dmu", "dx"):
    error = lab.rel_error(lab.numerical(name, case), right[name])
    print(
        f"{name:<7} shape {str(right[name].shape):<7} agrees: {error < 1e-8}"
    )

# %% [markdown] id="numeric-explain"
# All six agree to eight digits. If yours does not, the node where it begins to differ tells where the slip is; that is the advantage of the long way.

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

# %% [markdown] id="alt-text"
# ## 6 · The simplification
#
# Seven lines, three intermediate arrays of the size of the batch. Substitute and most of it cancels: with $g = d\hat x = \gamma\cdot\mathrm{dout}$ and a bar for the mean over the batch,
#
# $$dx_n = \frac{1}{\sqrt{\sigma^2+\varepsilon}}\Bigl(g_n - \bar g - \hat x_n\,\overline{g\hat x}\Bigr).$$
#
# Read it: from the gradient that a plain division would give, take away its mean (the batch cannot gain by shifting together) and its share along $\hat x$ (nor by stretching together).

# %% id="predict-balance" tags=["demo", "widget"]
viz.predict(
    "balance",
    "The entries of one column of dx add up to …",
    ["dbeta", "0", "N", "anything"],
)

# %% [markdown] id="balance-run-text"
# Test both sentences on a random batch:

# %% id="balance" tags=["demo", "anchor"]
case = lab.example(8)
dx, x_hat = lab.right_gradients(case)["dx"], lab.normalized(case.x)
for name, total in (
    ("sum of dx        ", dx.sum(axis=0)),
    ("sum of dx * x_hat", (dx * x_hat).sum(axis=0)),
):
    print(f"{name} at most 1e-4: {np.abs(total).max() < 1e-4}")
print(f"sum of dx at most 1e-12: {np.abs(dx.sum(axis=0)).max() < 1e-12}")
viz.look_back("balance", f"{np.abs(dx.sum(axis=0)).max():.3f}")

# %% [markdown] id="balance-explain"
# The columns sum to 0 to rounding. The share along $\hat x$ is not quite 0 but of the size of ε: stretching changes $\sigma^2/(\sigma^2+\varepsilon)$ a little. Two facts that need no reference solution; keep them for your own tests.

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

# %% [markdown] id="ones-text"
# ## 7 · A gradient check that proves nothing
#
# To check a backward pass one needs some upstream gradient, and `np.ones_like(out)` is quickly typed: it differentiates the sum of all outputs. We give that check the right dx and five wrong ones.

# %% id="predict-ones" tags=["demo", "widget"]
viz.predict(
    "ones",
    "With dout all ones, how many of five wrong gradients are noticed?",
    ["all five", "three", "one", "none"],
)

# %% [markdown] id="ones-run-text"
# Noticed means: more than $10^{-7}$ away from finite differences.

# %% id="all-ones" tags=["demo", "anchor"]
case = lab.example()
ones = case._replace(dout=np.ones_like(case.dout))
seen = {"random": lab.caught(case), "all ones": lab.caught(ones)}
for name in lab.SHORTCUTS:
    row = [f"{kind}: {seen[kind][name]!s:<5}" for kind in seen]
    print(f"{name:<32} noticed?  {'  '.join(row)}")
largest = np.abs(lab.right_gradients(ones)["dx"]).max()
print(f"largest entry of the true dx for ones: below 1e-15: {largest < 1e-15}")
viz.look_back("ones", f"{sum(seen['all ones'].values())} of five")

# %% [markdown] id="ones-explain"
# The sum of all outputs is $N\beta$ per feature, whatever x is. Its gradient is exactly 0, and every mistake that multiplies 0 by something passes. Framework forums know the other face of it: "my gradient is wrong by a factor of 10,000", where noise is divided by noise. Draw `dout` at random; the course's gradient checker refuses a constant one.

# %% id="quiz-ones" tags=["demo", "widget", "quiz"]
viz.quiz(
    "Which loss would hide a mistake in dx in the same way?",
    [
        "the sum of the squared outputs, with β = 0",
        "a softmax loss on the outputs",
        "the sum of outputs times fixed random numbers",
    ],
    "the sum of the squared outputs, with β = 0",
    "The squares of x_hat add up to N whatever x is (but for ε), so that "
    "this loss, too, hardly depends on x.",
)

# %% [markdown] id="running-text"
# ## 8 · Testing: running averages or everything
#
# A single test image has no batch, and its answer should not depend on which others are asked. So mode test uses fixed statistics. Notes and lecture: *running averages* kept during training. Chapter: mean and variance of the *entire training set*. Both are used; they answer differently.
#
# **Running.** "Weighted average" (notes) means an exponential one: new = .9 · old + .1 · batch. It starts from 0 in this course and from 1 in PyTorch. In the beginning that matters.

# %% id="predict-early" tags=["demo", "widget"]
viz.predict(
    "early",
    "Standard normal inputs, mode test before a single training step: the "
    "largest output is about …",
    ["0", "3", "30", "800"],
)

# %% [markdown] id="early-run-text"
# The largest output after 0, 1, 2, 5 and 20 steps of mode train:

# %% id="too-early" tags=["demo", "anchor"]
for steps in (0, 1, 2, 5, 20):
    print(f"after {steps:>2} steps: {lab.too_early(steps):.1f}")
viz.look_back("early", lab.too_early(0))

# %% [markdown] id="early-explain"
# With a running variance of 0 the layer divides by $\sqrt\varepsilon$, that is, multiplies by 316. After twenty steps of momentum .9 the starting value weighs $.9^{20} = 12\,\%$. How soon, and how exactly, does the running variance find the true one?

# %% id="running-errors" tags=["demo"]
steps = np.arange(1, 151)
errors = {
    f"momentum {m:g}, from {start:g}": lab.running_errors(m, start=start)
    for m, start in ((0.6, 0.0), (0.9, 0.0), (0.99, 0.0), (0.99, 1.0))
}
viz.show(
    viz.curves(
        steps,
        errors,
        finding="Small momentum: fast and noisy",
        where="running variance of batches of 50; the truth is 4",
        x_label="training steps",
        y_label="relative error (log scale)",
        log="y",
    ),
    alt="Relative error of the running variance over 150 steps. Momentum .6 "
    "falls within ten steps and then stays near 10 percent; .9 falls within "
    "forty to about 4 percent; .99 is still above 20 percent after 150 steps, "
    "a little less when it started from 1.",
)

# %% [markdown] id="running-explain"
# A trade-off. Momentum .6 has forgotten its start after ten steps, and stays off by 9 %, because it averages over two or three batches only. Momentum .99 would end up most exact, but needs 500 steps to get there. Mind the convention: PyTorch's `momentum=0.1` is our .9.

# %% [markdown] id="population-text"
# **Population.** To average over the entire training set, one could average the variances of its batches. Here the feature is the mean brightness of the thumbnails, in ten batches whose last is short; once shuffled, once sorted by class.

# %% id="predict-pooled" tags=["demo", "widget"]
viz.predict(
    "pooled",
    "Batches sorted by class: the mean of their variances is … the variance "
    "of everything.",
    ["equal to", "about 15 % below", "about 15 % above"],
)

# %% [markdown] id="pooled-run-text"
# Three ways to one number:

# %% id="pooled" tags=["demo"]
for by_class, name in ((False, "shuffled"), (True, "by class")):
    p = lab.pooled(images, by_class=by_class)
    print(
        f"{name:<9} all rows {p.whole:.4f}   mean of variances "
        f"{p.mean_of_batches:.4f}   unweighted {p.unweighted:.4f}"
    )
viz.look_back("pooled", f"{1 - p.mean_of_batches / p.whole:.0%} below")

# %% [markdown] id="population-explain"
# Averaging variances forgets how far the batches' **means** are apart. Shuffled batches have nearly equal means, so little is lost; sorted ones lose 16 %. The exact formula adds the spread of the means: the total variance is the mean variance within plus the variance between.

# %% [markdown] id="exercise-bn-population-stats"
# ### Exercise 11 · Statistics of everything (3 points, 12 minutes, difficulty 2)
#
# Return the mean and the variance (with 1/N) of **all** rows of all batches together.
#
# **Contract.** `batches` is an iterable of one or more arrays (N_i, D), each with at least one row; the N_i may differ, and a generator can be read only once. Returns `(mean, var)`, each (D,), in the dtype of the batches. In float32 a spread of 1 around 10,000 must survive (to 5 %). The batches are not changed.
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

# %% [markdown] id="state-text"
# **A state that is not a parameter.** Running statistics are not trained, so they are in no list of parameters, and many a saved network has lost them. We train a network, and test it with its running statistics, with the exact ones of the training set, and with none, as when a file holds the weights alone.

# %% id="predict-forgotten" tags=["demo", "widget"]
viz.predict(
    "forgotten",
    "The same weights without running statistics: validation accuracy …",
    ["hardly changes", "falls by a third", "falls to chance, 10 %"],
)

# %% [markdown] id="state-run-text"
# One training each for three seeds:

# %% id="forgotten" tags=["demo"]
nets = [
    lab.trained(images, lab.Setting(sizes=lab.SHALLOW), seed)[0]
    for seed in range(3)
]
for which in ("running", "population", "forgotten"):
    tested = [lab.with_statistics(net, images, which) for net in nets]
    accuracy = np.array(
        [net.accuracy(images.x_val, images.y_val) for net in tested]
    )
    print(f"{which:<11} {lab.written(accuracy)}")
viz.look_back("forgotten", lab.written(accuracy))

# %% [markdown] id="state-explain"
# Running and population statistics serve equally well here: a pass has 100 batches, and .9 remembers ten. Without them a third of the accuracy is gone (CIFAR-10: a sixth), *silently*: the outputs are merely a few hundred times too large. Early versions of the CS231n `Solver` kept the best weights and not the statistics that belong to them; ours keeps both, and a test sees to it.

# %% id="quiz-test-mode" tags=["demo", "widget", "quiz"]
viz.quiz(
    "Someone leaves the network in mode train at test time and submits "
    "images in batches sorted by class. What happens?",
    [
        "Nothing: the statistics are similar.",
        "Answers depend on the other images of the batch.",
        "The network goes on learning its weights.",
    ],
    "Answers depend on the other images of the batch.",
    "Each batch is normalised by itself: what all its images have in common "
    "is subtracted, and here that is the class.",
)

# %% [markdown] id="fold-text"
# ## 9 · Fold it away
#
# In mode test $\mu$, $\sigma^2$, γ and β are fixed numbers. A product with a matrix, then one factor and one shift per feature: that is another product with a matrix. So after training the layer can vanish.

# %% id="predict-fold" tags=["demo", "widget"]
viz.predict(
    "fold",
    "Scores of the folded float32 network differ from the original's by …",
    ["nothing at all", "about 1e-6", "about 1e-2"],
)

# %% [markdown] id="fold-run-text"
# The trained network of the last section, with two normalisation layers and without any:

# %% id="fold" tags=["demo"]
net = nets[0]
scores, _ = net.scores(images.x_val, "test")
apart = np.abs(lab.folded_scores(net, images.x_val) - scores).max()
print(f"largest score {np.abs(scores).max():.1f}")
print(f"largest difference after folding below 1e-4: {apart < 1e-4}")
viz.look_back("fold", f"{apart:.0e}")

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

# %% [markdown] id="fold-explain"
# One layer less to compute and to store, for the same answer to six digits. What is folded cannot be trained further: the statistics are frozen in it.

# %% [markdown] id="claims-text"
# ## 10 · What it buys, what it costs
#
# All sources praise it: faster, higher learning rates, less sensitive to the first weights, better gradient flow, more activations usable, some regularisation. They report: Ioffe and Szegedy (2015, section 4.2) needed 14 times fewer steps for the same accuracy of an Inception network. We take the claims one at a time, on a six-layer network (five times 50 units), 1,000 images, four epochs, three seeds. First a look without any training: move the scale of the weights.

# %% id="explore-scale" tags=["demo", "widget"]
viz.explore(
    viz.draw_weight_scale,
    title="Signal and gradient of a fresh six-layer network",
    twin=[{"std": 0.01}, {"std": 1.0}],
    std=viz.LogSlider(0.001, 2.0, 8, 0.1, "std of the weights"),
)

# %% [markdown] id="scale-text"
# Whatever the scale, the normalised network has signals of size 1 and gradients of one size in all layers. Is that enough to train?

# %% id="predict-scale" tags=["demo", "widget"]
viz.predict(
    "scale",
    "Weights of std .01, a tenth of what a plain network needs: training "
    "accuracy without / with batch norm?",
    ["10 / 10 %", "10 / 35 %", "30 / 35 %"],
)

# %% [markdown] id="scale-run-text"
# Six scales, two networks, three seeds: 36 runs.

# %% id="weight-scales" tags=["demo"]
scales = [0.0001, 0.001, 0.01, 0.1, 0.3, 1.0]
by_scale = {
    label: lab.accuracies(
        few,
        [lab.Setting(norm=norm, std=std) for std in scales],
        progress=viz.counting(label),
    )
    for label, norm in (("batch norm", "before"), ("plain", "none"))
}
viz.show(
    viz.trials(
        scales,
        by_scale,
        finding="Batch norm trains where plain networks do not start",
        where="six layers, rate .03, four epochs, three seeds; bars: sd",
        x_label="standard deviation of every weight",
    ),
    alt="Training accuracy against the standard deviation of the weights. "
    "The plain network is at chance except at 0.1; with batch norm accuracy "
    "rises from 15 to 50 percent at 0.3 and falls to 30 at 1.",
)

# %% [markdown] id="scale-numbers-text"
# As a table:

# %% id="scale-numbers" tags=["demo"]
for i, std in enumerate(scales):
    texts = [f"{k} {lab.written(v[i])}" for k, v in by_scale.items()]
    print(f"std {std:<7g} " + "   ".join(texts))
tenth = [100 * by_scale[k][2].mean() for k in ("plain", "batch norm")]
viz.look_back("scale", f"{tenth[0]:.0f} / {tenth[1]:.0f} %")

# %% [markdown] id="scale-explain"
# **Confirmed, with a limit.** Plain, one scale of six trains at all. With batch norm all six leave chance: from .01 to 1 well, and at .0001, where ε is no longer small beside the variance, barely. *Less sensitive*, not insensitive: from 15 to 50 % is a wide range still.

# %% [markdown] id="rate-text"
# **Higher learning rates.** Now with good weights (He's rule), plain gradient descent, rates over three decades.

# %% id="predict-rate" tags=["demo", "widget"]
viz.predict(
    "rate",
    "At the best rate of each, batch norm is ahead of the plain network by …",
    ["less than 3 points", "3 to 10 points", "more than 10 points"],
)

# %% [markdown] id="rate-run-text"
# NaN marks runs whose loss exploded.

# %% id="rates" tags=["demo"]
rates = [0.01, 0.03, 0.1, 0.3, 1.0, 3.0]
by_rate = {
    label: lab.accuracies(
        few,
        [lab.Setting(norm=norm, lr=lr, momentum=0.0) for lr in rates],
        progress=viz.counting(label),
    )
    for label, norm in (("batch norm", "before"), ("plain", "none"))
}
viz.show(
    viz.trials(
        rates,
        by_rate,
        finding="With batch norm ten times the rate still trains",
        where="six layers, He's weights, no momentum, three seeds; bars: sd",
        x_label="learning rate",
    ),
    alt="Training accuracy against the learning rate. Both networks agree up "
    "to 0.03; the plain one falls from 0.1 on and is NaN at 1 and 3, the "
    "normalised one peaks at 0.1 and still trains at 3.",
)

# %% [markdown] id="rate-numbers-text"
# As a table:

# %% id="rate-numbers" tags=["demo"]
for i, lr in enumerate(rates):
    texts = [f"{k} {lab.written(v[i])}" for k, v in by_rate.items()]
    print(f"rate {lr:<5g} " + "   ".join(texts))
best = {k: np.nanmax(v.mean(axis=1)) for k, v in by_rate.items()}
lead = 100 * (best["batch norm"] - best["plain"])
viz.look_back("rate", f"{lead:.0f} points")

# %% [markdown] id="rate-explain"
# **Confirmed.** Up to .03 there is no difference: with good weights and a small rate a plain network does not need it. At .1 the plain one gains nothing more; at 1 it explodes, where batch norm still trains. The lead at each one's best rate is seven points. A comparison at one shared rate could have shown anything from 0 to NaN.

# %% [markdown] id="activation-text"
# **More activations viable.** Stage 02 saw a sigmoid stack lose the gradient. The same six layers with sigmoid, tanh and ReLU:

# %% id="activations" tags=["demo"]
names = ("sigmoid", "tanh", "ReLU")
by_name = lab.accuracies(
    few,
    [lab.Setting(norm=n, activation=a) for a in names for n in lab.PAIR],
    progress=viz.counting("training"),
)
for i, name in enumerate(names):
    plain, normed = by_name[2 * i], by_name[2 * i + 1]
    print(
        f"{name:<8} plain {lab.written(plain)}   "
        f"batch norm {lab.written(normed)}"
    )

# %% [markdown] id="activation-explain"
# **Confirmed for the sigmoid**, which learns nothing without and 42 % with it. For tanh it is the other way round here: with good weights the plain network is a little ahead. ReLU at this rate gains ten points.

# %% [markdown] id="order-text"
# **Before or after the activation?** All sources put it before. That is a convention; try the other order.

# %% id="order" tags=["demo"]
for norm, found in zip(
    ("before", "after"),
    lab.accuracies(few, [lab.Setting(norm=n) for n in ("before", "after")]),
):
    print(f"{norm:<7} {lab.written(found)}")

# %% [markdown] id="order-explain"
# Within the error bars there is no difference. Before ReLU, β decides which units are on; after it, the next layer gets centred inputs. The usual order is the one that was published and that hardware libraries fuse.

# %% [markdown] id="batch-text"
# **Small batches.** A student asks about reinforcement learning, where batches are small; the lecturer expects *a little less accurate, but kind of the same effect*. We shrink the batch, and the learning rate with it, so that one epoch moves equally far.

# %% id="predict-batch" tags=["demo", "widget"]
viz.predict(
    "batch",
    "Batches of two instead of fifty: batch norm's training accuracy is …",
    ["the same", "a few points lower", "less than half"],
)

# %% [markdown] id="batch-run-text"
# Two hidden layers, two epochs, three seeds. Batches of two take many steps: eight seconds in all.

# %% id="batch-sizes" tags=["demo"]
sizes = [2, 5, 20, 50]
base = {"epochs": 2, "sizes": lab.SHALLOW}
by_size = {
    label: lab.accuracies(
        few,
        [lab.Setting(norm, lr=0.0006 * n, size=n, **base) for n in sizes],
        progress=viz.counting(label),
    )
    for label, norm in (("batch norm", "before"), ("plain", "none"))
}
viz.show(
    viz.trials(
        sizes,
        by_size,
        finding="Below about twenty examples batch norm hurts",
        where="two hidden layers, rate ∝ batch size, three seeds; bars: sd",
        x_label="examples per batch",
    ),
    alt="Training accuracy against batch size. The plain network stays near "
    "40 percent throughout. Batch norm is equal at 20 and 50, at 32 percent "
    "for 5, and below 20 percent for batches of 2.",
)

# %% [markdown] id="batch-numbers-text"
# As a table:

# %% id="batch-numbers" tags=["demo"]
for i, n in enumerate(sizes):
    texts = [f"{k} {lab.written(v[i])}" for k, v in by_size.items()]
    print(f"batch {n:<3} " + "   ".join(texts))
pair = [100 * by_size["batch norm"][i].mean() for i in (0, 3)]
viz.look_back("batch", f"{pair[0]:.0f} % instead of {pair[1]:.0f} %")

# %% [markdown] id="batch-explain"
# **Contradicted.** The plain network does not mind batches of two; with batch norm accuracy falls from 40 to 18 % (CIFAR-10: 46 to 18). With two examples $\hat x$ is ±1 whatever x was: only the order is left. Layer and group normalisation (Ba et al., 2016; Wu and He, 2018) take their statistics within one example and do not depend on the batch; the course's core has both.

# %% [markdown] id="jitter-text"
# **Some regularisation.** The same image is normalised with other mates in every epoch, so what the next layer sees trembles. How much, depends on the batch.

# %% id="predict-jitter" tags=["demo", "widget"]
viz.predict(
    "jitter",
    "x = 1 among N(0, 1) mates, batches of 8: the standard deviation of "
    "its x̂ is …",
    ["about 0.04", "about 0.1", "about 0.4", "about 1"],
)

# %% [markdown] id="jitter-widget-text"
# Each point is the same example in another batch.

# %% id="explore-jitter" tags=["demo", "widget"]
viz.explore(
    viz.draw_jitter,
    title="One example, x = 1, in 500 random batches",
    twin=[{"size": "2"}, {"size": "8"}, {"size": "128"}],
    size=viz.Choice(("2", "4", "8", "32", "128"), "8", "batch size"),
)

# %% [markdown] id="jitter-run-text"
# Two thousand batches of each size:

# %% id="jitter" tags=["demo"]
cloud = {str(n): lab.jitter(n) for n in (2, 4, 8, 32, 128)}
viz.show(
    viz.violins(
        cloud,
        finding="The smaller the batch, the more x̂ trembles",
        where="x = 1 among normal mates, 2,000 batches each; bars: sd",
        x_label="examples per batch",
        y_label="x̂",
    ),
    alt="Violins of the normalised value of one example for batch sizes 2 to "
    "128. For 2 it is plus or minus one, for 4 spread from -1 to 1.7, for "
    "128 a narrow band around 1.",
)

# %% [markdown] id="jitter-numbers-text"
# Their standard deviations:

# %% id="jitter-numbers" tags=["demo", "anchor"]
for n, values in cloud.items():
    print(f"batch of {n:>3}: {values.std():.2f}")
viz.look_back("jitter", float(cloud["8"].std()))

# %% [markdown] id="jitter-explain"
# About $1.2/\sqrt N$ from eight on: noise of 40 % at 8 and 10 % at 128. It is noise that depends on a technical setting, and it disappears in mode test. Whether it *regularises* is another question: a chapter reports that it lessens the need for dropout; we measured the noise, not that.

# %% [markdown] id="bias-text"
# **A free simplification.** The affine layer before batch norm has a bias $b$, and the layer subtracts the mean. What is the gradient of $b$?

# %% id="predict-bias" tags=["demo", "widget"]
viz.predict(
    "bias",
    "The gradient of an affine bias right before batch norm is …",
    ["like any other", "about a tenth of that", "zero"],
)

# %% [markdown] id="bias-run-text"
# The largest entry of db in the two hidden layers:

# %% id="bias-gradients" tags=["demo"]
for norm in ("none", "after", "before"):
    largest = lab.bias_gradients(images, norm)
    shown = "  ".join("0" if g < 1e-15 else f"{g:.3f}" for g in largest)
    print(f"batch norm: {norm:<7} largest |db| per layer: {shown}")
viz.look_back("bias", f"{max(largest):.3f}")

# %% [markdown] id="bias-explain"
# Zero but for rounding ($10^{-17}$): a constant added to every example is subtracted again, and β does the bias's work. So layers before batch norm are usually built without one. After the activation this is not so: there ReLU stands between.

# %% [markdown] id="why-text"
# **Why does it work?** The paper's title gives a reason: *reducing internal covariate shift*, the wandering of each layer's inputs while the layers below learn. That is a hypothesis. They report: Santurkar et al. (2018) add noise that makes the inputs wander *more* after batch norm, and it trains as well; they see a smoother loss instead. What we measured is compatible with both.
#
# **Where it comes from.** The layer of ResNet, which won ILSVRC in 2015, and of most image networks until 2020; parameters stay fixed while a batch passes, and every layer normalises what the layers below hand it.

# %% [markdown] id="claims"
# ### They report · we measured
#
# Each row names what the course's sources state and what the cells above found, on the embedded images and, with the same code, on CIFAR-10.
#
# | Statement | Found in | Embedded | CIFAR-10 | Verdict |
# |---|---|---|---|---|
# | activations become Gaussian | notes, lecture | kurtosis 1.719 before and after | same | only mean and variance change |
# | divide by √(variance² + ε) | notes | spread 1/σ instead of 1 | same | variance, not squared |
# | γ = variance recovers the input | lecture | too large by σ | same | √(σ² + ε), for one batch |
# | mean and variance as constants | lecture | dx off by 40 to 50 %; 8 to 14 points | the same; 6 to 10 points | they depend on x |
# | backprop per sample, then average | chapter | dx off by 40 % | same | samples are coupled |
# | jointly over all feature dimensions | lecture | channels keep unequal spreads | same | per map |
# | less sensitive to the first weights | all | one scale of six trains plain, six with it | the same | confirmed |
# | higher learning rates | all | rate 1: NaN against 41 % | NaN against 44 % | confirmed |
# | more activations viable | notes | sigmoid 12 → 42 %; tanh 50 → 47 % | 10 → 43 %; 51 → 49 % | for the sigmoid |
# | small batches: kind of the same | lecture | 40 → 18 % at 2 | 46 → 18 % | contradicted |
# | before the nonlinearity | all | no difference within the bars | the same | a convention |

# %% [markdown] id="change"
# **What would change if …**
#
# - … ε were 1? Features of small spread would no longer be normalised, and the second sum of section 6 would be far from 0.
# - … the learning rate were halved? Section 10's lead would shrink: most of it comes from rates that a plain network cannot take.
# - … the network were wider and the images more? Plain networks would still need the right scale, and batch norm's advantage in steps grows with depth.
# - … you used layer normalisation? No running statistics, no difference between the modes, no jitter.

# %% [markdown] id="exercise-reflect"
# ### In your own words (not graded by the machine, 6 minutes)
#
# Somebody proposes to train with batch norm and batches of four, because the images are large. In four to six sentences: which two numbers of this notebook would you show them, what else could they do, and what would you measure before deciding? Your instructors may give extra credit for it.

# %% [markdown] id="reflect" role="manual" points=0
# ### BEGIN SOLUTION
# One possible answer. I would show the training accuracy at batches of five, which is well below that of the plain network at the same number of epochs, and the standard deviation of x-hat for batches of four, about one half: each activation trembles by half of its own spread. They could normalise within the example instead (layer or group normalisation), or gather the statistics over several small batches, or train without normalisation from well scaled weights and a smaller rate. Before deciding I would run three seeds of each at its own best rate, on a small share of the images, and compare the accuracies with their error bars. I would also look at the accuracy in mode train and mode test, since with four examples the running statistics differ from any batch's.
# ### END SOLUTION

# %% [markdown] id="summary"
# ## Summary
#
# 1. **Mean and variance, nothing else.** The shape stays; ε stands under the root; γ and β give the scale back, $\gamma=\sqrt{\sigma^2+\varepsilon}$ being the way to undo it.
# 2. **The batch is one system.** Every x moves every out, so neither constants nor sample-by-sample backprop is right. Six derivatives, or one line: subtract the mean of $g$ and its share along $\hat x$.
# 3. **A constant `dout` proves nothing.** Four of five wrong gradients pass.
# 4. **Two modes, one hidden state.** Running or population statistics; save them with the weights; fold them away in the end.
# 5. **It buys freedom** of scale and rate, and it costs a sensible batch size.

# %% [markdown] id="progress-text"
# The points your visible checks have given so far; more checks run when your work is graded.

# %% id="progress" tags=["demo", "widget"]
progress()

# %% [markdown] id="references"
# **References.** Chan, Golub, LeVeque 1983, *American Statistician* 37 · Ioffe, Szegedy 2015, *ICML* · He et al. 2015, *ICCV* · Ba, Kiros, Hinton 2016, arXiv 1607.06450 · He et al. 2016, *CVPR* · Santurkar et al. 2018, *NeurIPS* · Wu, He 2018, *ECCV*.
