"""The training loop: batches, updates, accuracies, and the best parameters at the end."""

from __future__ import annotations

import copy
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np

from cs231n_core.arrays import Array, IntArray
from cs231n_core.errors import explain
from cs231n_core.solver.checkpoint import load_tree, save_tree
from cs231n_core.solver.options import Model, examples, read_options, update_rule

if TYPE_CHECKING:
    from tqdm import tqdm

_PROGRESS = (
    "epoch",
    "best_val_acc",
    "best_params",
    "loss_history",
    "train_acc_history",
    "val_acc_history",
    "diverged",
    "stop_reason",
    "optim_configs",
    "_order",
    "_steps",
    "_target",
    "_best_state",
    "_rng",
    "_sample_rng",
)
"""The attributes of a Solver that a checkpoint holds, besides the model's."""


class Solver:
    """Trains a model by stochastic gradient descent and leaves it with its best parameters.

    Every epoch goes once through the training set in a new random order; what does not fill a
    batch is left out. After the first step and after each epoch the accuracies are measured; at
    the end the model gets the parameters of the best validation accuracy.

    `train` may be called again: after an interruption it goes on where it stopped, after the last
    epoch it trains for ``num_epochs`` more, from the latest parameters and not from the best. If
    the loss stops being a number, training ends: see ``diverged`` and ``stop_reason``.

    Parameters
    ----------
    model : Model
        Has ``params``, a dict of arrays, and ``loss(X, y=None)``.
    data : dict
        ``X_train`` (N, ...), ``y_train`` (N,), ``X_val`` and ``y_val``.
    update_rule : str or callable
        A name in `cs231n_core.optim.RULES`, or a function with the signature of one.
    optim_config : dict
        Hyperparameters of the update rule, such as ``learning_rate``.
    lr_decay : float
        Factor on the learning rate after each epoch.
    batch_size, num_epochs : int
    num_train_samples, num_val_samples : int or None
        How many examples an accuracy is measured on; None for all.
    print_every : int
        Steps between two updates of the displayed loss.
    verbose : bool
        Show a progress bar and a line per epoch.
    rng : numpy Generator, optional
        Chooses the batches. Without it, every Solver draws the same ones.
    checkpoint_name : path, optional
        After each epoch, write a checkpoint ``<checkpoint_name>_epoch_<n>.npz``.
    should_abort : callable, optional
        Called after each step with the losses so far; training ends when it returns true.

    Attributes
    ----------
    loss_history : list of float
        One entry per step.
    train_acc_history, val_acc_history : list of float
        One entry after the first step, and one per epoch.
    best_val_acc : float
        -1 before the first measurement.
    best_params : dict of arrays
    epoch : int
        Finished epochs.
    diverged : bool
    stop_reason : str
        Why training ended early; empty if it did not.

    Examples
    --------
    >>> from cs231n_core.classifiers.fc_net import TwoLayerNet
    >>> rng = np.random.default_rng(0)
    >>> y = rng.integers(2, size=60)
    >>> X = rng.normal(size=(60, 2)) + 4 * y[:, None]
    >>> data = {"X_train": X[:40], "y_train": y[:40], "X_val": X[40:], "y_val": y[40:]}
    >>> solver = Solver(TwoLayerNet(2, 8, 2, weight_scale=0.1), data, num_epochs=10, batch_size=10,
    ...                 optim_config={"learning_rate": 0.5}, verbose=False)
    >>> solver.train()
    >>> len(solver.loss_history), solver.best_val_acc
    (40, 1.0)
    """

    def __init__(self, model: Model, data: Mapping[str, Any], **options: Any) -> None:
        self.options = read_options(options)
        self.model = model
        self.X_train, self.y_train = examples(data, "train")
        self.X_val, self.y_val = examples(data, "val")
        self.update_rule = update_rule(self.options.update_rule)
        rng = self.options.rng if self.options.rng is not None else np.random.default_rng(0)
        # A stream of its own, so that measuring an accuracy changes no batch.
        self._rng, self._sample_rng = rng, rng.spawn(1)[0]
        self.reset()

    def reset(self) -> None:
        """Forget all training but the model's present parameters."""
        self.epoch = 0
        self.best_val_acc = -1.0
        self.best_params: dict[str, Array] = {}
        self.loss_history: list[float] = []
        self.train_acc_history: list[float] = []
        self.val_acc_history: list[float] = []
        self.diverged = False
        self.stop_reason = ""
        self.optim_configs = {
            name: copy.deepcopy(dict(self.options.optim_config)) for name in self.model.params
        }
        self._order = np.zeros(0, np.intp)
        self._steps = self._target = 0
        self._latest: tuple[dict[str, Array], Any] | None = None
        self._best_state: Any = None

    @property
    def steps_per_epoch(self) -> int:
        """The number of full batches in the training set, at least 1."""
        return max(len(self.X_train) // self.options.batch_size, 1)

    @property
    def _batch(self) -> int:
        return min(self.options.batch_size, len(self.X_train))

    def train(self) -> None:
        """Train for ``num_epochs`` epochs, or finish those that an interruption left."""
        if self._steps >= self._target:
            self._target += self.options.num_epochs * self.steps_per_epoch
        self._go_on_from_latest()
        self.diverged, self.stop_reason = False, ""
        try:
            with self._progress() as bar, np.errstate(over="ignore", invalid="ignore"):
                while self._steps < self._target and not self.stop_reason:
                    self._step()
                    self._after_step(bar)
        except KeyboardInterrupt:
            self.stop_reason = f"interrupted after step {self._steps}: call train() to go on"
            raise
        finally:
            self._install_best()

    def _step(self) -> None:
        """Make one update, or none if the loss is not a number. All parameters change together."""
        rows = self._next_rows()
        loss, grads = self.model.loss(self.X_train[rows], self.y_train[rows])
        if not np.isfinite(loss):
            self.loss_history.append(float(loss))
            self.diverged = True
            self.stop_reason = (
                f"the loss is {float(loss)} at step {self._steps + 1}: "
                "training stopped; try a smaller learning rate"
            )
            return
        updates = {
            # A copy: a rule changes its config, and an interruption must change none.
            name: self.update_rule(w, grads[name], dict(self.optim_configs[name]))
            for name, w in self.model.params.items()
        }
        self.loss_history.append(float(loss))
        for name, (w, config) in updates.items():
            self.model.params[name], self.optim_configs[name] = w, config
        self._count_step()

    def _next_rows(self) -> IntArray:
        """Return the batch to come; only a finished step takes it off the order."""
        if len(self._order) < self._batch:
            self._order = self._rng.permutation(len(self.X_train))
        return self._order[: self._batch]

    def _count_step(self) -> None:
        self._steps += 1
        ended = self._steps % self.steps_per_epoch == 0
        self._order = self._order[len(self._order) if ended else self._batch :]

    def _after_step(self, bar: tqdm[Any]) -> None:
        if self.diverged:
            self._say(bar, self.stop_reason)
            return
        bar.update()
        if self._steps % self.options.print_every == 0:
            bar.set_postfix(loss=f"{self.loss_history[-1]:.4f}", refresh=False)
        ended = self._steps % self.steps_per_epoch == 0
        if ended:
            self.epoch += 1
            for config in self.optim_configs.values():
                if "learning_rate" in config:
                    config["learning_rate"] *= self.options.lr_decay
        if ended or self._steps == 1:
            self._measure()
            self._say(bar, self._epoch_line())
        if ended and self.options.checkpoint_name is not None:
            self.save_checkpoint(f"{self.options.checkpoint_name}_epoch_{self.epoch}.npz")
        self._ask_whether_to_abort(bar)

    def _ask_whether_to_abort(self, bar: tqdm[Any]) -> None:
        abort = self.options.should_abort
        if abort is not None and abort(self.loss_history):
            self.stop_reason = f"should_abort ended training after step {self._steps}"
            self._say(bar, self.stop_reason)

    def _say(self, bar: tqdm[Any], line: str) -> None:
        if self.options.verbose:
            bar.write(line, file=sys.stdout)

    def _epoch_line(self) -> str:
        total = self._target // self.steps_per_epoch
        return (
            f"(Epoch {self.epoch} / {total}) train acc: {self.train_acc_history[-1]:.4f}; "
            f"val_acc: {self.val_acc_history[-1]:.4f}"
        )

    def _measure(self) -> None:
        options = self.options
        train = self.check_accuracy(self.X_train, self.y_train, options.num_train_samples)
        val = self.check_accuracy(self.X_val, self.y_val, options.num_val_samples)
        self.train_acc_history.append(train)
        self.val_acc_history.append(val)
        if val > self.best_val_acc:
            self.best_val_acc = val
            self.best_params = {name: w.copy() for name, w in self.model.params.items()}
            self._best_state = copy.deepcopy(_state(self.model))

    def check_accuracy(
        self, X: Array, y: IntArray, num_samples: int | None = None, batch_size: int = 100
    ) -> float:
        """Return the share of examples whose largest score is that of their class.

        Parameters
        ----------
        X : (N, ...) float array
        y : (N,) integer array
        num_samples : int or None
            Measure on a random choice of this many examples.
        batch_size : int
            Bounds the memory, changes nothing else.

        Returns
        -------
        accuracy : float
        """
        if num_samples is not None and num_samples < len(X):
            rows = self._sample_rng.choice(len(X), num_samples, replace=False)
            X, y = X[rows], y[rows]
        starts = range(0, len(X), batch_size)
        right = [
            np.sum(
                np.argmax(self.model.loss(X[i : i + batch_size]), axis=1) == y[i : i + batch_size]
            )
            for i in starts
        ]
        return float(sum(right) / len(X))

    # --- best and latest parameters -------------------------------------------------------------

    def _install_best(self) -> None:
        if self.best_params:
            self._latest = self.model.params, copy.deepcopy(_state(self.model))
            self.model.params = dict(self.best_params)
            _set_state(self.model, copy.deepcopy(self._best_state))

    def _go_on_from_latest(self) -> None:
        """Undo `_install_best`, unless somebody gave the model other parameters since."""
        if self._latest is not None:
            best = self.best_params
            if all(self.model.params.get(name) is w for name, w in best.items()):
                self.model.params = self._latest[0]
                _set_state(self.model, self._latest[1])
        self._latest = None

    # --- checkpoints -----------------------------------------------------------------------------

    def save_checkpoint(self, fname: str | PathLike[str]) -> None:
        """Write all that training needs to go on from here, under exactly this name.

        Raises
        ------
        TypeError
            If an update rule of your own keeps something other than numbers and arrays.
        """
        latest = self._latest or (self.model.params, _state(self.model))
        tree = {name: getattr(self, name) for name in _PROGRESS}
        tree |= {"params": latest[0], "state": latest[1], "shape": self._shape()}
        save_tree(fname, {**tree, "dropout_param": getattr(self.model, "dropout_param", None)})

    def load_checkpoint(self, fname: str | PathLike[str]) -> None:
        """Go back to a checkpoint: `train` then continues as if it had never stopped.

        The model, the data and the options must be those of the Solver that wrote it.

        Raises
        ------
        ValueError
            If the file is no checkpoint, or one of other data, batches or parameters.
        """
        tree = load_tree(fname)
        found = tree.get("shape") if isinstance(tree, dict) else None
        if found != self._shape():
            raise ValueError(
                explain("load_checkpoint", f"{fname} belongs to", found, f"{self._shape()}")
            )
        for name in _PROGRESS:
            setattr(self, name, tree[name])
        self.model.params, self._latest = tree["params"], None
        _set_state(self.model, tree["state"])
        if tree["dropout_param"] is not None:
            self.model.dropout_param = tree["dropout_param"]  # type: ignore[attr-defined]
        if self._steps >= self._target:
            self._install_best()

    def _shape(self) -> dict[str, Any]:
        """Return what a checkpoint and its Solver must agree on."""
        params = {name: list(w.shape) for name, w in sorted(self.model.params.items())}
        examples = [len(self.X_train), len(self.X_val)]
        return {"examples": examples, "batch_size": self.options.batch_size, "params": params}

    @contextmanager
    def _progress(self) -> Iterator[tqdm[Any]]:
        from tqdm import tqdm  # takes longer to import than this whole package

        with tqdm(
            total=self._target,
            initial=self._steps,
            unit="step",
            leave=False,
            file=sys.stdout,
            disable=not self.options.verbose,
        ) as bar:
            yield bar


def _state(model: Any) -> Any:
    """Return the running statistics of normalisation layers, which belong to the parameters."""
    return getattr(model, "bn_params", None)


def _set_state(model: Any, state: Any) -> None:
    if state is not None:
        model.bn_params = state
