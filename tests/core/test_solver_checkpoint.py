"""Checkpoints: training goes on as if it had never stopped, and no file runs code."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cs231n_core.classifiers import FullyConnectedNet, TwoLayerNet
from cs231n_core.solver import Solver
from cs231n_core.solver.checkpoint import load_tree, save_tree


def blobs(n: int = 60) -> dict[str, Any]:
    rng = np.random.default_rng(0)
    y = rng.integers(3, size=2 * n)
    x = rng.normal(size=(2 * n, 4)) + np.eye(3, 4)[y]
    return {"X_train": x[:n], "y_train": y[:n], "X_val": x[n:], "y_val": y[n:]}


def make(**options: Any) -> Solver:
    settings: dict[str, Any] = {
        "update_rule": "adam", "optim_config": {"learning_rate": 1e-2}, "lr_decay": 0.9,
        "batch_size": 20, "num_epochs": 4, "num_train_samples": 11, "verbose": False,
    }  # fmt: skip
    net = FullyConnectedNet([8, 6], 4, 3, dropout_keep_ratio=0.7, normalization="batchnorm")
    return Solver(net, blobs(), **{**settings, **options})


def histories(solver: Solver) -> list[list[float]]:
    return [solver.loss_history, solver.train_acc_history, solver.val_acc_history]


def assert_same(one: Solver, other: Solver) -> None:
    assert histories(one) == histories(other)
    assert one.epoch == other.epoch
    for name, w in one.model.params.items():
        np.testing.assert_array_equal(other.model.params[name], w)
    for left, right in zip(one.model.bn_params, other.model.bn_params, strict=True):  # type: ignore[attr-defined]
        np.testing.assert_array_equal(left["running_var"], right["running_var"])


@pytest.mark.parametrize("epoch", [1, 3, 4])
def test_training_goes_on_from_every_checkpoint_as_if_it_had_never_stopped(
    tmp_path: Path, epoch: int
) -> None:
    whole = make(checkpoint_name=tmp_path / "run")
    whole.train()
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        f"run_epoch_{n}.npz" for n in (1, 2, 3, 4)
    ]
    again = make()
    again.load_checkpoint(tmp_path / f"run_epoch_{epoch}.npz")
    assert again.epoch == epoch
    if epoch < 4:
        again.train()
    assert_same(whole, again)


def test_a_finished_training_can_be_stored_and_lengthened(tmp_path: Path) -> None:
    first, second = make(), make()
    first.train()
    first.save_checkpoint(tmp_path / "done")
    second.load_checkpoint(tmp_path / "done")
    assert_same(first, second)
    first.train()
    second.train()
    assert_same(first, second)
    assert second.epoch == 8


class Stops(TwoLayerNet):
    """Raises KeyboardInterrupt at one training step."""

    stop_at = 5
    calls = 0

    def loss(self, X: Any, y: Any = None) -> Any:
        self.calls += y is not None
        if y is not None and self.calls == self.stop_at:
            raise KeyboardInterrupt
        return super().loss(X, y)


def test_a_training_that_was_interrupted_within_an_epoch_can_be_stored(tmp_path: Path) -> None:
    stopped = Solver(Stops(4, 8, 3), blobs(), batch_size=20, num_epochs=3, verbose=False)
    with pytest.raises(KeyboardInterrupt):
        stopped.train()
    stopped.save_checkpoint(tmp_path / "broken-off.npz")
    again = Solver(TwoLayerNet(4, 8, 3), blobs(), batch_size=20, num_epochs=3, verbose=False)
    whole = Solver(TwoLayerNet(4, 8, 3), blobs(), batch_size=20, num_epochs=3, verbose=False)
    again.load_checkpoint(tmp_path / "broken-off.npz")
    assert len(again.loss_history) == 4
    again.train()
    whole.train()
    assert again.loss_history == whole.loss_history


def test_a_checkpoint_of_another_net_or_of_other_data_is_refused(tmp_path: Path) -> None:
    make().save_checkpoint(tmp_path / "one.npz")
    other = Solver(TwoLayerNet(4, 8, 3), blobs(), verbose=False)
    before = other.model.params
    with pytest.raises(ValueError, match=r"one.npz belongs to .*'gamma1': \[8\].*, expected .*"):
        other.load_checkpoint(tmp_path / "one.npz")
    assert other.model.params is before
    with pytest.raises(ValueError, match=r"'batch_size': 20.*expected.*'batch_size': 30"):
        make(batch_size=30).load_checkpoint(tmp_path / "one.npz")


def test_a_broken_file_is_refused_and_a_pickle_is_never_run(tmp_path: Path) -> None:
    make().save_checkpoint(tmp_path / "cut.npz")
    whole = (tmp_path / "cut.npz").read_bytes()
    (tmp_path / "cut.npz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "pickle.npz").write_bytes(pickle.dumps({"epoch": 1}))
    np.savez(tmp_path / "other.npz", epoch=np.ones(1))
    for name in ("cut.npz", "pickle.npz", "other.npz"):
        with pytest.raises(ValueError, match=rf"{name} is not readable .* a checkpoint of a S"):
            make().load_checkpoint(tmp_path / name)


def test_a_checkpoint_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    def strange(w: Any, dw: Any, config: Any) -> Any:
        return w, {"memory": object()}

    solver = make(update_rule=strange)
    solver.save_checkpoint(tmp_path / "kept.npz")
    before = (tmp_path / "kept.npz").read_bytes()
    solver.train()
    with pytest.raises(TypeError, match=r"\['optim_configs'\]\['W1'\]\['memory'\] is <object"):
        solver.save_checkpoint(tmp_path / "kept.npz")
    assert (tmp_path / "kept.npz").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["kept.npz"]


def test_trees_keep_numbers_arrays_and_generators(tmp_path: Path) -> None:
    rngs = [np.random.default_rng(3), np.random.Generator(np.random.MT19937(3))]
    array: Any = np.array([[1, np.nan]], np.float32)
    tree = {
        "array": array,
        "list": [np.arange(3), None, True, "text"],
        "scalar": np.float64(0.1),
        "infinite": float("inf"),
        "dict": {"generator": {}},
        "rngs": rngs,
    }
    save_tree(tmp_path / "tree", tree)
    got = load_tree(tmp_path / "tree")
    assert list(got) == list(tree)
    assert got["array"].dtype == np.float32
    np.testing.assert_array_equal(got["array"], array)
    assert got["list"][1:] == [None, True, "text"]
    assert (got["scalar"], got["infinite"], got["dict"]) == (0.1, float("inf"), {"generator": {}})
    for loaded, rng in zip(got["rngs"], rngs, strict=True):
        assert loaded.random(5).tolist() == rng.random(5).tolist()


# --- ending early --------------------------------------------------------------------------------


def test_training_ends_when_the_losses_say_so_and_goes_on_when_asked() -> None:
    solver = make(should_abort=lambda losses: len(losses) == 5)
    solver.train()
    assert len(solver.loss_history) == 5
    assert solver.stop_reason == "should_abort ended training after step 5"
    assert not solver.diverged
    solver.train()
    assert (len(solver.loss_history), solver.stop_reason) == (12, "")


def forged(folder: Path, state: Any) -> Path:
    """Return a file that holds a generator of this state, which NumPy never gave it."""
    save_tree(folder / "tree", {"generator": state})
    content = json.loads(np.load(folder / "tree")["structure"].tobytes())
    arrays = dict(np.load(folder / "tree"))
    text = json.dumps({"generator": content["dict"]["generator"]}).encode()
    arrays["structure"] = np.frombuffer(text, np.uint8)
    with open(folder / "forged", "wb") as file:
        np.savez(file, **arrays)
    return folder / "forged"


@pytest.mark.parametrize(
    ("kind", "place", "most"), [("MT19937", "pos", 624), ("Philox", "buffer_pos", 4)]
)
def test_a_generator_that_would_read_beyond_its_numbers_is_refused(
    tmp_path: Path, kind: str, place: str, most: int
) -> None:
    state: Any = getattr(np.random, kind)(3).state
    (state["state"] if place in state["state"] else state)[place] = most + 1
    path = forged(tmp_path, state)
    with pytest.raises(ValueError, match=rf"{place} is {most + 1}, expected 0 to {most}"):
        load_tree(path)


@pytest.mark.parametrize(
    ("kind", "part", "value"),
    [
        ("MT19937", "key", np.zeros(624, np.uint32)),
        ("PCG64", "inc", 0),
        ("PCG64", "inc", 1e-320),
        ("PCG64DXSM", "inc", 2),
    ],
)
def test_a_generator_that_would_draw_zeros_for_ever_is_refused(
    tmp_path: Path, kind: str, part: str, value: Any
) -> None:
    state: Any = getattr(np.random, kind)(3).state
    state["state"][part] = value
    path = forged(tmp_path, state)
    with pytest.raises(ValueError, match=f"the {kind} generator's state is stuck"):
        load_tree(path)
