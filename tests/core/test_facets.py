"""Ready-made facets, asked of a pair that is simple enough to get wrong in one way at a time."""

from collections.abc import Callable

import numpy as np
import pytest

from cs231n_core.checks import Item, evaluate
from cs231n_core.facets import Pair, Question


def forward(x):
    return x * x, x


def backward(dout, cache):
    return 2 * cache * dout


def product_forward(x, w):
    return x * w, (x, w)


def product_backward(dout, cache):
    x, w = cache
    return dout * w, dout * x


SQUARE = Pair("square", forward, backward)
PRODUCT = Pair("product", product_forward, product_backward, ("x", "w"), ("dx", "dw"))
QUESTION = Question("asked", 1, "something")


def draw(rng):
    return [(rng.normal(size=(3, 4)),), (rng.normal(size=(2, 5)),)]


def both(rng):
    return [(rng.normal(size=(3, 4)), rng.normal(size=(3, 4)))]


def verdict(facet, *functions: Callable, pair: Pair = SQUARE) -> str:
    item = Item(pair.name, 1, (f"{pair.name}_forward", f"{pair.name}_backward"), (facet,))
    return evaluate(item, [facet], functions).failed.get(facet.name, "")


FACETS = {
    "values": SQUARE.values(QUESTION, draw),
    "slopes": SQUARE.slopes(QUESTION, draw),
    "both": SQUARE.both(QUESTION, draw),
    "dtypes": SQUARE.dtypes(1, draw),
    "purity": SQUARE.purity(1, draw),
    "layouts": SQUARE.layouts(1, draw),
    "independence": SQUARE.independence(1, draw),
}


@pytest.mark.parametrize("name", FACETS)
def test_a_right_answer_passes(name: str) -> None:
    assert verdict(FACETS[name], forward, backward) == ""


@pytest.mark.parametrize("name", FACETS)
def test_a_wrong_forward_passes_nothing_that_looks_at_out(name: str) -> None:
    if name != "slopes":
        assert "out" in verdict(FACETS[name], lambda x: (x + x, x), backward)


def test_a_gradient_without_dout_is_named() -> None:
    text = verdict(FACETS["slopes"], forward, lambda dout, cache: 2 * cache)
    assert text == "dx: this is the local slope alone: it is not multiplied by dout"


def test_dout_passed_on_is_named() -> None:
    text = verdict(FACETS["slopes"], forward, lambda dout, cache: dout.copy())
    assert text == "dx: this is dout itself: the local slope is missing"


def test_a_gradient_that_suffers_from_a_wrong_forward_says_so() -> None:
    text = verdict(FACETS["slopes"], lambda x: (x + 1, x + 1), backward)
    assert text.endswith("out is not right either: begin with forward")


def test_gradients_in_another_order_are_noticed_by_their_shapes() -> None:
    pair = Pair("mean", lambda x, w: (x * w, (x, w)), lambda d, c: (d * c[1], (d * c[0]).sum(0)),
                ("x", "w"), ("dx", "dw"))  # fmt: skip
    facet = pair.slopes(QUESTION, lambda rng: [(rng.normal(size=(3, 4)), rng.normal(size=4))])

    def swapped(dout, cache):
        dx, dw = pair.backward(dout, cache)
        return dw, dx

    text = verdict(facet, pair.forward, swapped, pair=pair)
    assert text == "the gradients come in another order than the inputs: expected (dx, dw)"


def test_only_one_of_several_gradients_can_be_asked_for() -> None:
    def half(dout, cache):
        return product_backward(dout, cache)[0], np.zeros((3, 4))

    dx, dw = (PRODUCT.slopes(QUESTION, both, only=name) for name in ("dx", "dw"))
    assert verdict(dx, product_forward, half, pair=PRODUCT) == ""
    assert verdict(dw, product_forward, half, pair=PRODUCT).startswith("dw: ")


def test_a_lifted_dtype_is_noticed_in_both_directions() -> None:
    lifted = verdict(FACETS["dtypes"], lambda x: (x * np.float64(1) * x, x), backward)
    assert lifted.startswith("out has dtype float64 for float32 input")
    lifted = verdict(FACETS["dtypes"], forward, lambda d, c: 2 * c * d * np.float64(1))
    assert lifted.startswith("dx has dtype float64 for float32 input")


def spoil_x(x):
    out = x * x
    x += 1
    return out, x - 1


def spoil_dout(dout, cache):
    dout *= 2 * cache
    return dout


def spoil_cache(dout, cache):
    dx = 2 * cache["x"] * dout
    cache["x"] = cache["x"] + 1
    return dx


def test_whoever_changes_an_input_is_told_which() -> None:
    assert "changed its input x in place" in verdict(FACETS["purity"], spoil_x, backward)
    assert "changed its input dout in place" in verdict(FACETS["purity"], forward, spoil_dout)


def test_whoever_changes_the_cache_is_told_so() -> None:
    text = verdict(FACETS["purity"], lambda x: (x * x, {"x": x}), spoil_cache)
    assert "it changes the cache" in text


def test_memory_order_and_read_only_arrays_are_tried() -> None:
    text = verdict(FACETS["layouts"], lambda x: (x.ravel("K").reshape(x.shape) ** 2, x), backward)
    assert "depends on the order in memory" in text
    assert "read-only" in verdict(FACETS["layouts"], spoil_x, backward)


def test_a_global_variable_is_found() -> None:
    last = {}

    def remembers(x):
        last["x"] = x
        return x * x, None

    text = verdict(FACETS["independence"], remembers, lambda dout, _: 2 * last["x"] * dout)
    assert "something is kept outside the cache" in text


def test_an_out_that_a_later_call_overwrites_is_found() -> None:
    buffer = np.zeros(100)

    def reuses(x):
        out = buffer[: x.size].reshape(x.shape)
        np.multiply(x, x, out=out)
        return out, x

    assert "kept outside the cache" in verdict(FACETS["independence"], reuses, backward)


@pytest.mark.parametrize("touch", [lambda: np.random.normal(), lambda: np.random.seed(1)])  # noqa: NPY002
def test_the_global_random_generator_is_left_alone(touch: Callable) -> None:
    def noisy(x):
        touch()
        return x * x, x

    assert "global random generator" in verdict(FACETS["independence"], noisy, backward)


def test_quiet_facets_separate_the_two_directions() -> None:
    def loud(dout, cache):
        np.exp(np.array([1e4]))
        return backward(dout, cache)

    values = SQUARE.values(QUESTION, draw, quiet=True)
    slopes = SQUARE.slopes(QUESTION, draw, quiet=True)
    assert verdict(values, forward, loud) == ""
    assert "square_backward made NumPy warn (overflow" in verdict(slopes, forward, loud)
