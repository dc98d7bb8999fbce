# %% [markdown] id="title"
# # 07 · Babysitting a run
#
# A network trains for hours, and most runs that fail have failed in the first minute. Lecture, slides and notes agree on the ritual: check the first loss, overfit a handful of images, find a learning rate, watch the curves. This stage runs every step of it, with the number that each must print, and with what the number means when it is another one.
#
# **About 75 minutes · 18 points · seven exercises.** You need the softmax loss, ReLU nets and SGD with momentum (stages 00 and 01); batch norm (05) occurs in one contract.
#
# **Afterwards you can** run the checklist on a model of your own; say from a loss curve what to change next; end a bad run before it costs you anything; and tell a large gap from noise.

# %% [markdown] id="how-to-use"
# **How to use this notebook.** Each section goes *predict → run → see → explain*. Predictions and quizzes cost nothing and are stored nowhere. Exercises have an answer cell and a check that says what is wrong; run it as often as you like. Experiments use the course's own code, so they run before you have solved anything. "They report" marks what a lecture or slides say, "we measured" what a cell of this page printed. The text quotes the numbers of the embedded images; yours may differ in the last digit.

# %% id="setup" role="locked"
import copy
import os

# Set before NumPy loads: with matrices this small, threads only wait for
# each other, and sums come out the same on every machine.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from cs231n_core import data_utils, kernels, viz
from cs231n_core.stages import lab07 as lab
from cs231n_core.stages.s07 import check, progress

# %% [markdown] id="data-text"
# The images: real CIFAR-10 if the course finds it on your machine, otherwise an embedded set of generated images with ten classes. `images` holds them as the lecture does, pixels of 0 to 255 minus the mean image. `small` holds them at half the size and divided by their standard deviation, for quick experiments.

# %% id="data" tags=["demo"]
data = data_utils.get_CIFAR10_data(5000, 1000, 1000, dtype=np.float32)
images = lab.split(data)
raw_small = lab.small_images(images)
small = raw_small.divided(float(raw_small.x.std()))
print(data.source)
print(kernels.backend_report())

# %% [markdown] id="checklist-text"
# ### The checklist
#
# Notes and slides give seven steps each, and not the same seven: one list begins with the data, the other with the loss; one ends at the search, the other jumps back to its fifth step. Merged, in the order of this page. Tick as you go; the ticks last as long as the kernel.

# %% id="checklist" tags=["demo", "widget"]
steps = {
    "1 Data": "mean 0; note the standard deviation: rates depend on it",
    "2 Architecture": "the smallest that could work; here 3072-50-10",
    "3 First loss, reg 0": "ln C, within a few hundredths",
    "4 Turn reg up": "the loss rises by ½ · reg · ‖W‖²",
    "5 Overfit 20 images, reg 0": "loss below .01, accuracy 1",
    "6 Small reg, find the rate": "the loss falls clearly in 100 steps",
    "7 Coarse search, then finer": "a few epochs each (stage 08)",
    "8 Look at the curves": "kind, gap, ratios; then back to 7",
}
viz.checklist("babysitting", steps)

# %% [markdown] id="scale-text"
# ## 1 · The scale of the data decides what a "good rate" is
#
# They report: a lecture and a blog look for the learning rate between $10^{-3}$ and $10^{-5}$; slides say to try $10^{-1}, 10^{-2}, 10^{-3}, 10^{-4}$. Both are experienced. So who is right?

# %% id="scale" tags=["demo"]
for name, x in (("images", images.x), ("small", small.x)):
    print(f"{name:<7} mean {abs(x.mean()):.2f}, std {x.std():6.2f}")

# %% [markdown] id="scale-predict-text"
# **Predict.** We train the same net twice on the small images: pixels as they are (std 60), and divided by 60, with first weights 60 times as large, so that both start as the *same function*.

# %% id="predict-scale" tags=["demo", "widget"]
viz.predict(
    "scale",
    "The best learning rate of the divided pixels is … that of the others.",
    ["the same as", "10 to 100 times", "about 3,600 times"],
)

# %% [markdown] id="scale-run-text"
# This is a **range test**, the slides' third step: the loss after 100 steps against the rate. Three seeds each.

# %% id="range-test" tags=["demo"]
raw_rates = [1e-6, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3]
rates = [1e-4, 1e-3, 1e-2, 3e-2, 1e-1, 3e-1]
bar = viz.counting("training")
spread = float(raw_small.x.std())
raw = lab.range_test(raw_small, raw_rates, scale=2e-4, progress=bar)
divided = lab.range_test(small, rates, scale=2e-4 * spread, progress=bar)
viz.show(
    viz.rates_and_losses(
        {"std 60": (raw_rates, raw), "std 1": (rates, divided)},
        finding="Dividing the pixels by 60 moves the best rate",
        where="loss after 100 steps, momentum .9; bars: three seeds",
        worst=10.0,
    ),
    alt="Loss after 100 steps against the learning rate for pixels of "
    "standard deviation 60 and 1. Both curves fall, reach a minimum and "
    "explode one step later; the second lies more than one power of "
    "ten to the right of the first.",
)

# %% [markdown] id="range-numbers-text"
# The best rate of each:

# %% id="range-numbers" tags=["demo"]
best = raw_rates[raw.mean(axis=1).argmin()]
best_divided = rates[divided.mean(axis=1).argmin()]
print(f"std 60: best {best:g}; std 1: best {best_divided:g}")
viz.look_back("scale", f"{best_divided / best:.0f} times")

# %% [markdown] id="scale-explain"
# **Both sources are right, for their own data.** The lecture's pixels have a standard deviation of 63, the slides' data have 1. The first layer's gradient grows with the pixels, and so does the effect of a step on the output; the second layer sees no difference. What remains is a factor between 1 and $60^2$: we measured about 30. A learning rate without the scale of the data is half a sentence.

# %% [markdown] id="first-text"
# ## 2 · The first loss is ln C
#
# Before training, small weights give nearly equal scores, so each of $C$ classes gets the probability $1/C$:
#
# $$L = -\log \frac{1}{C} = \ln C .$$
#
# The logarithm is the natural one. Now the stage's network: one hidden layer of 50, weights of standard deviation .0001.

# %% id="predict-first" tags=["demo", "widget"]
viz.predict(
    "first",
    "Weights by He's rule instead (std √(2/3072)), same raw pixels. The "
    "first loss is …",
    ["below ln 10", "about ln 10", "a few times ln 10"],
)

# %% [markdown] id="first-run-text"
# Three starts and a warning:

# %% id="first-loss" tags=["demo", "anchor"]
print(f"ln 10                    {np.log(10):.4f}")
for seed in range(3):
    first = lab.first_loss(lab.reference_net(seed), images)
    print(f"seed {seed}: first loss       {first.data:.4f}")
he = lab.reference_net(0, scale=(2 / 3072) ** 0.5)
large = lab.first_loss(he, images).data
print(f"He's weights, std 60     {large:.0f}")
divided_he = lab.first_loss(he, images.divided(60)).data
print(f"He's weights, std 1      {divided_he:.2f}")
viz.look_back("first", f"{large / np.log(10):.0f} times ln 10")

# %% [markdown] id="first-explain"
# "2.3 for ten classes" is a statement about *small scores*. He's weights are right, and the pixels are right, yet together they start at eight times $\ln 10$: inputs of size 60 make scores of size 60, and the net is confidently wrong. That is what the check is for. It does not say "your code is wrong", it says "this net does not start by guessing; do you know why?"

# %% [markdown] id="exercise-check-initial-loss"
# ### Exercise 1 · Check the first loss (3 points, 6 minutes, difficulty 1)
#
# Write the check as a function that looks at a model and leaves no trace.
#
# **Contract.** `model.loss(X, y)` gives `(loss, grads)` of a training pass, penalty included, and `model.loss(X)` the scores `(N, C)`. `loss` is that of the data alone: with `model.reg` at 0 (do not subtract a penalty that you computed yourself; models differ). `C` is the number of columns of the scores; not every class need occur in `y`. `ok` judges both directions. Afterwards `model.reg`, `model.params` and the running statistics in `model.bn_params` are what they were: a training pass moves the latter. Numbers and truth values may be Python's or NumPy's.
#
# <details><summary>Hint 1: the idea</summary>
#
# What may be changed freely is a copy. `copy.deepcopy` copies a model with all that it holds.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $|L - \ln C| \le \mathrm{tol}$, with `np.log`. A loss far *below* $\ln C$ is as suspicious: the labels may be among the inputs.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `X (N, ...)` → scores `(N, C)` → `C = scores.shape[1]`; `loss` and `expected` are single numbers.
#
# </details>


# %% id="check-initial-loss" role="solution"
def check_initial_loss(model, X, y, tol=0.05):
    """Compare the loss before training with that of guessing.

    model : has params, reg, bn_params and loss(X, y) -> (loss, grads),
        loss(X) -> scores (N, C); is left as it was
    X, y : examples (N, ...) and labels (N,); not changed
    tol : largest allowed difference, in either direction
    returns : {"loss": loss of the data alone, as in training, a float,
        "expected": loss of guessing among C classes, a float,
        "ok": True if they differ by at most tol}
    """
    ### BEGIN SOLUTION
    twin = copy.deepcopy(model)  # batch norm may learn from it, not us
    twin.reg = 0.0
    loss, _ = twin.loss(X, y)
    classes = twin.loss(X[:1]).shape[1]
    expected = np.log(classes)
    ok = abs(loss - expected) <= tol
    return {"loss": float(loss), "expected": float(expected), "ok": bool(ok)}
    ### END SOLUTION


# %% id="test-check-initial-loss" role="test" points=3
score = check("check_initial_loss", check_initial_loss)
### BEGIN HIDDEN TESTS
from autograder.checks.s07 import check as full_check

score = full_check("check_initial_loss", check_initial_loss)
### END HIDDEN TESTS
score

# %% [markdown] id="reg-text"
# ## 3 · Turn the penalty up: the loss rises
#
# In this course the penalty is $\tfrac12 \lambda \lVert W \rVert^2$, summed over all weight arrays, with $\lambda$ = `reg`. Others leave out the ½. Students lose hours to that factor, so let the first loss tell which one a program uses.

# %% id="predict-reg" tags=["demo", "widget"]
viz.predict(
    "reg",
    "154,100 weights of std .0001, reg = 1000. The first loss is about …",
    ["2.3", "3.1", "3.8", "1000"],
)

# %% [markdown] id="reg-run-text"
# Count before you run: $\lVert W \rVert^2 \approx 154{,}100 \cdot 10^{-8}$.

# %% id="reg-rises" tags=["demo", "anchor"]
print("seed   reg 0    reg 1000   ½·reg·‖W‖²   (without the ½)")
for seed in range(3):
    first = lab.first_loss(lab.reference_net(seed), images, reg=1e3)
    print(
        f"{seed:4d}   {first.data:.3f}      {first.total:.3f}"
        f"        {500 * first.squares:.3f}         {1000 * first.squares:.2f}"
    )
viz.look_back("reg", first.total)

# %% [markdown] id="reg-explain"
# The loss rises from 2.303 to 3.07, by exactly the penalty: 0.77. A program without the ½ would print 3.85. "It should go up" is the sources' whole test; computing *by how much* costs one line more and also finds a forgotten layer, a bias that is penalised by mistake, and the factor.

# %% [markdown] id="reg-widget-text"
# Both dials of the first loss at once. Find a penalty that doubles the loss at weights of std .01; then see what large weights do to the *data* part.

# %% id="explore-first-loss" tags=["demo", "widget"]
viz.explore(
    viz.draw_first_loss,
    title="The loss before training",
    twin=[
        {"reg": 0.01, "scale": 0.01},
        {"reg": 3, "scale": 0.01},
        {"reg": 0.01, "scale": 0.3},
    ],
    reg=viz.LogSlider(1e-2, 1e2, 8, 1e-2, "reg"),
    scale=viz.LogSlider(1e-3, 1, 8, 1e-2, "weight scale"),
)

# %% [markdown] id="quiz-reg-text"
# And the other way round: what if it does *not* rise?

# %% id="quiz-reg" tags=["demo", "widget", "quiz"]
viz.quiz(
    "You turn reg from 0 to 1000 and the loss stays at 2.303. Most likely?",
    [
        "The weights are so small that nobody sees the penalty.",
        "The penalty never reaches the loss.",
        "The learning rate is too small.",
    ],
    "The penalty never reaches the loss.",
    "At 1000 even weights of .0001 add .77. The learning rate plays no part: "
    "nothing has been trained yet.",
)

# %% [markdown] id="tiny-text"
# ## 4 · Learn twenty images by heart
#
# Penalty off, 20 images, plain SGD: a sound program reaches a loss near 0 and 100 % accuracy. If it cannot do *that*, more data will not help; look for the bug now. The slides show the last lines of such a run: cost .002694 at epoch 195, .002597 at 200, training and validation accuracy 1.000000.

# %% id="predict-tiny" tags=["demo", "widget"]
viz.predict(
    "tiny",
    "20 images, rate .001, 200 steps. After how many steps are all right?",
    ["about 5", "about 40", "about 200"],
)

# %% [markdown] id="tiny-run-text"
# Our run, in the form of their log:

# %% id="twenty" tags=["demo"]
learnt = lab.twenty(images)
for epoch in [learnt.log[i] for i in (0, 9, 19, 29, 39, 49, *range(194, 200))]:
    print(lab.epoch_line(epoch, 200, 1e-3))

# %% [markdown] id="tiny-anchor-text"
# What must come out on every machine, for three seeds:

# %% id="twenty-anchor" tags=["demo", "anchor"]
for seed in range(3):
    log = lab.twenty(images, seed).log
    done = next(epoch.number for epoch in log if epoch.train == 1)
    print(
        f"seed {seed}: cost {log[-1].cost:.4f}, train {log[-1].train:.2f}, "
        f"all right before epoch 50: {done < 50}"
    )
viz.look_back("tiny", f"about {round(done, -1)} steps")

# %% [markdown] id="tiny-explain"
# The accuracy is perfect after some 40 steps, when the cost is still .1; the remaining 160 only make the net surer. The loss *approaches* zero; notes and lecture say that it reaches zero, which a softmax cannot. (And "20 examples" stand on the slide beside "5 to 10 mini-batches", which would be 500.)

# %% id="quiz-val" tags=["demo", "widget", "quiz"]
viz.quiz(
    "The slides' log prints val 1.000000 in every line. How can 20 images "
    "teach a net to be right on all validation images?",
    [
        "CIFAR-10 is easy.",
        "The validation set was the training set.",
        "Without penalty every net generalises.",
    ],
    "The validation set was the training set.",
    "Nothing was held out. It is harmless here and fatal elsewhere: report "
    "only what you measured. In our log, val is a copy of train, too.",
)

# %% [markdown] id="exercise-overfit-tiny"
# ### Exercise 2 · Overfit twenty examples (3 points, 8 minutes, difficulty 2)
#
# Write the test as a function. It must work for any model, and say so honestly when a model fails.
#
# **Contract.** Train on `X[:20]`, `y[:20]` (all rows if there are fewer), the same rows in one batch per epoch, `model.reg` at 0: `w - lr * grad` for every parameter. `loss_history[t]` is the loss that belongs to the weights *before* update `t`; there are exactly `epochs` entries, even if all is learnt sooner. The returned dict has exactly the four keys: nothing was held out, so no validation accuracy. A broken model (its loss does not fall, or becomes NaN) gives `ok` False, not an exception. The model itself is trained; shapes and dtypes of its parameters stay; `model.reg` is put back.
#
# <details><summary>Hint 1: the idea</summary>
#
# Cut the twenty rows off once, before the loop. Remember the old `reg`.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Per epoch: `loss, grads = model.loss(X, y)`, store, then update each name in `model.params`. After the loop one more `model.loss` gives `final_loss`; NaN < 0.01 is False, as it should be.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `X (20, ...)`, `y (20,)` → scores `(20, C)` → `argmax(axis=1)` `(20,)` → mean of booleans.
#
# </details>


# %% id="overfit-tiny" role="solution"
def overfit_tiny(model, X, y, lr, epochs):
    """Train on the first 20 examples; X, y as above, not changed.

    model : its params are trained, its reg is put back
    returns : {"loss_history": list of epochs floats, before each update,
        "final_loss": after the last one, "train_acc": share of right ones
        after it, "ok": final_loss < 0.01 and train_acc == 1}
    """
    ### BEGIN SOLUTION
    X, y = X[:20], y[:20]
    reg, model.reg = model.reg, 0.0
    losses = []
    for _ in range(epochs):
        loss, grads = model.loss(X, y)
        losses.append(float(loss))
        for name, w in model.params.items():
            model.params[name] = w - lr * grads[name]
    final = float(model.loss(X, y)[0])
    accuracy = float(np.mean(model.loss(X).argmax(axis=1) == y))
    model.reg = reg
    result = {"loss_history": losses, "final_loss": final}
    ok = final < 0.01 and accuracy == 1.0
    return result | {"train_acc": accuracy, "ok": ok}
    ### END SOLUTION


# %% id="test-overfit-tiny" role="test" points=3
score = check("overfit_tiny", overfit_tiny)
### BEGIN HIDDEN TESTS
from autograder.checks.s07 import check as full_check

score = full_check("overfit_tiny", overfit_tiny)
### END HIDDEN TESTS
score

# %% [markdown] id="low-text"
# ## 5 · Too small a rate: the loss stands still, the accuracy does not
#
# All 5,000 images now, and the lecture's first try, $10^{-6}$. It reports: the loss barely changes, yet training and validation accuracy jump to 20 %. "Does anyone have an idea why?"

# %% id="predict-low" tags=["demo", "widget"]
viz.predict(
    "low",
    "Rate 1e-6, momentum .9, ten epochs: the mean largest probability of "
    "the ten goes from .1000 to …",
    [".1001", ".12", ".20", ".50"],
)

# %% [markdown] id="low-run-text"
# With momentum, as in the lecture's code, and without:

# %% id="low-rate" tags=["demo"]
slow = {
    name: lab.run(lab.reference_net(0), images, lr=1e-6, momentum=momentum)
    for name, momentum in (("momentum .9", 0.9), ("plain SGD", 0.0))
}
for epoch in slow["momentum .9"].log:
    print(lab.epoch_line(epoch, 10, 1e-6))

# %% [markdown] id="low-figure-text"
# Loss and accuracy side by side:

# %% id="low-figure" tags=["demo"]
logs = {name: run.log for name, run in slow.items()}
viz.show(
    viz.two_readings(
        np.arange(1, 11),
        {
            k: np.array([e.cost for e in log]) / 2.302585
            for k, log in logs.items()
        },
        {k: 100 * np.array([e.train for e in log]) for k, log in logs.items()},
        names=("The cost stays at ln 10", "The accuracy climbs"),
        labels=("epoch", "cost / ln 10", "training accuracy (%)"),
    ),
    alt="Left: cost divided by ln 10 stays at 1.000 for ten epochs, with "
    "and without momentum. Right: with momentum the training accuracy "
    "doubles from 10 to about 18 percent; without it hardly moves.",
)

# %% [markdown] id="low-anchor-text"
# The numbers that must come out:

# %% id="low-anchor" tags=["demo", "anchor"]
for name, log in logs.items():
    first, last = log[0], log[-1]
    print(
        f"{name:<12} cost {first.cost:.4f} -> {last.cost:.4f}, accuracy "
        f"{first.train:.2f} -> {last.train:.2f}, "
        f"largest p {last.confidence:.4f}"
    )
viz.look_back("low", f"{logs['momentum .9'][-1].confidence:.4f}")

# %% [markdown] id="low-explain"
# Nothing jumps: the probabilities move in the *fourth digit*, from .1000 to .1001, all in the right direction, and that is enough for `argmax`. The accuracy asks who is first, the loss asks by how much. So a flat loss with a rising accuracy means: right direction, too small steps. It also takes momentum .9, which makes steps ten times as long; with plain SGD we measured 10 %, so a reader without the lecture's code sees no jump at all.

# %% [markdown] id="high-text"
# ## 6 · Too large a rate: inf, then NaN, then class 0
#
# The lecture goes to the other extreme, "one e negative six" in the transcript. That is a slip of the tongue: $10^{-6}$ was the small one. The blog writes $10^{6}$, and so must we.

# %% id="predict-high" tags=["demo", "widget"]
viz.predict(
    "high",
    "The loss is NaN and all scores are NaN. The training accuracy is …",
    ["0", "NaN", "about 10 %", "100 %"],
)

# %% [markdown] id="high-run-text"
# Four epochs each of $10^{6}$ and of $3\cdot10^{-3}$, which the lecture finds "still exploding". This loop never stops by itself.

# %% id="high-rates" tags=["demo", "anchor"]
hot = {}
for lr in (1e6, 3e-3):
    hot[lr] = lab.run(lab.reference_net(0), images, lr=lr, epochs=5)
    costs = [f"{epoch.cost:.0f}" for epoch in hot[lr].log]
    broken = next(i for i, v in enumerate(hot[lr].losses) if not v < 1e30)
    print(f"lr {lr:g}: cost {costs[0]} after epoch 1, {costs[-1]} after 5")
    print(f"   no number before step 10: {broken < 10}")
last = hot[1e6].log[-1]
print(f"accuracy at NaN: train {last.train:.3f}, val {last.val:.3f}")
zero = (images.y[:1000] == 0).mean(), (images.y_val == 0).mean()
print(f"share of class 0: train {zero[0]:.3f}, val {zero[1]:.3f}")
print("argmax of NaNs:", np.argmax(np.full(10, np.nan)))
viz.look_back("high", f"{last.train:.1%}, the share of class 0")

# %% [markdown] id="high-explain"
# Three stages of one illness. At $3\cdot10^{-3}$ the cost is **inf** after one epoch: scores differ by thousands, the right class's probability underflows to 0, and $-\log 0 = \infty$. (A careful softmax keeps a finite, huge loss a little longer.) Then scores overflow, $\infty - \infty$ is **NaN**, and NaN infects every weight in one step. Last, the accuracy: comparisons with NaN are false, `argmax` returns the first index, and the net scores whatever share of images is **class 0**. A dead run that reports 9 or 10 % looks like a bad one.

# %% [markdown] id="rates-text"
# **Which rates are left?** Between $10^{-3}$ and $10^{-5}$, say lecture and blog, for these raw pixels. Three epochs, three seeds:

# %% id="rough-range" tags=["demo"]
found = {}
for lr in viz.counting("rates")([1e-5, 1e-4, 3e-4, 1e-3]):
    nets = [(lab.reference_net(s), s) for s in range(3)]
    ends = [
        lab.run(n, images, lr=lr, epochs=3, seed=s).log[-1] for n, s in nets
    ]
    found[f"{lr:g}"] = [end.val for end in ends]
    costs = [f"{end.cost:8.3f}" for end in ends]
    print(f"rate {lr:g}: cost {' '.join(costs)}")
viz.show(
    viz.dots(
        found,
        finding="The lecture's upper end is already too much",
        where="3072-50-10, raw pixels, 3 epochs; bar: mean ± sd",
        label="validation accuracy (%)",
        percent=True,
    ),
    alt="Validation accuracy of three seeds at four learning rates: about "
    "20 percent at .00001, 29 at .0001, 33 at .0003 and below 20 at .001, "
    "where the cost runs away.",
)

# %% [markdown] id="rates-explain"
# "Rough range" is the right word. With momentum .9 the upper end, $10^{-3}$, runs away; the lower end needs far more than three epochs; the best of ours is .0003. Without momentum $10^{-3}$ is fine and $3\cdot10^{-3}$ shaky: the sources do not say which they mean.

# %% [markdown] id="live-text"
# **Your hand on the rate.** Each move trains a small net for 60 steps while you wait. Find the largest rate that survives; then find the one that gets furthest. They are not far apart.

# %% id="explore-live" tags=["demo", "widget"]
viz.explore(
    viz.draw_live_run,
    title="Sixty steps at your rate",
    twin=[{"rate": 1e-3}, {"rate": 0.1}, {"rate": 1.0}],
    rate=viz.LogSlider(1e-7, 1e1, 4, 1e-2, "learning rate"),
)

# %% [markdown] id="quiz-slip-text"
# A question on the slip of the tongue:

# %% id="quiz-slip" tags=["demo", "widget", "quiz"]
viz.quiz(
    "A log says: rate 1e-6, cost NaN, accuracy 8.4 % in every epoch. Which "
    "entry do you doubt?",
    ["the rate", "the cost", "the accuracy"],
    "the rate",
    "A millionth cannot blow up a net that starts at ln 10; a million does. "
    "Cost and accuracy fit together: NaN scores, share of class 0.",
)

# %% [markdown] id="abort-text"
# ## 7 · End it early
#
# The lecture's tip: when the cost is much larger than at the beginning, three times, say, break out of the loop. What does the rule save?

# %% id="abort-saves" tags=["demo", "anchor"]
total = len(hot[1e6].losses)
for lr, run in hot.items():
    kept = lab.steps_until_abort(run.losses)
    print(f"lr {lr:g}: ends before step 50 of {total}: {kept < 50}")
calm = slow["momentum .9"].losses
print(
    "the slow, healthy run is left alone:", lab.steps_until_abort(calm) == 500
)

# %% [markdown] id="abort-explain"
# A search of 100 random rates (stage 08) spends most of its time on runs that are already lost. The rule needs care at three places: NaN compares false with everything, so "loss > limit" never fires; the loss may be inf from the first step on; and a spike is no explosion if the next losses are low again. `Solver(..., should_abort=...)` calls such a function after every step.

# %% [markdown] id="exercise-should-abort"
# ### Exercise 3 · Should this run end? (3 points, 5 minutes, difficulty 1)
#
# Decide from the losses so far, after each step.
#
# **Contract.** Only the **latest** loss decides: True if it is NaN, $\infty$ or $-\infty$, or larger than `factor` times the **first finite** loss (at exactly the limit the run goes on). No losses yet: False. `losses` may be a list, a tuple or an array, and is not changed. No warnings.
#
# <details><summary>Hint 1: the idea</summary>
#
# Three questions in this order: is there a loss? is the latest one a number? is it too large?
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `np.isfinite` is False for NaN and for both infinities. An array has no truth value: ask `len(losses) == 0`.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `losses (T,)` → `losses[-1]`, one number → one truth value.
#
# </details>


# %% id="should-abort" role="solution"
def should_abort(losses, factor=3.0):
    """Tell whether a run should end after its latest loss.

    losses : list, tuple or (T,) array, oldest first; may be empty
    factor : how far above the first finite loss is too far
    returns : True if the latest loss is NaN or infinite, or larger than
        factor times the first finite loss; else False
    """
    ### BEGIN SOLUTION
    if len(losses) == 0:
        return False
    latest = losses[-1]
    if not np.isfinite(latest):
        return True
    first = next(loss for loss in losses if np.isfinite(loss))
    return bool(latest > factor * first)
    ### END SOLUTION


# %% id="test-should-abort" role="test" points=3
score = check("should_abort", should_abort)
### BEGIN HIDDEN TESTS
from autograder.checks.s07 import check as full_check

score = full_check("should_abort", should_abort)
### END HIDDEN TESTS
score

# %% [markdown] id="curves-text"
# ## 8 · Six kinds of loss curves
#
# Lecture, blog and chapter describe four of them in words; without pictures a reader has to guess. The fifth, flat and then falling, is the lecture's last remark; the sixth, flat for ever, is what dead units look like.

# %% id="gallery" tags=["demo"]
rng = np.random.default_rng(11)
titles = [
    "lower the rate",
    "look for a bug",
    "raise the rate",
    "better weights",
]
advice = dict(zip(lab.KINDS, [*titles, "cut the rate", "go on"]))
viz.show(
    viz.loss_gallery(
        {f"{k}: {advice[k]}": lab.make_curve(k, rng) for k in lab.KINDS},
        finding="Six kinds, and what to do",
    ),
    alt="Six small loss curves. Exploding rises steeply or breaks off. Stuck "
    "is flat with noise. Low falls along a straight line. Late is flat, then "
    "falls. High falls steeply and stays on a high plateau. Good falls "
    "steeply and goes on falling.",
)

# %% [markdown] id="late-text"
# **Flat, then suddenly falling.** The transcript is garbled at this place; a potential reason is the initialisation, the lecture says. Test it: four hidden layers on the small images, once with weights of std .03, once with He's.

# %% id="predict-late" tags=["demo", "widget"]
viz.predict(
    "late",
    "Weights of std .03, 50 inputs per layer, four hidden layers. Where is "
    "the loss after a quarter of 8 epochs?",
    ["still at ln 10", "half way down", "at its end"],
)

# %% [markdown] id="late-run-text"
# Eight epochs each; the small weights even get the larger rate, .1 against .02.

# %% id="late-start" tags=["demo"]
late = lab.late_start(small)
smooth = {
    name: np.convolve(losses, np.ones(15) / 15, mode="valid")
    for name, losses in late.items()
}
viz.show(
    viz.curves(
        np.arange(386),
        smooth,
        finding="Too small weights: nothing happens, then it does",
        where="768-50-50-50-50-10, momentum .9; mean of 15 steps",
        x_label="step",
        y_label="loss",
    ),
    alt="Two loss curves over 400 steps. From He's weights it falls at once. "
    "From weights of standard deviation .03 it stays at 2.3 for about 150 "
    "steps and then falls.",
)
quarter = np.mean(list(late.values())[1][90:110])
viz.look_back("late", f"{quarter:.3f}, and ln 10 is 2.303")

# %% [markdown] id="late-explain"
# Each small layer passes a fraction of the signal and of the gradient, so for 150 steps hardly anything reaches the weights; once they have grown a little, the product over four layers grows fast, and the curve tips over. Nobody "happens to adjust in the right way": the growth is steady and exponential, and the loss cannot show it. Better weights (stage 04) or batch norm (05) remove the plateau.

# %% [markdown] id="dead-text"
# **Flat for ever: dead units.** Two hidden layers, plain SGD, three epochs, rising rates. How many of the 50 units of the second layer are off for *every* training image?

# %% id="predict-dead" tags=["demo", "widget"]
viz.predict(
    "dead",
    "At the largest rate at which some loss stays a number: dead units?",
    ["none of 50", "about 10", "all 50"],
)

# %% [markdown] id="dead-run-text"
# Fifteen runs:

# %% id="dead-units" tags=["demo"]
table = lab.casualties(
    small, [0.01, 0.1, 0.3, 1.0, 3.0], progress=viz.counting("training")
)
for row in table:
    dead = [str(r.dead) if r.dead is not None else "NaN" for r in row]
    costs = [f"{r.cost:.2f}" for r in row]
    print(
        f"rate {row[0].lr:<5g} dead {', '.join(dead):<16}"
        f"cost {', '.join(costs)}"
    )
numbers = [r for r in table[-1] if r.dead is not None] or table[-2]
viz.look_back("dead", f"{max(r.dead for r in numbers)}")

# %% [markdown] id="dead-anchor-text"
# What does not depend on the last bit:

# %% id="dead-anchor" tags=["demo", "anchor"]
sane = [r.dead for row in table[:3] for r in row]
print("dead up to rate .3:", sane)
wild = [r for row in table[3:] for r in row]
hurt = sum(r.dead is None or r.dead > 0 for r in wild)
print(f"runs at rate 1 and 3 with dead units or NaN: {hurt} of {len(wild)}")

# %% [markdown] id="dead-explain"
# Up to .3 none, at 1 between 11 and 19 of 50, at 3 the loss is NaN or **all** units are dead. That last run is the treacherous one: its cost is 2.309, a number, near $\ln 10$, and it will stay there for ever, since no gradient passes. A loss stuck at $\ln C$ after a lively start: count the dead.

# %% [markdown] id="noise-text"
# **Losses are noisy.** Slides: plot the points, and a moving average. The exponential one, $m_t = \beta m_{t-1} + (1-\beta) L_t$ from $m_0 = 0$, starts far too low; dividing by $1-\beta^t$ repairs it, as in Adam.

# %% id="smoothing" tags=["demo"]
losses = np.array(
    lab.run(lab.reference_net(1), images, lr=3e-4, epochs=3).losses
)
naive, average = [], 0.0
for loss in losses:
    average = 0.9 * average + 0.1 * loss
    naive.append(average)
corrected = np.array(naive) / (1 - 0.9 ** np.arange(1, len(losses) + 1))
viz.show(
    viz.scatter_and_average(
        losses,
        {"average from 0": naive, "bias-corrected": corrected},
        finding="An average that starts at zero lies for twenty steps",
        where="3072-50-10, rate .0003, beta .9",
    ),
    alt="Losses of 150 steps as grey dots around a falling trend. The "
    "uncorrected average rises from .2 and joins the trend after about "
    "twenty steps; the corrected one follows it from the first step.",
)

# %% [markdown] id="exercise-smooth-losses"
# ### Exercise 4 · Smooth a loss curve (2 points, 5 minutes, difficulty 1)
#
# Return the bias-corrected exponential average:
# $$m_t = \beta\, m_{t-1} + (1-\beta)\, L_t, \quad m_0 = 0, \qquad s_t = \frac{m_t}{1-\beta^{t}}, \quad t = 1, 2, \dots$$
#
# **Contract.** As many floats as losses, in an array; no losses give an empty one. `losses` may be a list, a tuple or an array, also of whole numbers or float32, and is not changed. $0 \le \beta < 1$. Entry $t$ may depend on nothing that comes later.
#
# <details><summary>Hint 1: the idea</summary>
#
# One pass, one running number. Write into a new array.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# With Python's index `t` from 0 the correction is `1 - beta ** (t + 1)`. A constant series must stay constant: try it.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `losses (T,)` → `average`, one number, T times → `(T,)`.
#
# </details>


# %% id="smooth-losses" role="solution"
def smooth_losses(losses, beta=0.9):
    """Return the exponential moving average of a loss curve.

    losses : list, tuple or (T,) array, possibly empty; not changed
    beta : weight of the past, 0 <= beta < 1
    returns : (T,) float array; entry t averages losses[0] to losses[t],
        corrected for the start at zero
    """
    ### BEGIN SOLUTION
    smooth = np.zeros(len(losses))
    average = 0.0
    for t, loss in enumerate(losses):
        average = beta * average + (1 - beta) * loss
        smooth[t] = average / (1 - beta ** (t + 1))
    return smooth
    ### END SOLUTION


# %% id="test-smooth-losses" role="test" points=2
score = check("smooth_losses", smooth_losses)
### BEGIN HIDDEN TESTS
from autograder.checks.s07 import check as full_check

score = full_check("smooth_losses", smooth_losses)
### END HIDDEN TESTS
score

# %% [markdown] id="game-text"
# **The gallery game.** Move to a run, name it. Twenty-four runs; most people need three or four before "low" and "good" stop looking alike.

# %% id="explore-game" tags=["demo", "widget"]
viz.explore(
    viz.draw_curve_game,
    title="Name the loss curve",
    twin=[{"number": 1}, {"number": 2}, {"number": 3}, {"number": 4}],
    number=viz.Slider(1, 24, 1, 1, "run"),
    guess=viz.Choice(("?", *lab.KINDS), "?", "diagnosis"),
)

# %% [markdown] id="exercise-diagnose-loss-curve"
# ### Exercise 5 · Diagnose a loss curve (3 points, 12 minutes, difficulty 3)
#
# Turn the game into a function. The kinds:
#
# | name | what it is |
# |---|---|
# | `"exploding"` | a loss is NaN or infinite, or the end lies above 3 × the start |
# | `"stuck"` | no change beyond noise |
# | `"low"` | falls along a straight line, however little |
# | `"late"` | flat for more than 40 % of the run, then falls |
# | `"high"` | nearly all of the fall in the first sixth, then flat |
# | `"good"` | falls steeply and goes on falling to the end |
#
# **Contract.** `losses` is an array of at least 60 training losses, not changed; the noise of a step is at most 8 % of the whole fall. At least nine of ten noisy curves must be named right, all clean ones. Losses ten times as large, or a longer run, change no name. `lab.make_curve(kind, rng, length=..., noise=...)` and `lab.practice(60, rng)` make as many curves as you like.
#
# <details><summary>Hint 1: the idea</summary>
#
# Noise first: average over ten equal parts (`np.array_split`). Then ask *how much of the fall is done by when*, a share from 0 to 1 that knows no scale.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# With part means $m_0 \dots m_9$: $p_i = (m_0 - m_i)/(m_0 - m_9)$. A straight line has $p_4 \approx .44$. A part of $n$ steps has the noise $\sigma/\sqrt n$, and `np.diff(losses).std()` is about $\sqrt2\,\sigma$: a fall of less than three times that is none.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `losses (T,)` → `mean (10,)` → `done (10,)` → two comparisons, at a third and at the middle → one word.
#
# </details>


# %% id="diagnose-loss-curve" role="solution"
def diagnose_loss_curve(losses):
    """Name the kind of a training loss curve.

    losses : (T,) array, T >= 60, the noise of a step up to 8 % of the fall
    returns : "exploding", "stuck", "low", "late", "high" or "good"
    """
    ### BEGIN SOLUTION
    losses = np.asarray(losses, dtype=float)
    if not np.isfinite(losses).all():
        return "exploding"
    mean = np.array([part.mean() for part in np.array_split(losses, 10)])
    if mean[-1] > 2 * mean[0]:
        return "exploding"
    noise = np.diff(losses).std() / np.sqrt(len(losses) / 10)
    fall = mean[0] - mean[-1]
    if fall <= 3 * noise + 1e-9 * mean[0]:
        return "stuck"
    done = (mean[0] - mean) / fall  # from 0 to 1
    if done[3] > 0.87:
        return "high"
    if done[4] < 0.2:
        return "late"
    return "low" if done[4] < 0.57 else "good"
    ### END SOLUTION


# %% id="test-diagnose-loss-curve" role="test" points=3
score = check("diagnose_loss_curve", diagnose_loss_curve)
### BEGIN HIDDEN TESTS
from autograder.checks.s07 import check as full_check

score = full_check("diagnose_loss_curve", diagnose_loss_curve)
### END HIDDEN TESTS
score

# %% [markdown] id="gap-text"
# ## 9 · Two accuracies and the gap between them
#
# The lecture: a big gap between training and validation means overfitting, regularise more; no gap means that the model can be larger. The second half is a trap.

# %% id="predict-gap" tags=["demo", "widget"]
viz.predict(
    "gap",
    "Which of three runs has the smallest gap: 500 images and 40 epochs, "
    "5,000 images and 4 epochs, or the latter with a penalty of 5?",
    ["500 images", "5,000 images", "5,000 images with penalty"],
)

# %% [markdown] id="gap-run-text"
# Three seeds each:

# %% id="gaps" tags=["demo"]
found = lab.gaps(small, progress=viz.counting("training"))
viz.show(
    viz.dots(
        {k: [t - v for t, v in pairs] for k, pairs in found.items()},
        finding="No gap is no compliment",
        where="768-50-10; bar: mean ± sd of three seeds",
        label="training minus validation accuracy (points)",
        percent=True,
    ),
    alt="Gap between training and validation accuracy: about 70 points for "
    "500 images, 7 for 5,000 images, none with the large penalty.",
)
for name, pairs in found.items():
    train, val = 100 * np.mean(pairs, axis=0)
    print(f"{name:<31} train {train:5.1f} %, val {val:4.1f} %")
smallest = min(found, key=lambda k: abs(np.diff(np.mean(found[k], axis=0))))
viz.look_back("gap", smallest)

# %% [markdown] id="gap-explain"
# The run with the penalty has no gap because it has learnt **nothing**: both accuracies are at chance. A gap says something only together with the level: no gap and low is *underfitting* (train longer, larger model, less penalty), no gap and high is fine. And validation far *above* training is a third thing: a leak, an easier validation set, or dropout in the training measurement. How far is far? Measured on $n$ images, an accuracy $p$ has a standard deviation of $\sqrt{p(1-p)/n}$: 1.6 points for $p=.5$ and $n=1000$, 7 for $n=50$.

# %% id="quiz-gap" tags=["demo", "widget", "quiz"]
viz.quiz(
    "Training accuracy 60 %, validation 74 %, measured on 1,000 images. What "
    "do you look for first?",
    ["More penalty.", "Training images among the validation images.", "Luck."],
    "Training images among the validation images.",
    "14 points are ten standard deviations. A leak, an easier split, or "
    "dropout that is active while the training accuracy is measured.",
)

# %% [markdown] id="exercise-diagnose-gap"
# ### Exercise 6 · Diagnose the gap (2 points, 6 minutes, difficulty 2)
#
# With $t, v$ the means of the **last three** entries of each history (of all, if there are fewer) and the margin $2\sqrt{v(1-v)/n}$, ask in this order:
#
# 1. $v - t >$ margin: `"leak"`
# 2. $t - v > .1$ and $t - v >$ margin: `"overfit"`
# 3. $t <$ `target`: `"underfit"`
# 4. else `"fine"`
#
# **Contract.** Histories are lists, tuples or arrays of shares, at least one entry each. Any entry below 0 or above 1 (somebody passed percentages) raises `ValueError`.
#
# <details><summary>Hint 1: the idea</summary>
#
# Check the range first, of both histories. One epoch alone is noisy: hence the mean of three.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `history[-3:]` also works for shorter histories.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `train_acc (E,)`, `val_acc (E,)` → two means, one margin → one word.
#
# </details>


# %% id="diagnose-gap" role="solution"
def diagnose_gap(train_acc, val_acc, n=1000, target=0.5):
    """Name what two accuracies say together.

    train_acc, val_acc : lists, tuples or arrays of shares in [0, 1], one
        per epoch; the mean of the last three (or of all) counts
    n : number of validation images
    target : training accuracy from which on the model fits well enough
    returns : "leak", "overfit", "underfit" or "fine"
    raises : ValueError if an accuracy is below 0 or above 1
    """
    ### BEGIN SOLUTION
    both = np.concatenate([train_acc, val_acc])
    if both.min() < 0 or both.max() > 1:
        raise ValueError("diagnose_gap: expected shares between 0 and 1")
    train, val = np.mean(train_acc[-3:]), np.mean(val_acc[-3:])
    margin = 2 * np.sqrt(val * (1 - val) / n)
    if val - train > margin:
        return "leak"
    if train - val > max(0.1, margin):
        return "overfit"
    return "underfit" if train < target else "fine"
    ### END SOLUTION


# %% id="test-diagnose-gap" role="test" points=2
score = check("diagnose_gap", diagnose_gap)
### BEGIN HIDDEN TESTS
from autograder.checks.s07 import check as full_check

score = full_check("diagnose_gap", diagnose_gap)
### END HIDDEN TESTS
score

# %% [markdown] id="ratio-text"
# ## 10 · How large is a step?
#
# The transcript ends in mid-sentence, just before this. The public course notes have it: divide the size of an update by the size of the weights. They report as a rule of thumb $10^{-3}$: much smaller is too slow, much larger too bold.

# %% id="predict-ratio" tags=["demo", "widget"]
viz.predict(
    "ratio",
    "Rate .0003 was our best. Its update / weight ratio in layer 1, from "
    "weights of .0001, over the first 100 steps, is about …",
    [".00001", ".001", ".05"],
)

# %% [markdown] id="ratio-run-text"
# Three rates, 100 steps, layer 1:

# %% id="ratios" tags=["demo"]
watched = {}
for lr in (1e-5, 3e-4, 3e-3):
    watched[f"rate {lr:g}"] = lab.run(
        lab.reference_net(0), images, lr=lr, epochs=2, watch_updates=True
    )
lines = {name: np.array(r.ratios["W1"]) for name, r in watched.items()}
viz.show(
    viz.curves(
        np.arange(1, 101),
        {**lines, "rule of thumb": np.full(100, 1e-3)},
        finding="A good run starts far above 1e-3",
        where="layer 1 of 3072-50-10, momentum .9",
        x_label="step",
        y_label="update / weight (log scale)",
        log="y",
    ),
    alt="Ratio of update to weight on a logarithmic axis. At rate .00001 it "
    "is below .001, at .0003 between .01 and .1, at .003 it is near 1 at "
    "times. A line marks .001.",
)
middle = float(np.median(lines["rate 0.0003"]))
viz.look_back("ratio", middle)

# %% [markdown] id="ratio-explain"
# At our best rate it peaks at .08 and is about .05 over the run, fifty times the rule. The rule describes nets whose weights have their final size; ours start at .0001 and must *grow*, so early steps are large beside them. Read the ratio as a line over time: falling into the band of $10^{-2}$ to $10^{-3}$ is healthy, near 1 means that each step replaces the weights. It needs no labels and no validation set, and it tells layers apart, which the loss cannot.

# %% [markdown] id="exercise-update-ratios"
# ### Exercise 7 · Update ratios (2 points, 4 minutes, difficulty 1)
#
# For each parameter return $\lVert \Delta w \rVert / \lVert w \rVert$, where $\Delta w$ is the **update**, what is added to $w$ (after learning rate and momentum), and $\lVert\cdot\rVert$ the root of the sum of all squares.
#
# **Contract.** Same keys as `params`, biases included; values are floats. Any shapes (filters have four axes, a single number none), float32 or float64, read-only or not contiguous. A parameter that is all zero, as biases are at the start, has no ratio: `nan`, without a warning. Nothing is changed.
#
# <details><summary>Hint 1: the idea</summary>
#
# Norms first, one division after. Averaging ratios entry by entry divides by weights near zero.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `np.linalg.norm` of a *matrix* with `ord=2` is something else; of `np.ravel(w)` it is what you want.
#
# </details>
# <details><summary>Hint 3: the shape trace</summary>
#
# `w` of any shape → `ravel` → one norm → one ratio per name.
#
# </details>


# %% id="update-ratios" role="solution"
def update_ratios(params, updates):
    """Return how large an update is beside what it updates.

    params : dict of float arrays of any shape; not changed
    updates : dict with the same keys and shapes: what is added to them
    returns : dict with the same keys: norm of the update / norm of the
        parameter, floats; nan, in silence, where a parameter is all zero
    """
    ### BEGIN SOLUTION
    ratios = {}
    for name, w in params.items():
        size = np.linalg.norm(np.ravel(w))
        change = np.linalg.norm(np.ravel(updates[name]))
        ratios[name] = float(change / size) if size > 0 else float("nan")
    return ratios
    ### END SOLUTION


# %% id="test-update-ratios" role="test" points=2
score = check("update_ratios", update_ratios)
### BEGIN HIDDEN TESTS
from autograder.checks.s07 import check as full_check

score = full_check("update_ratios", update_ratios)
### END HIDDEN TESTS
score

# %% [markdown] id="first-layer-text"
# **Look at the weights themselves.** The first layer's weights are images. A healthy net's show blobs with colours, an untrained one's noise. What do those of a lost run show?

# %% id="first-layers" tags=["demo"]
long_run = lab.run(lab.reference_net(0), images, lr=3e-4)
shown = {
    "before training": lab.reference_net(0).params["W1"],
    "rate .0003, 10 epochs": long_run.model.params["W1"],
    "rate .003, 2 epochs": watched["rate 0.003"].model.params["W1"],
}
viz.show(
    viz.first_layers(shown, finding="The first layer as images"),
    alt="Three rows of ten small colour images, the weights of ten units. "
    "Before training: noise. At rate .0003: coloured blobs. At rate .003, "
    "where the loss had exploded: coloured blobs, too.",
)

# %% [markdown] id="first-layers-explain"
# The third net is lost: its cost is infinite. Yet its weights look as healthy as the second net's: large, wrong weights are still sums of images. Noise in such a picture shows too little training or too little penalty; that a run has exploded it does not show. The ratio near 1 did.

# %% [markdown] id="panda-text"
# ## 11 · Panda or caviar?
#
# A panda has one cub and watches it; a fish lays thousands of eggs and waits. Slides (which spell it "Cavier") use the pair for tuning: nudge *one* run, or start *many*. A budget game: 800 steps. The panda trains one net and lowers its rate to a third whenever 100 steps bring nothing. The fish trains eight nets of 100 steps at random rates between .001 and 1.

# %% id="predict-panda" tags=["demo", "widget"]
viz.predict(
    "panda",
    "800 steps in all: who has the better net?",
    ["panda, clearly", "about equal", "caviar, clearly"],
)

# %% [markdown] id="panda-run-text"
# Three seeds:

# %% id="panda" tags=["demo"]
one, many, typical = [], [], []
for seed in viz.counting("seeds")([0, 1, 2]):
    one.append(lab.panda(small, seed, 800).log[-1].val)
    eggs = [val for _, val in lab.caviar(small, seed, 800)]
    many.append(max(eggs))
    typical.append(float(np.median(eggs)))
names = ("panda", "best of 8 eggs", "median egg")
viz.show(
    viz.dots(
        dict(zip(names, (one, many, typical))),
        finding="With equal steps, watching one run wins here",
        where="768-50-10, 800 steps in all; bar: mean ± sd",
        label="validation accuracy (%)",
        percent=True,
    ),
    alt="Validation accuracy, three seeds each: panda about 50 percent, the "
    "best of eight short runs about 34, the median of the eight about 21.",
)
viz.look_back("panda", f"{np.mean(one):.0%} against {np.mean(many):.0%}")

# %% [markdown] id="panda-explain"
# The panda wins by 16 points *because all its steps go into one net*. Turn the terms around: on eight machines at once, the fish is done after 100 steps, and the panda needs eight times as long; and it had to *start* from a rate that works, .1, which is what eggs find out. So: caviar, briefly, for the rate; then a panda. The slides end with "perform a grid search" although they had argued for random search before; stage 08 settles that.

# %% [markdown] id="console-text"
# **Your console.** One run of 90 steps, three knobs: rate, when to cut it, to what. Beat 27 % validation accuracy.

# %% id="explore-console" tags=["demo", "widget"]
viz.explore(
    viz.draw_console,
    title="One run, three knobs",
    twin=[
        {"rate": 0.1, "cut_after": 0},
        {"rate": 0.2, "cut_after": 0},
        {"rate": 0.2, "cut_after": 50, "cut_to": 0.2},
    ],
    rate=viz.LogSlider(1e-3, 1, 8, 1e-1, "rate"),
    cut_after=viz.Slider(0, 80, 10, 0, "cut after"),
    cut_to=viz.Slider(0.1, 1.0, 0.1, 0.2, "cut to"),
)

# %% [markdown] id="conv-text"
# ## 12 · The whole ritual, once more, on a ConvNet
#
# Conv 3×3 (8 filters), ReLU, pool, 50 hidden units. A new architecture, the same checks, in the same order. The convolutions run on the compute kernels of this machine.

# %% id="conv-checks" tags=["demo"]
print(kernels.backend_report())
first = lab.conv_net(small).loss(small.x, small.y)[0]
print(f"3 first loss {first:.3f} (ln 10 = {np.log(10):.3f})")
net = lab.conv_net(small)
net.reg = 1.0
print(f"4 with reg 1 {net.loss(small.x, small.y)[0]:.1f}")
few = small.first(20)
few = lab.Split(few.x, few.y, few.x, few.y)
tiny = lab.run(
    lab.conv_net(small), few, lr=0.05, epochs=200, batch=20, momentum=0.0
)
print(
    f"5 twenty images: cost {tiny.log[-1].cost:.4f}, {tiny.log[-1].train:.0%}"
)

# %% [markdown] id="conv-rates-text"
# The rate: four candidates, 100 steps at most, with the abort rule switched on.

# %% id="conv-rates" tags=["demo"]
for lr in viz.counting("rates")([0.003, 0.01, 0.03, 3.0]):
    trial = lab.run(
        lab.conv_net(small), small, lr=lr, epochs=2,
        abort=lab.runaway, watch_updates=True,
    )  # fmt: skip
    ratio = np.median(trial.ratios["W1"])
    print(
        f"rate {lr:<6g} loss {np.mean(trial.losses[-10:]):7.2f}, filters' "
        f"ratio {ratio:.4f} {trial.stopped}"
    )

# %% [markdown] id="conv-train-text"
# And the run itself, at .03:

# %% id="conv-train" tags=["demo"]
conv = lab.run(
    lab.conv_net(small), small, lr=0.03, epochs=4, abort=lab.runaway,
    progress=viz.counting("epochs"),
)  # fmt: skip
for epoch in conv.log:
    print(lab.epoch_line(epoch, 4, 0.03))

# %% [markdown] id="conv-explain"
# First loss 2.30 as guessing; the penalty is seen; twenty images are learnt; rate 3 ends after a few steps instead of 100. Four epochs bring 45 % on the validation images; the dense net on full-size images needs ten for 44 %. The ritual took about as many steps as the training, on the cheapest possible runs, and each of its lines could have stopped us.

# %% [markdown] id="quiz-order-text"
# One more, before the table.

# %% id="quiz-order" tags=["demo", "widget", "quiz"]
viz.quiz(
    "Your new net: first loss 2.30, twenty images are stuck at 2.30 for 200 "
    "steps. What next?",
    [
        "Train on all images for an hour.",
        "Raise the rate, then check that gradients arrive at all.",
        "Add a penalty.",
    ],
    "Raise the rate, then check that gradients arrive at all.",
    "Stuck at ln C with 20 images: no step of any size helps if no gradient "
    "comes through. A gradient check on two images answers it in a second.",
)

# %% [markdown] id="claims"
# ### They report · we measured
#
# What the course's sources state, and what the cells above found, on the embedded images and, with the same code, on CIFAR-10.
#
# | Statement | Found in | Embedded | CIFAR-10 | Verdict |
# |---|---|---|---|---|
# | first loss is −ln(1/C) = 2.3 | all | 2.3026 from small weights, 19 from He's on raw pixels | 2.3026, 21 | true for small scores |
# | turn reg up, the loss goes up | notes, lecture, slides | 2.303 → 3.075 at 1000 | 2.303 → 3.075 | by ½·reg·‖W‖² |
# | 20 images: cost .002597, reaches zero | slides; notes, lecture | .0032 after 200 steps | .0023 | approaches zero |
# | validation accuracy 1.0 there | slides | validation = training | same | nothing was held out |
# | 1e-6: the loss barely changes, accuracy jumps to 20 % | lecture | 18 % with momentum, 10 % without | 20 %, 10 % | needs momentum .9 |
# | "very big rate, 1e-6" gives NaN | lecture | 1e6: NaN within 10 steps | same | a slip; the blog has 1e6 |
# | 3e-3 still explodes | lecture | inf after 1 epoch, NaN after 5 | inf, NaN | with momentum; without, shaky |
# | rates 1e-3 … 1e-5 | lecture, blog | best 3e-4 to 1e-3 at std 60; 1e-3 runs away at 32×32 | same | for raw pixels |
# | try 1e-1 … 1e-4 | slides | best 3e-2 at std 1 | best 3e-2 | for standardised pixels |
# | 3 × the first cost: stop | lecture | 1e6 and 3e-3 end before step 50 | same | and NaN needs its own test |
# | flat, then falling: initialisation | lecture | 150 flat steps at std .03, none with He's | 100, none | yes |
# | big gap: overfitting; no gap: larger model | lecture | 71 points; 0 points at chance | 68; 0 | only with the level |
# | update / weight near 1e-3 | course notes | .04 for the best rate from small weights | .04 | a band, over time |
# | panda or caviar | slides | 50 % against 34 % at equal steps | 43 % against 36 % | depends on the machines |

# %% [markdown] id="problem-list"
# ### A plan for a problem of your own
#
# Slides close with a list; here it is with what this stage adds.
#
# | Decide | Write down | Mind |
# |---|---|---|
# | data | mean, standard deviation, size of each split | rates depend on the scale |
# | loss, penalty | first loss with and without | the factor ½ |
# | architecture | the smallest that overfits 20 | more units need more data only if they overfit |
# | heuristics (batch norm, dropout) | one at a time | accuracies in mode test |
# | rule and rate | range test, 100 steps | tune the rate per rule; Adam is a start, not a proof |
# | search | random, in log space | slides say grid here: stage 08 |
# | stop | abort rule; best validation epoch | early stopping also chooses: keep a test set |

# %% [markdown] id="change"
# **What would change if …**
#
# - … there were 100 classes? The first loss would be 4.61, and an accuracy of 10 % would be good news.
# - … the batch had 10 images? Noisier losses: smooth more before you judge; the abort factor of 3 still holds.
# - … the net had batch norm? Section 2's trap disappears: scores have size one whatever the pixels.
# - … you used Adam? The steps have the size of the rate whatever the gradient: section 1's factor shrinks.

# %% [markdown] id="exercise-reflect"
# ### In your own words (not graded by the machine, 5 minutes)
#
# "Training is an art", the lecture says, of knobs on a turntable. Take one thing that you once tried by feeling and say in four to six sentences which number of this page would have decided it, what the number would have been, and what you would have done next.

# %% [markdown] id="reflect" role="manual" points=0
# ### BEGIN SOLUTION
# One possible answer. I used to halve the learning rate whenever a run looked bad. In one project the accuracy stayed at ten percent for an hour, and I halved the rate three times. The first loss would have told me more: with pixels from 0 to 255 and He's weights it was about 19 instead of 2.3, so the net did not start by guessing. And the accuracy of exactly ten percent was the share of class 0: the loss had been NaN since the fourth step. An abort rule would have ended the run within a second. I would have divided the pixels by their standard deviation and looked for the rate with a range test.
# ### END SOLUTION

# %% [markdown] id="summary"
# ## Summary
#
# 1. **First loss ln C, with the penalty by a computable amount more.** Anything else is a message.
# 2. **Twenty images, loss near zero.** If not, no data will help.
# 3. **Flat loss and rising accuracy: rate too small. inf, NaN, class 0: too large.** An abort rule ends it in time.
# 4. **Six kinds of curves, four kinds of gaps.** Judge after averaging, against the noise, and never without the level.
# 5. **Rates belong to a data scale, a momentum, a net.** Quote all of them or none.

# %% [markdown] id="progress-text"
# The points your visible checks have given so far; more checks run when your work is graded.

# %% id="progress" tags=["demo", "widget"]
progress()

# %% [markdown] id="references"
# **References.** Bottou 2012, *Neural Networks: Tricks of the Trade*, ch. 18 · Bengio 2012, the same, ch. 19 · Smith 2017, *WACV* (range test) · Kingma, Ba 2015, *ICLR* (bias correction, section 3) · He et al. 2015, *ICCV* · Glorot, Bengio 2010, *AISTATS* · Ng, *Machine Learning Yearning* and lectures (panda and caviar) · CS231n course notes, *Neural Networks Part 3* (ratio of updates, section "Babysitting").
