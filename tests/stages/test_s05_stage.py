"""What the checks of stage 05 say, and what its small class earns."""

from pathlib import Path

import numpy as np
import pytest

from autograder.authoring.answers import load_functions, read_answers, reference
from autograder.checks.s05 import check as full_check
from autograder.checks.s05 import evaluate_item
from cs231n_core.stages.s05 import STAGE, check
from cs231n_core.stages.s05_graph import cache_of

ROOT = Path(__file__).resolve().parents[2]
CLASS = [
    read_answers(path) for path in sorted((ROOT / "tests/submissions/05_batchnorm").glob("*.py"))
]
SOLUTIONS = reference("05_batchnorm", ROOT / "notebooks")


def wrong_dvar(dxhat, cache):
    v = cache["var"] + cache["eps"]
    return -0.5 * (dxhat * (cache["x"] - cache["mean"])).sum(axis=0) * v**-0.5


def test_the_visible_check_names_the_exponent_and_gives_the_hint(capsys) -> None:
    assert check("dvar", wrong_dvar) == 0.0
    shown = capsys.readouterr().out
    assert "the exponent is -1/2 still" in shown
    assert "hint: x_hat = (x - mean) * (var + eps)**(-1/2)" in shown
    assert "3 more checks run when your work is graded" in shown


def test_a_slip_in_one_derivative_costs_nothing_in_the_next() -> None:
    functions = load_functions(SOLUTIONS)
    assert evaluate_item("dmu", [functions["bn_dmu"]]).points == 1
    assert evaluate_item("dvar", [wrong_dvar]).points == 0


def test_a_forward_that_returns_a_tuple_as_cache_is_told_to_leave_the_line(capsys) -> None:
    def forward(x, gamma, beta, bn_param):
        out, cache = load_functions(SOLUTIONS)["batchnorm_forward"](x, gamma, beta, bn_param)
        return out, tuple(cache.values())

    assert check("batchnorm_forward", forward) == pytest.approx(8 * 11 / 12)
    assert "the cache is no dict" in capsys.readouterr().out


def test_the_hidden_part_of_backward_says_which_road_is_wrong(capsys) -> None:
    def one_sample_at_a_time(dout, cache):
        dx = dout * cache["gamma"] * cache["inv_std"]
        return dx, (dout * cache["x_hat"]).sum(axis=0), dout.sum(axis=0)

    full_check("batchnorm_backward", one_sample_at_a_time)
    assert "the path through the mean is wrong" in capsys.readouterr().out


def test_a_cache_away_from_the_batch_s_mean_is_consistent() -> None:
    x = np.random.default_rng(0).normal(size=(6, 2))
    cache = cache_of(x, np.ones(2), mean=x.mean(axis=0) + 1)
    assert np.all(cache["var"] > x.var(axis=0) + 0.9)
    assert cache["x_hat"] == pytest.approx((x - cache["mean"]) / np.sqrt(cache["var"] + 1e-5))


@pytest.mark.parametrize("answers", CLASS, ids=lambda answers: answers.path.stem)
def test_each_of_the_small_class_earns_exactly_the_verdict(answers) -> None:
    scores = answers.constants.get("SCORES", {})
    for item in STAGE.items:
        if set(item.functions) & set(answers.functions):
            functions = load_functions(SOLUTIONS, item.functions, answers)
            report = evaluate_item(item.name, [functions[name] for name in item.functions])
            assert report.points == pytest.approx(scores.get(item.name, item.points), abs=1e-5)
