"""What the checks of stage 07 take and what they say."""

import copy

import numpy as np
import pytest

from cs231n_core.checks import CheckFailed
from cs231n_core.stages.s07_common import Watched, recorder, small_net
from cs231n_core.stages.s07_diagnose import GAPS, word


class Boastful(np.str_):
    def __str__(self) -> str:
        return "fine"


def test_a_word_may_be_python_s_or_numpy_s() -> None:
    for value in ("leak", np.str_("leak"), np.array(GAPS)[2]):
        assert type(word(value, GAPS)) is str


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (Boastful("leak"), "the result is a Boastful, expected a word"),
        (np.bytes_(b"leak"), "the result is a bytes_, expected a word"),
        (np.array("leak"), "the result is an array of shape (), expected a word"),
        (np.str_("leaky"), "the result is 'leaky', expected one of overfit, underfit, leak, fine"),
    ],
)
def test_what_is_no_known_word_is_named(value, told) -> None:
    with pytest.raises(CheckFailed) as caught:
        word(value, GAPS)
    assert str(caught.value) == told


@pytest.mark.parametrize("watch", [lambda net: Watched(net, None), lambda net: recorder(net)[0]])
def test_what_a_copy_of_a_watched_network_is_assigned_does_not_reach_it(watch) -> None:
    net = small_net(np.random.default_rng(0), reg=0.5, normalization="batchnorm")
    model = watch(net)
    for twin in (copy.copy(model), copy.deepcopy(model)):
        old = twin.params, twin.bn_params
        twin.reg, twin.params, twin.bn_params = 0.0, {}, []
        assert (model.reg, len(model.bn_params)) == (0.5, 1)
        assert model.params.keys() == old[0].keys()


def test_a_shallow_copy_of_a_recorded_network_is_recorded() -> None:
    model, rows = recorder(small_net(np.random.default_rng(0)))
    copy.copy(model).loss(np.ones((3, 12)), np.arange(3))
    assert len(rows[0]) == 3


def test_a_watched_network_takes_its_statistics_back() -> None:
    net = small_net(np.random.default_rng(0), normalization="batchnorm")
    model, saved = Watched(net, None), copy.deepcopy(net.bn_params)
    model.bn_params = saved
    assert net.bn_params is saved
