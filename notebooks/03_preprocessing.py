# %% [markdown] id="title"
# # 03 · Preprocessing
#
# Before the first layer sees a number you may move, stretch and turn the data. It is a few lines of code, it runs once, and it decides whether gradient descent needs two steps or two hundred thousand. It is also where most silent mistakes are made: the wrong axis, the wrong type, the wrong data set.
#
# **About 60 minutes · 18 points · five exercises.** You need affine layers, the softmax loss and the zig-zag of stage 02.
#
# **Afterwards you can** centre, scale and whiten data of any shape with statistics of the training set alone; explain by a condition number what it buys; say when images need less than tables do; and recognise a leak.

# %% [markdown] id="how-to-use"
# **How to use this notebook.** Each section goes *predict → run → see → explain*. Predictions and quizzes cost nothing and are stored nowhere. Exercises have an answer cell and a check that says what is wrong; run it as often as you like. Experiments use the course's own functions, so they run before you have solved anything. "They report" marks what a paper or a lecture says, "we measured" what a cell of this page printed. The text quotes the numbers of the embedded images; yours may differ in the last digit.

# %% id="setup" role="locked"
import os

# Set before NumPy loads: with matrices this small, threads only wait for
# each other, and sums come out the same on every machine.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from cs231n_core import data_utils, kernels, layers, viz
from cs231n_core import preprocessing as given
from cs231n_core.preprocessing import MODES
from cs231n_core.stages import lab03 as lab
from cs231n_core.stages.s03 import check, progress

# %% [markdown] id="data-text"
# Pixels as they come, 0 to 255: real CIFAR-10 images if the course finds them on your machine, otherwise an embedded set of generated images with ten classes. For the experiments also at half the size.

# %% id="data" tags=["demo"]
data = data_utils.get_CIFAR10_data(
    5000, 1000, 1000, subtract_mean=False, dtype=np.float32
)
images = lab.small(data)
print(data.source)
print(kernels.backend_report())
print("training images:", data["X_train"].shape, "small:", images.x.shape)

# %% [markdown] id="failing-text"
# ## 1 · The data matrix, and three ways to miss it
#
# Slides, notes and lecture agree on the layout: the data matrix $X$ is (N, D), a row per example, a column per feature. *Zero-centre* means that every **column** gets mean 0. The notes print `X -= np.mean(X, axis=1)` with the comment that it is "the mean for every input", then `X /= np.std(X, axis=1)`.

# %% id="predict-axis" tags=["demo", "widget"]
viz.predict(
    "axis",
    "X has shape (4, 3). X - np.mean(X, axis=1) …",
    ["centres the features", "centres the examples", "raises"],
)

# %% [markdown] id="axis-run-text"
# Run the notes' line; then what they mean.

# %% id="axis-raises" tags=["demo", "anchor"]
X = np.array([[1, 10, 100], [2, 20, 200], [3, 30, 300], [6, 60, 600.0]])
print("np.mean(X, axis=1).shape", np.mean(X, axis=1).shape)
try:
    X - np.mean(X, axis=1)
except ValueError as error:
    found = "raises"
    print(type(error).__name__, "-", error)
centred = X - np.mean(X, axis=0)
print("axis=0: column means", centred.mean(axis=0))
viz.look_back("axis", found)

# %% [markdown] id="square-text"
# An error is the lucky case. **As many examples as features**, and NumPy broadcasts in silence: column $j$ loses the mean of *example* $j$.

# %% id="axis-square" tags=["demo", "anchor"]
rng = np.random.default_rng(0)
square = rng.normal(5.0, 1.0, (4, 4))
wrong = square - np.mean(square, axis=1)
right = square - np.mean(square, axis=0)
print("axis=1: column means", wrong.mean(axis=0).round(2))
print("axis=0: column means", np.abs(right.mean(axis=0)).round(2))

# %% [markdown] id="bytes-text"
# Third way: images come as bytes. In place there is no room for a fraction, and without `-=` a byte below zero starts again at 255.

# %% id="bytes" tags=["demo", "anchor"]
pixels = np.array([[2, 250], [4, 10]], dtype=np.uint8)
try:
    pixels -= pixels.mean(axis=0)
except TypeError as error:
    print(type(error).__name__, "-", str(error).split(" with ")[0])
print("2 - 5 in bytes:", (pixels - np.uint8(5))[0, 0])
print("250 + 10 in bytes:", (pixels[0] + pixels[1])[1])
print("float first:", pixels.astype(float)[0, 0] - 5)

# %% [markdown] id="right-text"
# The right way on the images: statistics of the training set, once; the same numbers for validation. Look at the means afterwards.

# %% id="right" tags=["demo"]
stats = given.fit_preprocessor(images.x, "mean_image")
x = given.apply_preprocessor(images.x, stats)
x_val = given.apply_preprocessor(images.x_val, stats)
for name, part in (("training", x), ("validation", x_val)):
    means = np.abs(part.mean(axis=0, dtype=np.float64))
    print(f"{name:<11} largest |mean| of an entry {means.max():.2g}")
print(x.dtype, "in C order:", x.flags.c_contiguous)

# %% [markdown] id="right-explain"
# The training means are zero up to rounding. Those of the validation images are *not*: a few grey levels, because they are other images. That is correct. Centring them on their own mean would be another function for another data set (section 8). float32 and C order are what the layers want: half the memory, and rows that lie together.

# %% [markdown] id="signs-text"
# ## 2 · Centring: signs, and what an offset costs
#
# If all inputs of a neuron are positive, all its weights get a gradient of the same sign (stage 02's zig-zag). A chapter carries that to a linear classifier with several classes: with target $t_q = 1$ for the right class $q$ and $t_k = 0$ *for* $j \neq q$, it finds that "all weights except one" move together. Is that right?

# %% id="predict-rows" tags=["demo", "widget"]
viz.predict(
    "rows",
    "3 classes, x ≥ 0, class 1 is right. The signs of the update of W are",
    ["one sign in all of W", "one per class: row 1 up, others down", "mixed"],
)

# %% [markdown] id="rows-run-text"
# One softmax step on one example, weights zero. Rows are classes, columns are the eight inputs.

# %% id="rows" tags=["demo", "anchor"]
rng = np.random.default_rng(1)
x_one = rng.uniform(0.0, 1.0, (1, 8))
for name, inputs in (("x ≥ 0", x_one), ("x centred", x_one - x_one.mean())):
    _, dscores = layers.softmax_loss(inputs @ np.zeros((8, 3)), np.array([1]))
    update = -(inputs.T @ dscores).T
    print(name)
    for k, row in enumerate(update):
        signs = " ".join("+" if v > 0 else "−" for v in row)
        print(f"  class {k}   {signs}")
    if name == "x ≥ 0":
        up = [k for k in range(3) if np.all(update[k] > 0)]
viz.look_back("rows", f"row {up} up in all its weights, the others down")

# %% [markdown] id="rows-explain"
# One sign **per class**: the row of the right class goes up in all its $N$ weights, every other row goes down. So "all weights except one" should read "all rows except row $q$", and the condition belongs on $k$: $t_k = 0$ for $k \neq q$. The centred example has both signs in each row. Notes give as the reason that data should lie "between positive and negative". The next cell shows that this is only half of it.

# %% [markdown] id="quiz-index-text"
# **Spot the error** in the chapter's line: $t_q = 1$ and $t_k = 0$ for $j \neq q$.

# %% id="quiz-index" tags=["demo", "widget", "quiz"]
viz.quiz(
    "Read word by word, what does the line say about t_k?",
    [
        "t_k = 0 for all classes but q",
        "nothing that can be used: j does not occur in it",
        "t_q = 0 as well",
    ],
    "nothing that can be used: j does not occur in it",
    "The index of the condition is a third letter. It must be k ≠ q; then one "
    "row of the update differs in sign, and that is N weights, not one.",
)

# %% [markdown] id="offset-text"
# **Any offset hurts, mixed signs or not**, says the lecture. How much? Ten independent features of deviation exactly 1, all moved by $m$. The *condition number* κ of least squares is the steepest over the flattest curvature; gradient descent at its best rate needs a number of steps proportional to it.

# %% id="offset" tags=["demo", "anchor"]
z = np.random.default_rng(0).standard_normal((2000, 10))
z = given.pca_whiten_apply(z, given.pca_whiten_fit(z, eps=0.0))
print("offset    negative inputs     κ     1 + 10 m²")
for m in (0.0, 0.1, 0.3, 1.0, 3.0, 10.0):
    negative = (z + m < 0).mean()
    print(f"{m:6.1f}{negative:14.0%}{lab.kappa(z + m):13.1f}", end="")
    print(f"{1 + 10 * m**2:12.1f}")

# %% [markdown] id="offset-explain"
# At $m = 1$ every sixth input is still negative, the signs are mixed, and κ is 11 already. The offset adds $m^2$ to *every* entry of $X^\top X/N$: one direction, all features together, gets $D m^2$ of extra curvature, and the rate must be small for its sake. Locked signs are the extreme case of this.

# %% [markdown] id="turn-text"
# Slides put it in a picture: *before normalisation the loss is very sensitive to small changes of the weights*. Two classes left and right of a line that separates them without an error. Turn the line's weights by **one degree**, leave everything else; the cloud lies at different distances from the origin.

# %% id="predict-turn" tags=["demo", "widget"]
viz.predict(
    "turn",
    "1° turns a line. Points on the wrong side, cloud 50 deviations away:",
    ["none", "about 2 %", "about 20 %"],
)

# %% [markdown] id="turn-run-text"
# Share of points that change sides, three clouds each:

# %% id="turn" tags=["demo"]
distances = [0, 5, 10, 20, 50]
changed = lab.turned_line(distances)
viz.show(
    viz.trials(
        distances,
        {"1 degree": changed},
        finding="The same turn, felt more the farther the cloud",
        where="two classes, 400 points, bar: mean ± sd of three clouds",
        x_label="distance of the cloud from the origin",
        y_label="points on the wrong side (%)",
    ),
    alt="Share of points that a turn by one degree puts on the wrong side, "
    "over the distance of the cloud from the origin: zero up to ten, four "
    "percent at twenty, about eighteen percent at fifty.",
)
viz.look_back("turn", f"{changed[-1].mean():.0%}")

# %% [markdown] id="turn-explain"
# A line turns about the point nearest to the origin. Centred data sit there and hardly move; far away one degree is a shift of $50 \sin 1° = 0.9$ deviations. The intercept could follow, but it is another parameter: the weights and the intercept must move *together*, which is the narrow valley of the last table, seen from the data.

# %% [markdown] id="steps-text"
# ## 3 · Scaling: two steps or two hundred thousand
#
# Slides and chapter draw it: features of different size give long, narrow contours, equal ones round contours, and training "speeds up". By how much? A line through two features, one of deviation 1 and one of 30, both far from zero, with intercept. Gradient descent gets the best fixed rate there is, $2/(\lambda_{\min} + \lambda_{\max})$, and stops when the excess loss is a millionth of the first.

# %% id="predict-steps" tags=["demo", "widget"]
viz.predict(
    "steps",
    "Raw features need over 100,000 steps. Centred and scaled they need",
    ["about 30,000", "about 300", "about 3"],
)

# %% [markdown] id="steps-run-text"
# Each row at its own best rate:

# %% id="steps" tags=["demo", "anchor"]
X, y = lab.two_features()
centred = X - X.mean(axis=0)
rows = {"raw": X, "centred": centred, "scaled": centred / X.std(axis=0)}
print("inputs           κ      best rate       steps")
for name, inputs in rows.items():
    fit = lab.least_squares(inputs, y)
    took = f"{fit.steps:,}" if fit.steps is not None else "over 100,000"
    print(f"{name:<9}{fit.kappa:12,.2f}{fit.rate:12.2g}{took:>16}")
viz.look_back("steps", fit.steps)

# %% [markdown] id="steps-explain"
# κ goes 175,000 → 869 → 1.01, the steps from *more than 100,000* to 2,984 to **2**. Centring removes the coupling to the intercept, scaling makes the two curvatures alike. Two lines of code for a factor of fifty thousand. What is left when features are *correlated* is the subject of section 6.

# %% [markdown] id="clouds-text"
# The four stations of a cloud with correlated features:

# %% id="clouds" tags=["demo"]
points = lab.cloud(ratio=4.0, offset=5.0, angle=30.0).points
centred = points - points.mean(axis=0)
white = given.pca_whiten_fit(points, eps=0.0)
panels = {
    "raw": points,
    "centred": centred,
    "scaled": centred / points.std(axis=0),
    "whitened": given.pca_whiten_apply(points, white),
}
for name, cloud in panels.items():
    print(f"{name:<9} κ = {lab.kappa(cloud):.2f}")
viz.show(
    viz.clouds(panels, finding="Move, stretch, turn"),
    alt="Four scatter plots of one cloud. Raw: a tilted ellipse away from "
    "the origin. Centred: the same around zero. Scaled: as wide as high, "
    "still tilted. Whitened: a round cloud around zero.",
)

# %% [markdown] id="explore-conditioning-text"
# Now by hand. Set the offset to 0, then the ratio to 1. Does the angle matter? (Two weights and no intercept here, so an offset *across* a very long cloud can even help: try ratio 30.)

# %% id="explore-conditioning" tags=["demo", "widget"]
viz.explore(
    viz.draw_conditioning,
    title="Inputs, and the loss over two weights",
    twin=[
        {"ratio": 5.0, "offset": 8.0},
        {"ratio": 5.0, "offset": 0.0},
        {"ratio": 1.0, "offset": 8.0},
        {"ratio": 1.0, "offset": 0.0},
    ],
    ratio=viz.LogSlider(1.0, 30.0, 10, 5.0, "deviations' ratio"),
    offset=viz.Slider(0.0, 10.0, 0.5, 8.0, "offset"),
    angle=viz.Slider(0, 90, 15, 30, "angle"),
)

# %% [markdown] id="quiz-kappa-text"
# With offset 0 the angle turns the contours and changes no number: κ belongs to the cloud. *Per-feature* scaling, however, cannot undo a tilt.

# %% id="quiz-kappa" tags=["demo", "widget", "quiz"]
viz.quiz(
    "Two centred features of deviation 1 have a correlation of .99. What does "
    "dividing each by its deviation do to κ = 199?",
    ["It becomes 1.", "It stays 199.", "It becomes about 14."],
    "It stays 199.",
    "Both deviations are 1 already. (1 + .99) / (1 − .99) = 199: only a "
    "rotation, as in whitening, makes this cloud round.",
)

# %% [markdown] id="minmax-text"
# ## 4 · Min-max, an outlier, and a double minus
#
# The chapter's *min-max* scaling maps the training minimum to −1 and the maximum to 1. Two examples decide. A thousand values from N(0, 1), one of them mistyped as 100:

# %% id="predict-outlier" tags=["demo", "widget"]
viz.predict(
    "outlier",
    "After min-max, how much of [−1, 1] do the other 999 values cover?",
    ["almost all", "about half", "less than a tenth"],
)

# %% [markdown] id="outlier-run-text"
# Where the 999 good values end up, by three rules:

# %% id="outlier" tags=["demo", "anchor"]
values = np.random.default_rng(0).standard_normal((1000, 1))
values[0] = 100.0
for mode in ("minmax", "feature_standardize"):
    fitted = given.fit_preprocessor(values, mode)
    good = given.apply_preprocessor(values, fitted)[1:]
    ends = f"{good.min():5.2f} to {good.max():5.2f}"
    print(f"{mode:<20} {ends}, deviation {good.std():.2f}")
    if mode == "minmax":
        covered = np.ptp(good) / 2
q1, q2, q3 = np.quantile(values, (0.25, 0.5, 0.75))
robust = values[1:].std() / (q3 - q1)
print(f"{'median, quartiles':<20} deviation {robust:.2f}")
viz.look_back("outlier", f"{covered:.1%}")

# %% [markdown] id="outlier-explain"
# 7 % of the range for 99.9 % of the data. Standardising suffers too, but less: the outlier triples the deviation; median and quartiles do not notice it. Test data may lie beyond $[-1, 1]$: that is information. Do not clip it.

# %% [markdown] id="double-minus-text"
# **Spot the error.** The chapter's formula for standardising subtracts a quantity that carries a minus sign of its own, so that two minus signs meet. Run its words.

# %% id="double-minus" tags=["demo", "anchor"]
values = np.random.default_rng(0).normal(5.0, 2.0, 1000)
mean, deviation = values.mean(), values.std()
for name, sign in (("as printed", -1), ("meant", 1)):
    result = (values - sign * mean) / deviation
    print(f"{name:<11} mean {abs(result.mean()):.2f}, std {result.std():.2f}")

# %% [markdown] id="double-minus-explain"
# The deviation is right, so a glance at a histogram's width misses it; the mean is $2\mu/\sigma$ instead of 0, *twice* as far from zero as before. Slides have a milder case: they write σ with an $x$ that was already centred one line above. The order matters in the notation only: the deviation is the same before and after centring.

# %% [markdown] id="cleaning-text"
# **Cleaning, transformation, selection.** The chapter counts all three as preprocessing: remove mistyped and repeated examples, fill gaps, take logarithms of amounts that span decades, keep informative features. It adds that normalisation is applied *most commonly for image data*. It is at least as common for tables, where columns have different units; pixels all have the same one. And whatever is *chosen* by looking at data can leak, selection above all (section 8).

# %% [markdown] id="images-text"
# ## 5 · Images: three numbers, or 3,072?
#
# All channels of all pixels share one unit and one range, so images need less. They report: AlexNet subtracts the **mean image**, one number per entry; VGG the **channel mean**, three numbers; ResNet subtracts and **divides per channel**. Notes, lecture and blog say that one does not divide images; slides list ResNet, which does.

# %% id="means" tags=["demo", "anchor"]
X = data["X_train"]
for mode in ("mean_image", "channel_mean", "channel_standardize"):
    fitted = given.fit_preprocessor(X, mode)
    print(f"{mode:<20} {fitted.offset.size:5} means", end="")
    ones = np.all(fitted.scale == 1)
    print("" if ones else f", deviations {fitted.scale.ravel().round(0)}")
print("channel means", fitted.offset.ravel().round(0))
chapter = X.sum(axis=(0, 2, 3), dtype=np.float64) / len(X)
print("sum / M, as in the chapter", chapter.round(-3))

# %% [markdown] id="means-explain"
# The last line follows the chapter, which divides a channel's sum by the number of images $M$. A channel has $M \cdot N^2$ pixels; the "mean" is 1,024 times too large. (Its formula also sums over $k$ under a symbol indexed by $j$, and uses the free $i, j$ as summation indices.) The average runs over examples, height *and* width: `axis=(0, 2, 3)`. The three deviations are nearly equal: keep this in mind.

# %% [markdown] id="mean-image-text"
# The mean image has the shape of an image. From how many images do you know it?

# %% id="mean-image" tags=["demo"]
order = np.random.default_rng(0).permutation(len(X))
means = np.stack(
    [X[order[:count]].mean(axis=0) for count in (10, 100, 1000, 5000)]
)
viz.show(
    viz.picture_rows(
        {"mean image": means.transpose(0, 2, 3, 1)},
        finding="The mean of 10, 100, 1,000 and all 5,000 images",
        each=False,
    ),
    alt="Four mean images. Of ten images: blotches. Of a hundred: soft "
    "blotches. Of a thousand and of five thousand: an even grey field "
    "with slow changes, alike to the eye.",
)

# %% [markdown] id="sample-text"
# The lecture is asked whether one uses the mean of each batch. Answer: once, over the training set; a sample of it suffices. How good is a sample?

# %% id="predict-sample" tags=["demo", "widget"]
viz.predict(
    "sample",
    "A hundred times as many images: the error of the mean shrinks",
    ["100-fold", "10-fold", "2-fold"],
)

# %% [markdown] id="sample-run-text"
# Distance from the mean image of all, in grey levels, ten samples of each size:

# %% id="sample" tags=["demo"]
counts = [30, 100, 300, 1000, 3000]
errors = lab.sampling_errors(images.x, counts, seeds=10)
for count, row in zip(counts, errors):
    print(f"{count:5} images {row.mean():6.2f} ± {row.std(ddof=1):.2f}")
slope = lab.slope(counts, errors.mean(axis=1))
print(f"slope on log-log axes: {slope:.2f}")
viz.look_back("sample", f"{100**-slope:.0f}-fold")

# %% [markdown] id="sample-figure-text"
# The same as a picture, beside a line of slope −½:

# %% id="sample-figure" tags=["demo"]
root = errors[0].mean() * np.sqrt(counts[0] / np.array(counts))
viz.show(
    viz.curves(
        np.array(counts),
        {"measured": errors.mean(axis=1), "1/√n": root},
        finding="A sample knows the mean to 1/√n",
        where="mean of ten samples each, pixels of 0 to 255",
        x_label="images in the sample",
        y_label="error (grey levels)",
        log="xy",
    ),
    alt="Error of the mean image over the sample size, both axes "
    "logarithmic: a straight line on top of one over root n.",
)

# %% [markdown] id="sample-explain"
# Slope −½: a thousand images know the mean to about two grey levels of 255. More is free, but nothing depends on it. What matters is that training, validation, test and the deployed program all use *the same* numbers.

# %% [markdown] id="race-text"
# **Does it matter on images?** A net of 50 hidden ReLU units on 16×16×3 pixels, two epochs, first weights of std $1/\sqrt{768}$ in every run, each input at the best of three rates tried on another seed. "mean_image / 60" divides *all* pixels by one number.

# %% id="predict-race" tags=["demo", "widget"]
viz.predict(
    "race",
    "Which of these ends with the lowest loss?",
    ["mean_image", "mean_image / 60", "channel_standardize", "whitened"],
)

# %% [markdown] id="rates-run-text"
# First the rates: three per kind of input.

# %% id="rates" tags=["demo"]
rates = {}
for choice in viz.counting("rates")(list(lab.CHOICES)):
    rows = lab.prepared(images, choice)
    rates[choice] = lab.best_rate(rows, lab.CHOICES[choice])
    share = lab.top_share(rows.x[:1000])
    print(f"{choice:<20} rate {rates[choice]:<8g}", end="")
    print(f"curvature in one direction {share:4.0%}")

# %% [markdown] id="race-run-text"
# Then three seeds each:

# %% id="race" tags=["demo"]
runs = lab.race(images, rates, progress=viz.counting("training"))
for choice, found in runs.items():
    loss = np.array([run.loss for run in found])
    right = 100 * np.array([run.accuracy for run in found])
    print(f"{choice:<20} loss {loss.mean():.2f}", end="")
    print(f" ± {loss.std(ddof=1):.2f}   ", end="")
    print(f"accuracy {right.mean():.1f} ± {right.std(ddof=1):.1f} %")
ranked = sorted(runs, key=lambda name: np.mean([r.loss for r in runs[name]]))
viz.look_back("race", f"lowest loss: {ranked[0]}, then {ranked[1]}")

# %% [markdown] id="race-figure-text"
# All runs:

# %% id="race-figure" tags=["demo"]
viz.show(
    viz.dots(
        {name: [r.accuracy for r in found] for name, found in runs.items()},
        finding="Centre, bring to size one, and leave it at that",
        where="validation accuracy after two epochs; bar: mean ± sd",
        label="accuracy (%)",
        percent=True,
    ),
    alt="Validation accuracies of seven inputs, three seeds each. Raw pixels "
    "are worst, then the centred ones and the whitened ones; four inputs "
    "that are centred and of size about one lie together at the top.",
)

# %% [markdown] id="race-explain"
# Raw pixels hardly train: 87 % of the curvature lies in one direction, brightness. Centring takes it to 30 %. Dividing per channel or per entry leaves *the same* 30 % and does as well as dividing everything by the number 60: on images the division brings the data to the size that first weights and rates expect. It does not change the shape of the problem, because all pixels have one unit already. So both camps are right: with weights and rate scaled to match, one need not divide. Whitened pixels (ε = 10), almost perfectly conditioned, are *behind*; section 6 says why.

# %% [markdown] id="quiz-std-text"
# One question on this disagreement.

# %% id="quiz-std" tags=["demo", "widget", "quiz"]
viz.quiz(
    "A table holds age in years and income in euros; another holds pixels. "
    "Where does dividing each column by its deviation change κ?",
    ["both", "the table", "the pixels"],
    "the table",
    "Columns of one unit and similar spread keep their ratio. Years and euros "
    "differ by a factor of a thousand, and κ goes with its square.",
)

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

# %% [markdown] id="pca-text"
# ## 6 · PCA and whitening
#
# Centre, then turn the axes into the directions of largest variance (PCA), then divide each coordinate by its deviation (whitening): the covariance becomes the identity, κ becomes 1. Lecture and slides mention both and add that they are *not common for images*. The public course notes have a comment at the division that swaps eigenvalues and their square roots. Which is it?

# %% id="root" tags=["demo", "anchor"]
cloud = lab.cloud(ratio=4.0, offset=5.0).points
white = given.pca_whiten_fit(cloud, eps=0.0)
turned = (cloud - white.mean) @ white.directions
for name, divisor in (
    ("λ", white.variances),
    ("√λ", np.sqrt(white.variances)),
):
    z = turned / divisor
    print(f"divided by {name:<3} variances", (z**2).mean(axis=0).round(3))

# %% [markdown] id="root-explain"
# The variance along a direction *is* the eigenvalue, so the deviation is its root, and dividing by the deviation gives variance 1. Dividing by λ turns the ellipse on its side: the narrow direction becomes the long one.

# %% [markdown] id="directions-text"
# Grey images at 16×16: 256 numbers each. Their directions are images again.

# %% id="directions" tags=["demo"]
grey = lab.greys(data["X_train"])
pca = given.pca_whiten_fit(grey, eps=0.0)
share = np.cumsum(pca.variances) / pca.variances.sum()
for k in (1, 8, 64, 256):
    print(f"k = {k:3}: {share[k - 1]:6.1%} of the variance")
eigen = pca.directions.T.reshape(256, 16, 16)
viz.show(
    viz.picture_rows(
        {"1 to 8": eigen[:8], "249 to 256": eigen[-8:]},
        finding="The first directions are slow, the last ones are noise",
    ),
    alt="Two rows of directions as images. The first eight change slowly: "
    "overall brightness, gradients, blobs. The last eight look like fine "
    "grain.",
)

# %% [markdown] id="noise-text"
# Whitening gives *every* direction variance 1, the last as much as the first. Suppose a camera adds noise of **one grey level** (of 255) to each pixel.

# %% id="predict-noise" tags=["demo", "widget"]
viz.predict(
    "noise",
    "One grey level along the last direction, beside one along the first, "
    "after whitening with eps = 0:",
    ["as large", "about 5 times", "over 50 times"],
)

# %% [markdown] id="noise-run-text"
# How much the last direction is magnified beside the first, and how large the camera's noise is beside the whitened data (three draws), for several ε under the root:

# %% id="noise" tags=["demo"]
print("  eps    last : first      noise : data")
for eps in (0.0, 1.0, 10.0, 100.0, 1000.0):
    first, last = pca.variances[[0, -1]] + eps
    ratio = lab.noise_share(grey[:1000], [max(eps, 1e-9)])
    print(f"{eps:6g}{np.sqrt(first / last):12.1f}", end="")
    print(f"{ratio.mean():14.3f} ± {ratio.std(ddof=1):.4f}")
first, last = pca.variances[[0, -1]]
viz.look_back("noise", f"{np.sqrt(first / last):.0f} times")

# %% [markdown] id="noise-explain"
# With ε = 0 one grey level of grain counts as much as 82 levels of brightness. ε is a floor in units of variance: directions with λ below it stay small. The 1e-5 that suits data of size one does nothing at all to pixels of 0 to 255.

# %% [markdown] id="eps-text"
# Is that why the whitened net of section 5 (ε = 10) was behind? Same net, same two epochs; all inputs are brought to size one after whitening, so that only the *shape* of the cloud differs.

# %% id="predict-eps" tags=["demo", "widget"]
viz.predict(
    "eps",
    "Which ε, in squared grey levels, gives the best accuracy?",
    ["0.1, nearly white", "100", "10,000, barely whitened"],
)

# %% [markdown] id="eps-run-text"
# Three seeds for each ε:

# %% id="eps-race" tags=["demo"]
floors = [0.1, 10, 100, 1000, 10_000]
whitened = lab.whitening_race(
    images, floors, progress=viz.counting("training")
)
for eps, found in zip(floors, 100 * whitened):
    print(f"ε = {eps:<7g}{found.mean():5.1f} ± {found.std(ddof=1):.1f} %")
viz.look_back("eps", f"{floors[int(whitened.mean(axis=1).argmax())]:,}")

# %% [markdown] id="eps-figure-text"
# Beside the pixels that were only standardised:

# %% id="eps-figure" tags=["demo"]
plain = [run.accuracy for run in runs["channel_standardize"]]
viz.show(
    viz.trials(
        floors,
        {"whitened": whitened, "standardised": np.tile(plain, (5, 1))},
        finding="Whitening pays once ε spares the grain",
        where="validation accuracy after two epochs; bar: mean ± sd",
        x_label="ε (squared grey levels)",
        y_label="accuracy (%)",
    ),
    alt="Validation accuracy over epsilon. Nearly white inputs reach about "
    "twenty-three percent; the accuracy rises with epsilon and passes the "
    "standardised pixels, at about thirty-five percent, for epsilon of "
    "a thousand and ten thousand.",
)

# %% [markdown] id="eps-explain"
# From 23 to 40 %, past the standardised pixels (35 %; CIFAR-10: 28 to 39 beside 36). So "uncommon for images" is half the story. *Perfect* conditioning of the inputs is harmful when most directions are grain; flattening only the few huge ones, brightness and its gradients, helps a dense net. κ of the inputs is not the goal, it is a cost that the signal has to pay.

# %% [markdown] id="explore-whitening-text"
# See what $k$ keeps and what ε spares. The third row is rotated back so that it can be looked at (this variant is called ZCA).

# %% id="explore-whitening" tags=["demo", "widget"]
viz.explore(
    viz.draw_whitening,
    title="Original, k directions, whitened",
    twin=[
        {"k": 16, "eps": 1.0},
        {"k": 256, "eps": 0.01},
        {"k": 64, "eps": 10.0},
        {"k": 256, "eps": 1000.0},
    ],
    k=viz.LogSlider(1, 256, 5, 64, "k, directions kept"),
    eps=viz.LogSlider(0.01, 10_000, 2, 10.0, "ε"),
)

# %% [markdown] id="structure-text"
# The lecture gives a second reason against PCA on images: one does not want to project to fewer dimensions, *one wants to keep the spatial structure*. Section 7 measures what that structure is worth. First the code.

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

# %% [markdown] id="quiz-whiten-text"
# Before the images are shuffled, one question.

# %% id="quiz-whiten" tags=["demo", "widget", "quiz"]
viz.quiz(
    "You whiten 50 examples of 200 features with ε = 1e-12 and test on new "
    "ones. What happens to the new examples?",
    [
        "Their covariance is the identity, too.",
        "Directions without training variance blow up.",
        "Nothing: whitening is a rotation.",
    ],
    "Directions without training variance blow up.",
    "50 centred examples span at most 49 directions. Along the other 151 the "
    "spread is √1e-12, and a new example has something there.",
)

# %% [markdown] id="shuffle-text"
# ## 7 · Pixels, shuffled
#
# Choose one permutation of the 256 places and apply it to every image, training and validation alike. Nothing is lost: it can be undone. You would not recognise a single one.

# %% id="shuffle-picture" tags=["demo"]
standard = lab.standardized(images)
mixed = lab.shuffled(standard)
viz.show(
    viz.picture_rows(
        {
            "as it is": standard.x[:8].transpose(0, 2, 3, 1),
            "shuffled": mixed.x[:8].transpose(0, 2, 3, 1),
        },
        finding="The same numbers, in another order",
    ),
    alt="Eight small colour images, and below them the same images with "
    "their pixels permuted: coloured noise.",
)

# %% [markdown] id="predict-shuffle-text"
# A dense net, and a ConvNet (conv 5×5, pool, 50 hidden units), trained on both.

# %% id="predict-shuffle" tags=["demo", "widget"]
viz.predict(
    "shuffle",
    "Who suffers from the permutation?",
    ["both", "the dense net", "the ConvNet", "neither"],
)

# %% [markdown] id="same-net-text"
# For the dense net there is no need to guess. Permute the rows of $W_1$ in the same way and every score is the same sum in another order; and so is every step of training:

# %% id="same-net" tags=["demo", "anchor"]
difference, loss = lab.same_net_shuffled(standard)
same = difference < 1e-9
print(f"100 steps: loss {loss:.3f}, the losses agree to 1e-9: {same}")

# %% [markdown] id="shuffle-run-text"
# First weights are drawn alike for every place, so no order is preferred. Four epochs, three seeds; the convolutions run on the compute kernels of this machine.

# %% id="shuffle" tags=["demo"]
print(kernels.backend_report())
study = lab.shuffle_study(standard, progress=viz.counting("training"))
for name, found in study.items():
    percent = 100 * np.array(found)
    print(f"{name:<18} {percent.mean():5.1f} ± {percent.std(ddof=1):.1f} %")

# %% [markdown] id="shuffle-figure-text"
# All twelve runs:

# %% id="shuffle-figure" tags=["demo"]
viz.show(
    viz.dots(
        study,
        finding="A dense net does not care, a ConvNet does",
        where="validation accuracy after four epochs; bar: mean ± sd",
        label="accuracy (%)",
        percent=True,
    ),
    alt="Validation accuracies, three seeds each. The dense net reaches the "
    "same on images and on shuffled images. The ConvNet is far better on "
    "images and no better than the dense net on shuffled ones.",
)
mean = {name: np.mean(found) for name, found in study.items()}
loss = {
    net: mean[f"{net}, shuffled"] - mean[f"{net}, as it is"]
    for net in ("dense", "ConvNet")
}
found = ", ".join(f"{net} {100 * v:+.1f} points" for net, v in loss.items())
viz.look_back("shuffle", found)

# %% [markdown] id="shuffle-explain"
# The ConvNet loses ten points and ends where the dense net is (CIFAR-10: 45 to 34, below the dense net's 40): all of its advantage was the assumption that neighbours belong together. Any rotation of pixel space, PCA included, mixes places as a permutation does. So for a dense net whitening is a matter of conditioning only, while it takes from a ConvNet what it lives on. That is the lecture's reason, with a number.

# %% [markdown] id="leak-text"
# ## 8 · Leaks: whose statistics?
#
# Slides insist: the same μ and σ, from the training set, for all data. A test for your own code: *append the validation images and fit again. The statistics must not be the ones you use.*

# %% id="appended" tags=["demo"]
for mode, moved in lab.appended(images).items():
    print(f"{mode:<13} moves by up to {moved:.2f} grey levels")

# %% [markdown] id="serve-text"
# Here the leak is small: means of 5,000 images know little about the 1,000. What about the statistics of each *test batch*? One net, trained as usual; at test time its inputs are standardised in three ways.

# %% id="predict-serve" tags=["demo", "widget"]
viz.predict(
    "serve",
    "Test batches of one class each, standardised by themselves. Accuracy",
    ["stays", "falls a little", "falls by over 10 points"],
)

# %% [markdown] id="serve-run-text"
# Three seeds:

# %% id="serve" tags=["demo"]
served = [lab.serve(images, seed) for seed in range(3)]
for name, text in (
    ("training", "statistics of the training set"),
    ("mixed", "of each test batch, mixed"),
    ("sorted", "of each test batch, one class"),
):
    percent = 100 * np.array([getattr(run, name) for run in served])
    print(f"{text:<31} {percent.mean():4.1f} ± {percent.std(ddof=1):.1f} %")
fall = [100 * (run.training - run.sorted) for run in served]
viz.look_back("serve", f"falls by {np.mean(fall):.0f} points")

# %% [markdown] id="serve-explain"
# A mixed batch resembles the training set and all goes well, which is how the mistake stays unseen in development. Sorted by class, the batch's own mean *is* part of what tells the classes apart, and subtracting it removes the answer. A single image would be centred on itself. Statistics are part of the model: fitted once, stored with the weights.

# %% [markdown] id="selection-text"
# **Now a leak that lies.** Selection is preprocessing, too. A hundred examples, labels by coin toss, features of pure noise: nothing can be learned. Choose the 20 features that agree best with the labels, then train on one half and test on the other. The only question is on which data the 20 are *chosen*.

# %% id="predict-leak" tags=["demo", "widget"]
viz.predict(
    "leak",
    "2,000 noise features, 20 chosen on all data: test accuracy on the half "
    "that the classifier never saw",
    ["50 %", "60 %", "over 80 %"],
)

# %% [markdown] id="explore-selection-text"
# Flip the switch:

# %% id="explore-selection" tags=["demo", "widget"]
viz.explore(
    viz.draw_selection,
    title="Random labels, features of noise",
    twin=[
        {"features": 1000, "leak": True},
        {"features": 1000, "leak": False},
    ],
    features=viz.LogSlider(20, 1000, 5, 200, "number of features"),
    leak=viz.Switch(True, "choose features on all data (leak)"),
)

# %% [markdown] id="leak-run-text"
# Twenty seeds each:

# %% id="leak" tags=["demo"]
numbers = [20, 200, 2000]
leaks = lab.leak_study(numbers)
for name, found in leaks.items():
    means = "".join(f"{v:8.0%}" for v in found.mean(axis=1))
    print(f"{name:<28}{means}")
viz.show(
    viz.trials(
        numbers,
        leaks,
        finding="Choose on all data, and noise becomes knowledge",
        where="random labels, 20 features kept; bar: mean ± sd, 20 draws",
        x_label="features to choose from",
        y_label="test accuracy (%)",
    ),
    alt="Test accuracy over the number of noise features. Chosen on the "
    "training half it stays at fifty percent. Chosen on all data it rises "
    "from about fifty to over eighty-five percent with two thousand.",
)
viz.look_back("leak", f"{leaks['chosen on all data'][-1].mean():.0%}")

# %% [markdown] id="leak-explain"
# 86 % on coin tosses. The classifier never saw the test half, its *features* did. With 20 features nothing is chosen and nothing leaks. Rule: split first; whatever looks at data, be it a mean, a rotation or a choice, is fitted behind the split.

# %% [markdown] id="layers-text"
# ## 9 · It helps the first layer only
#
# A student in the lecture asks whether this does away with the problem of outputs that are not zero-centred. Only for the first layer, is the answer; the blog agrees. Centred pixels go into nets of six layers, as first drawn. How far from zero are the inputs of each layer?

# %% id="predict-layers" tags=["demo", "widget"]
viz.predict(
    "layers",
    "ReLU net, centred pixels: offset of layer 2's inputs, in % of their size",
    ["about 0", "about 10", "over 50"],
)

# %% [markdown] id="layers-run-text"
# Size of the features' means over the size of the features:

# %% id="layers" tags=["demo"]
rows = lab.prepared(images, "mean_image").x[:1000]
off = {name: lab.layer_means(rows, name) for name in ("ReLU", "tanh")}
for name, values in off.items():
    print(f"{name:<5}", "".join(f"{v:7.0%}" for v in values.mean(axis=1)))
viz.show(
    viz.trials(
        [1, 2, 3, 4, 5, 6],
        off,
        finding="One ReLU, and the centring is gone",
        where="six layers of 100, first draw; bar: mean ± sd of three seeds",
        x_label="layer",
        y_label="offset of its inputs (% of size)",
    ),
    alt="Offset of each layer's inputs as a share of their size. Both nets "
    "start near three percent. With tanh it stays there; with ReLU it jumps "
    "to over fifty percent in layer 2 and rises to about eighty.",
)
viz.look_back("layers", f"{off['ReLU'][1].mean():.0%}")

# %% [markdown] id="layers-explain"
# ReLU's outputs are never negative, so the second layer already meets an offset of 57 % of its inputs' size, the sixth 82 %. tanh keeps the centre. In section 2's terms: preprocessing fixes κ of the first layer's problem and says nothing about the others. Doing the same *inside* the net, for every layer and batch, is batch normalisation: stage 05.

# %% [markdown] id="claims"
# ### They report · we measured
#
# What the course's sources state, and what the cells above found, on the embedded images and, with the same code, on CIFAR-10. Rows without images need none.
#
# | Statement | Found in | We measured | CIFAR-10 | Verdict |
# |---|---|---|---|---|
# | `np.mean(X, axis=1)` centres | notes | raises; at N = D it is silently wrong | – | axis 0 |
# | $t_k = 0$ for $j \neq q$; all weights except one | chapter | one row of three differs | – | $k \neq q$; a row |
# | channel mean: divide by $M$ | chapter | 1,024 times too large | same | divide by $M N^2$ |
# | standardise: minus a negative mean | chapter | mean $2\mu/\sigma$ | – | the sign |
# | centring and scaling "speed up" | slides, chapter | over 100,000 → 2,984 → 2 steps | – | yes |
# | do not divide images by the deviation | notes, lecture, blog | 28.9 centred, 34.6 divided per channel, 34.9 all by 60 (± 1) | 30.1, 36.4, 37.3 (± 2) | a matter of scale |
# | whitening is uncommon for images | lecture, slides | 23 % at ε = .1, 40 % at 10,000; standardised 35 % | 28, 39; 36 % | depends on ε |
# | a sample suffices for the mean | lecture | error ∝ $n^{-0.52}$ | $n^{-0.49}$ | yes |
# | keep the spatial structure | lecture | ConvNet 46 → 36 %, dense 38 → 38 % | 45 → 34, 40 → 41 | yes, for ConvNets |
# | helps the first layer only | lecture, blog | offset 3 % → 57 % after one ReLU | 3 → 56 | yes |

# %% [markdown] id="change"
# **What would change if …**
#
# - … the net began with batch norm? Centring and scaling per channel would be redone by the first layer, batch by batch. The constants of preprocessing would not matter; the split still would.
# - … the optimiser were Adam? It divides each weight's step by the size of its gradients, which repairs different *scales*, and neither offsets nor tilts.
# - … the first weights were chosen for raw pixels, 60 times smaller? Dividing by 60 would bring nothing that a rate to match does not: only the product of weight and input counts.
# - … a new camera had brighter images? The stored mean would let the shift through. That is right: the net sees what it was not trained for, and you can detect it.

# %% [markdown] id="exercise-reflect"
# ### In your own words (not graded by the machine, 5 minutes)
#
# A colleague standardises the whole data set, then splits it, and says: "It is only a mean and a deviation; the leak is 0.3 grey levels." Say in four to six sentences where the colleague is right, which cell supports that, which cell shows that the *habit* is dangerous, and what rule you would write into a code review. Your instructors may give extra credit for it.

# %% [markdown] id="reflect" role="manual" points=0
# ### BEGIN SOLUTION
# One possible answer. For means of thousands of images the colleague is right: adding the validation images moved the channel mean by .3 of 255 levels, and no accuracy depends on that. The habit is the danger: the same order of steps with a selection instead of a mean gave 86 % test accuracy on random labels, because whatever looks at data may learn from it. How much leaks depends on how many numbers are fitted per example, and nobody checks that each time. Also the deployed program has no "whole data set": it needs stored statistics anyway, as the batches of one class showed. Rule: split first, fit every step on the training part only, store it with the weights, and let one function apply it everywhere.
# ### END SOLUTION

# %% [markdown] id="summary"
# ## Summary
#
# 1. **Axes:** a feature is a column; average over everything else. Float first, never in place on bytes.
# 2. **Centring** removes a direction of curvature $D m^2$; **scaling** makes units comparable: over 100,000 steps became 2.
# 3. **Images** have one unit: centre, bring to size one, done. **Whitening** rounds every cloud and magnifies grain; ε is a variance, and decides.
# 4. A dense net does not know which pixels are neighbours. A **ConvNet** does, and lives on it.
# 5. **Split first.** Statistics come from the training set, once, and belong to the model.
# 6. It reaches the **first layer** only.

# %% [markdown] id="progress-text"
# The points your visible checks have given so far; more checks run when your work is graded.

# %% id="progress" tags=["demo", "widget"]
progress()

# %% [markdown] id="references"
# **References.** LeCun, Bottou, Orr, Müller 1998, *Efficient BackProp*, section 4.3 · Bell, Sejnowski 1997, *Vision Research* 37, section 3 · Krizhevsky, Sutskever, Hinton 2012, *NeurIPS*, section 2 · Simonyan, Zisserman 2015, *ICLR*, section 2.1 · He, Zhang, Ren, Sun 2016, *CVPR*, section 3.4 · Ambroise, McLachlan 2002, *PNAS* 99 (selection bias) · Kaufman, Rosset, Perlich 2012, *TKDD* 6 (leakage) · Zhang, Lipton, Li, Smola, *Dive into Deep Learning*, section 5.7.
