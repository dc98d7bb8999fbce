"""The training loop: histories, best parameters, divergence, interruption, resumption."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cs231n_core.classifiers.fc_net import TwoLayerNet
from cs231n_core.solver import Solver


def blobs(seed: int = 0, n: int = 60) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    y = rng.integers(3, size=2 * n)
    x = rng.normal(size=(2 * n, 4)) + np.eye(3, 4)[y] * 3
    return {"X_train": x[:n], "y_train": y[:n], "X_val": x[n:], "y_val": y[n:]}


def make(data: Any = None, **options: Any) -> Solver:
    settings = {"optim_config": {"learning_rate": 0.1}, "batch_size": 20, "verbose": False}
    net = TwoLayerNet(4, 8, 3, weight_scale=0.1)
    return Solver(net, blobs() if data is None else data, **{**settings, **options})


def test_separable_classes_are_learned() -> None:
    solver = make(num_epochs=30)
    solver.train()
    assert solver.best_val_acc > 0.85
    assert np.mean(solver.loss_history[-5:]) < 0.5 * solver.loss_history[0]


def test_the_histories_have_one_entry_per_step_and_one_per_epoch() -> None:
    solver = make(num_epochs=4)
    solver.train()
    assert len(solver.loss_history) == 4 * 3
    assert len(solver.train_acc_history) == len(solver.val_acc_history) == 4 + 1
    assert solver.epoch == 4
    assert (solver.diverged, solver.stop_reason) == (False, "")


def test_every_epoch_sees_every_example_once() -> None:
    seen: list[float] = []

    class Spy(TwoLayerNet):
        def loss(self, X: Any, y: Any = None) -> Any:
            if y is not None:
                seen.extend(X[:, 0])
            return super().loss(X, y)

    data = blobs()
    solver = Solver(Spy(4, 8, 3), data, batch_size=20, num_epochs=2, verbose=False)
    solver.train()
    first, second = seen[:60], seen[60:]
    assert sorted(first) == sorted(second) == sorted(data["X_train"][:, 0])
    assert first != second


def test_the_model_is_left_with_the_parameters_of_the_best_validation_accuracy() -> None:
    solver = make(num_epochs=6, optim_config={"learning_rate": 2.0})
    solver.train()
    assert solver.best_val_acc == max(solver.val_acc_history)
    assert solver.check_accuracy(solver.X_val, solver.y_val) == solver.best_val_acc


def test_a_validation_accuracy_of_zero_still_leaves_parameters() -> None:
    data = blobs()
    data["y_val"] = np.full_like(data["y_val"], 7)
    solver = make(data, num_epochs=1)
    solver.train()
    assert solver.best_val_acc == 0.0
    assert set(solver.model.params) == {"W1", "b1", "W2", "b2"}


def test_running_statistics_are_restored_with_the_best_parameters() -> None:
    class Counting(TwoLayerNet):
        bn_params: Any = None

        def loss(self, X: Any, y: Any = None) -> Any:
            if y is not None:
                steps = 1 + (self.bn_params or [{"steps": 0}])[0]["steps"]
                self.bn_params = [{"steps": steps}]
            return super().loss(X, y)

    solver = make(num_epochs=6, optim_config={"learning_rate": 2.0})
    solver = Solver(Counting(4, 8, 3, weight_scale=0.1), blobs(), batch_size=20, num_epochs=6,
                    optim_config={"learning_rate": 2.0}, verbose=False)  # fmt: skip
    solver.train()
    best = int(np.argmax(solver.val_acc_history))
    assert solver.model.bn_params == [{"steps": max(1, 3 * best)}]  # type: ignore[attr-defined]


def test_the_same_rng_gives_the_same_training_and_another_gives_another() -> None:
    runs = []
    for seed in (1, 1, 2):
        solver = make(rng=np.random.default_rng(seed), num_epochs=2)
        solver.train()
        runs.append(solver.loss_history)
    assert runs[0] == runs[1] != runs[2]


def test_measuring_accuracies_on_fewer_examples_changes_no_batch() -> None:
    some, all_ = make(num_epochs=2, num_train_samples=7), make(num_epochs=2, num_train_samples=None)
    some.train()
    all_.train()
    assert some.loss_history == all_.loss_history


def test_two_calls_of_two_epochs_equal_one_of_four() -> None:
    twice = make(num_epochs=2, update_rule="sgd_momentum", lr_decay=0.9)
    once = make(num_epochs=4, update_rule="sgd_momentum", lr_decay=0.9)
    twice.train()
    twice.train()
    once.train()
    assert twice.loss_history == once.loss_history
    assert twice.val_acc_history == once.val_acc_history
    assert twice.epoch == 4


def test_parameters_given_to_the_model_between_two_calls_are_used() -> None:
    solver = make(num_epochs=1)
    solver.train()
    fresh = TwoLayerNet(4, 8, 3, weight_scale=0.1, rng=np.random.default_rng(5)).params
    want = solver.model.loss(solver.X_train, solver.y_train)[0]
    solver.model.params = fresh
    assert solver.model.loss(solver.X_train, solver.y_train)[0] != want
    solver.train()
    assert solver.loss_history[3] == pytest.approx(np.log(3), rel=0.1)


def test_the_learning_rate_decays_after_each_epoch() -> None:
    solver = make(num_epochs=3, lr_decay=0.5)
    solver.train()
    rates = {config["learning_rate"] for config in solver.optim_configs.values()}
    assert rates == {0.1 * 0.5**3}


def test_a_loss_that_is_not_a_number_ends_training_with_a_reason() -> None:
    solver = make(num_epochs=50, optim_config={"learning_rate": 1e6})
    solver.train()
    assert solver.diverged
    assert not np.isfinite(solver.loss_history[-1])
    step = len(solver.loss_history)
    assert solver.stop_reason.endswith(
        f"at step {step}: training stopped; try a smaller learning rate"
    )
    assert all(np.isfinite(w).all() for w in solver.best_params.values())


class Stops(TwoLayerNet):
    """Raises KeyboardInterrupt once, at its fifth training step."""

    calls = 0

    def loss(self, X: Any, y: Any = None) -> Any:
        if y is not None:
            self.calls += 1
            if self.calls == 5:
                raise KeyboardInterrupt
        return super().loss(X, y)


def test_an_interrupted_training_can_be_used_and_finished() -> None:
    solver = Solver(Stops(4, 8, 3, weight_scale=0.1), blobs(), batch_size=20, num_epochs=3,
                    optim_config={"learning_rate": 0.1}, verbose=False)  # fmt: skip
    with pytest.raises(KeyboardInterrupt):
        solver.train()
    assert solver.stop_reason == "interrupted after step 4: call train() to go on"
    assert len(solver.loss_history) == 4
    assert solver.check_accuracy(solver.X_val, solver.y_val) == solver.best_val_acc
    solver.train()
    assert len(solver.loss_history) == 9
    assert solver.epoch == 3
    assert solver.stop_reason == ""


def test_one_batch_larger_than_the_training_set_is_the_whole_set() -> None:
    solver = make(batch_size=1000, num_epochs=3)
    solver.train()
    assert len(solver.loss_history) == 3


def test_verbose_shows_epochs_on_stdout_and_nothing_on_stderr(
    capsys: pytest.CaptureFixture[str],
) -> None:
    make(num_epochs=2, verbose=True).train()
    shown = capsys.readouterr()
    assert "(Epoch 2 / 2) train acc: 0." in shown.out
    assert shown.err == ""


def test_without_verbose_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    make(num_epochs=1, verbose=False).train()
    assert capsys.readouterr() == ("", "")


def test_a_function_can_be_the_update_rule() -> None:
    def frozen(w: Any, dw: Any, config: Any) -> Any:
        return w, config

    solver = make(update_rule=frozen, num_epochs=2)
    before = {name: w.copy() for name, w in solver.model.params.items()}
    solver.train()
    assert all(np.array_equal(solver.model.params[name], w) for name, w in before.items())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"learning_rate": 1},
            r"unknown options \['learning_rate'\], expected update_rule, optim_",
        ),
        (
            {"update_rule": "adamant"},
            "update_rule is 'adamant', expected sgd, .*, adam",
        ),
        ({"update_rule": "explain"}, "update_rule is 'explain', expected sgd, "),
        ({"batch_size": 0}, "batch_size is 0, expected at least 1"),
        ({"num_epochs": -1}, "num_epochs is -1, expected at least 0"),
    ],
)
def test_options_that_make_no_sense_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make(**options)


def test_data_that_does_not_fit_is_refused() -> None:
    data = blobs()
    del data["y_val"]
    with pytest.raises(ValueError, match=r"data has the keys \['X_train', .*expected also y_val"):
        make(data)
    data = blobs()
    data["y_train"] = data["y_train"][:-1]
    with pytest.raises(ValueError, match=r"X_train and y_train have lengths \(60, 59\), expected"):
        make(data)
