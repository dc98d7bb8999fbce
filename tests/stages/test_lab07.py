"""The experiments of stage 07: what a run writes down, and the numbers every start must give."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cs231n_core.data_utils import get_CIFAR10_data
from cs231n_core.stages import lab07 as lab


@pytest.fixture(scope="module")
def images() -> lab.Split:
    return lab.split(get_CIFAR10_data(300, 100, 1, dtype=np.float32, dataset="embedded"))


def test_small_weights_start_by_guessing_and_the_penalty_adds_half_the_squares(
    images: lab.Split,
) -> None:
    first = lab.first_loss(lab.reference_net(0), images, reg=1e3)
    assert first.data == pytest.approx(math.log(10), abs=1e-3)
    assert first.total - first.data == pytest.approx(500 * first.squares, rel=1e-4)


def test_a_first_loss_leaves_the_penalty_as_it_was(images: lab.Split) -> None:
    net = lab.reference_net(0, reg=0.25)
    lab.first_loss(net, images, reg=7.0)
    assert net.reg == 0.25


def test_twenty_images_are_learnt_by_heart(images: lab.Split) -> None:
    log = lab.twenty(images).log
    assert len(log) == 200
    assert log[-1].cost < 0.01
    assert log[-1].train == log[-1].val == 1.0


def test_a_huge_rate_ends_in_nan_and_scores_the_share_of_class_0(images: lab.Split) -> None:
    run = lab.run(lab.reference_net(0), images, lr=1e6, epochs=4)
    assert math.isnan(run.log[-1].cost)
    assert run.log[-1].train == pytest.approx((images.y == 0).mean())
    assert run.steps == 12


def test_the_abort_rule_ends_a_run_and_says_when(images: lab.Split) -> None:
    run = lab.run(lab.reference_net(0), images, lr=1e6, epochs=4, abort=lab.runaway)
    assert run.stopped == f"stopped after step {run.steps} of 12"
    assert run.steps == lab.steps_until_abort(run.losses) < 12


def test_a_calm_run_is_never_aborted() -> None:
    assert lab.steps_until_abort([2.3, 2.2, 6.8, 2.0]) == 4


def test_half_an_epoch_is_half_the_steps(images: lab.Split) -> None:
    run = lab.run(lab.reference_net(0), images, lr=1e-6, epochs=1.5, batch=50)
    assert run.steps == 9
    assert [epoch.number for epoch in run.log] == [1, 2]


def test_too_few_images_for_a_batch_are_refused(images: lab.Split) -> None:
    with pytest.raises(ValueError, match="number of images is 20, expected at least 100"):
        lab.run(lab.reference_net(0), images.first(20), lr=1e-3)


def test_the_ratio_of_a_first_plain_step_is_the_rate_times_gradient_over_weight(
    images: lab.Split,
) -> None:
    start, some = lab.reference_net(0), images.first(100)
    w = start.params["W1"].copy()
    _, grads = start.loss(some.x, some.y)
    run = lab.run(start, some, lr=1e-3, epochs=1, momentum=0.0, watch_updates=True)
    want = 1e-3 * np.linalg.norm(grads["W1"]) / np.linalg.norm(w)
    assert run.ratios["W1"] == pytest.approx([want], rel=1e-3)


def test_the_cost_is_infinite_where_a_probability_underflows() -> None:
    class Sure:
        def loss(self, x: np.ndarray) -> np.ndarray:
            return np.tile([2000.0, 0.0], (len(x), 1))

    y = np.ones(3, int)
    few = lab.Split(np.zeros((3, 1)), y, np.zeros((3, 1)), y)
    epoch = lab.measure(Sure(), few, 1)
    assert epoch.cost == math.inf
    assert (epoch.train, epoch.confidence) == (0.0, 1.0)


@pytest.mark.parametrize("kind", lab.KINDS)
@pytest.mark.parametrize("scale", [0.01, 2.3, 50.0])
def test_a_made_curve_has_the_length_the_scale_and_the_kind_it_is_asked_for(
    kind: str, scale: float
) -> None:
    curve = lab.make_curve(kind, np.random.default_rng(3), length=90, noise=0.0, scale=scale)
    assert curve.shape == (90,)
    assert curve[0] == pytest.approx(scale, rel=1e-6)
    falls = kind not in ("exploding", "stuck")
    assert (curve[-1] < curve[0]) == falls or not np.isfinite(curve[-1])


def test_curves_refuse_unknown_kinds_and_short_runs() -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="kind is 'bad'"):
        lab.make_curve("bad", rng)
    with pytest.raises(ValueError, match="length is 59, expected at least 60"):
        lab.make_curve("good", rng, length=59)


def test_a_live_run_is_the_same_each_time_and_a_cut_changes_only_what_follows() -> None:
    plain, cut = (
        lab.live_run(0.05, steps=20),
        lab.live_run(0.05, steps=20, cut_after=10, cut_to=0.1),
    )
    assert plain.losses == lab.live_run(0.05, steps=20).losses
    assert plain.losses[:11] == cut.losses[:11]
    assert plain.losses[11:] != cut.losses[11:]


def test_all_units_of_a_net_with_very_negative_biases_are_dead(images: lab.Split) -> None:
    small = lab.small_images(images).divided(60)
    net = lab.deep_net(0, layers=2)
    assert not lab.dead_units(net, small)[0].all()
    net.params["b2"] -= 1e4
    assert lab.dead_units(net, small)[1].all()
