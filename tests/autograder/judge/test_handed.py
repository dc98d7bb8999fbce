"""What a test hands to student code beside plain data: generators, iterators, models, functions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.wire.frames import WireError
from autograder.wire.generators import generator_entry, read_generator

pytestmark = pytest.mark.jail

MODEL = """
import copy
import numpy as np
from cs231n_core.classifiers import FullyConnectedNet
net = FullyConnectedNet([3], input_dim=2, num_classes=2, dtype=np.float64, seed=0,
                        normalization="batchnorm", dropout_keep_ratio=0.5)
X, y = np.ones((4, 2)), np.array([0, 1, 0, 1])
"""


@pytest.mark.parametrize("maker", ["default_rng(5)", "RandomState(5)"])
def test_a_generator_goes_over_and_comes_back_where_student_code_left_it(
    desk: Any, maker: str
) -> None:
    desk.student("def draw(rng, n): return [rng.normal(size=n), rng.normal()]")
    got, after, want = desk.value(
        f"import numpy as np\nrng, twin = np.random.{maker}, np.random.{maker}\n"
        "got = draw(rng, 3)\n"
        "want = [twin.normal(size=3), twin.normal()]\n"
        "([*got[0], got[1]], rng.normal() == twin.normal(), [*want[0], want[1]])"
    )
    assert got == want
    assert after


def test_a_generator_of_the_students_stays_the_students(desk: Any) -> None:
    desk.student(
        "import numpy as np\nrng = np.random.default_rng(1)\ndef draw(): return rng.random()"
    )
    first, second = desk.value("rng.random(), draw()")
    assert [first, second] == np.random.default_rng(1).random(2).tolist()


@pytest.mark.parametrize(
    "change",
    [
        {2: str(2**200)},
        {4: "2"},
        {1: "MT19937"},
        {2: 5},
    ],
)
def test_a_state_that_no_generator_has_is_refused(change: dict[int, Any]) -> None:
    entry = generator_entry(np.random.default_rng(0))
    assert entry is not None
    for place, value in change.items():
        entry[place] = value
    with pytest.raises(WireError, match="not a generator"):
        read_generator(entry)


@pytest.mark.parametrize("place", [-1, 625, 1.0])
def test_an_old_generator_cannot_point_outside_its_state(place: Any) -> None:
    entry = generator_entry(np.random.RandomState(0))
    assert entry is not None
    entry[2] = place
    with pytest.raises(WireError, match="not a generator's state"):
        read_generator(entry)


def test_an_iterator_is_drawn_from_where_it_is(desk: Any) -> None:
    desk.student("def total(numbers): return sum(numbers)\ndef first(it): return next(it)")
    assert desk.value("it = iter([1, 2, 3]); (first(it), list(it))") == (1, [2, 3])
    assert desk.value("total(n * n for n in range(4))") == 14


def test_a_model_of_the_core_goes_by_value_and_its_changes_come_back(desk: Any) -> None:
    desk.student(
        """
        def train(net, X, y):
            loss, grads = net.loss(X, y)
            for name in net.params:
                net.params[name] -= 0.1 * grads[name]
            net.reg = 0.5
            return loss
        """
    )
    same, reg, mean = desk.value(
        MODEL + "twin = copy.deepcopy(net)\nloss = train(net, X, y)\n"
        "want, grads = twin.loss(X, y)\n"
        "(loss == want and all((net.params[k] == twin.params[k] - 0.1 * grads[k]).all()"
        " for k in grads), net.reg,"
        " (net.bn_params[0]['running_mean'] == twin.bn_params[0]['running_mean']).all())"
    )
    assert same
    assert mean
    assert reg == 0.5


def test_a_model_that_holds_a_model_and_a_function_of_the_test_works(desk: Any) -> None:
    desk.student(
        "import copy\ndef ask(net, X, y):\n    net.reg = 1.5\n"
        "    return net.loss(X, y)[0], copy.deepcopy(net).loss(X)"
    )
    calls, reg, kind = desk.value(
        MODEL + "from cs231n_core.stages.s07_common import Watched\ncalls = []\n"
        "def change(answer, X, y):\n    calls.append(len(X))\n"
        "    return (7, {}) if y is not None else 8\n"
        "watched = Watched(net, change)\nanswer = ask(watched, X, y)\n"
        "(calls + list(answer), net.reg, watched.net is net)"
    )
    assert (calls, reg, kind) == ([4, 4, 7, 8], 1.5, True)


def test_an_object_of_a_class_that_only_the_test_knows_is_refused_in_words(desk: Any) -> None:
    desk.student("def f(x): return x")
    finding = desk.test("class Own:\n    pass\nf(Own())")
    assert str(finding.error).endswith("a Own cannot be handed to student code")


def test_a_function_of_the_core_arrives_as_the_core_function(desk: Any) -> None:
    desk.student("def name(f): return f.__module__")
    assert desk.value("from cs231n_core.layers import affine_forward\nname(affine_forward)") == (
        "cs231n_core.layers.affine"
    )


def test_student_code_cannot_make_objects_on_the_judges_side(desk: Any) -> None:
    """The tags for a test's objects mean something in one direction alone."""
    desk.student(
        """
        import gc
        from autograder.jail.inside.objects import Handles
        Handles.describe = lambda self, value: [
            "h", "object", "cs231n_core.solver", "Solver", ["d"], "", ""]
        class Odd: pass
        def f(): return Odd()
        """
    )
    finding = desk.test("f()")
    assert type(finding.error).__name__ == "StudentGone"
    assert "protocol" in str(finding.error)


def test_student_code_cannot_put_its_own_method_into_a_model_of_the_tests(desk: Any) -> None:
    desk.student(
        """
        def f(net):
            net.loss = lambda X, y=None: 0.0
            net.helper = f
            net.reg = 2.0
            return 1
        """
    )
    own, reg, helper = desk.value(
        MODEL + "f(net)\n(type(net.loss(X)) is np.ndarray, net.reg, hasattr(net, 'helper'))"
    )
    assert own
    assert reg == 2.0
    assert not helper


def test_a_keyword_of_any_name_reaches_student_code(desk: Any) -> None:
    desk.student("def f(*, target, self=0): return target, self")
    assert desk.value("f(target=1, self=2)") == (1, 2)
