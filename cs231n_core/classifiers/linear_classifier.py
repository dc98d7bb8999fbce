"""Linear classifiers, trained by stochastic gradient descent: softmax and SVM."""

from __future__ import annotations

import sys
from os import PathLike

import numpy as np

from cs231n_core.arrays import Array, IntArray
from cs231n_core.classifiers.parameter_files import read_params, save_params
from cs231n_core.errors import explain
from cs231n_core.layers import softmax_loss, svm_loss


class LinearClassifier:
    """Scores ``X @ W``, a loss of the scores, and the penalty ½ · reg · ‖W‖².

    `Softmax` and `LinearSVM` say which loss. There is no bias: append a column of ones to X, as
    CS231n does. The penalty has the factor ½ as everywhere in this package; to get the training
    of a starter code that leaves it out, double ``reg``.

    Attributes
    ----------
    W : (D, C) array or None
        None before training.
    diverged : bool
        True if the loss was not a number and training stopped.
    """

    def __init__(self) -> None:
        self.W: Array | None = None
        self.diverged = False

    def score_loss(self, scores: Array, y: IntArray) -> tuple[float, Array]:
        """Return the loss of a batch of scores (N, C) and its gradient."""
        raise NotImplementedError(
            explain("LinearClassifier", "the loss is", None, "that of Softmax or of LinearSVM")
        )

    def train(
        self,
        X: Array,
        y: IntArray,
        learning_rate: float = 1e-3,
        reg: float = 1e-5,
        num_iters: int = 100,
        batch_size: int = 200,
        verbose: bool = False,
        *,
        rng: np.random.Generator | None = None,
    ) -> list[float]:
        """Take ``num_iters`` steps and return the loss of each. A second call goes on.

        Parameters
        ----------
        X : (N, D) float array
        y : (N,) integer array
            Classes 0 <= y < C, where C is the largest label plus 1.
        learning_rate, reg : float
        num_iters, batch_size : int
        verbose : bool
            Show a progress bar.
        rng : numpy Generator, optional
            Draws the first weights and the batches. Without it, every call draws the same.

        Returns
        -------
        loss_history : list of float

        Examples
        --------
        >>> X, y = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0, 1])
        >>> classifier = Softmax()
        >>> losses = classifier.train(X, y, learning_rate=1.0, num_iters=20)
        >>> classifier.predict(X)
        array([0, 1])
        """
        if X.ndim != 2 or len(X) != len(y) or len(X) == 0:
            raise ValueError(
                explain("train", "X and y have shapes", (X.shape, y.shape), "(N, D) and (N,)")
            )
        from tqdm import tqdm  # takes longer to import than this whole package

        rng = np.random.default_rng(0) if rng is None else rng
        if self.W is None:
            self.W = rng.normal(0.0, 1e-3, (X.shape[1], int(y.max()) + 1)).astype(X.dtype)
        self.diverged = False
        history: list[float] = []
        steps = tqdm(range(num_iters), disable=not verbose, leave=False, file=sys.stdout)
        with steps, np.errstate(over="ignore", invalid="ignore"):
            for _ in steps:
                rows = rng.choice(len(X), min(batch_size, len(X)), replace=False)
                loss, grad = self.loss(X[rows], y[rows], reg)
                history.append(loss)
                if not np.isfinite(loss):
                    self.diverged = True
                    break
                self.W = self.W - learning_rate * grad
        return history

    def loss(self, X_batch: Array, y_batch: IntArray, reg: float) -> tuple[float, Array]:
        """Return the loss of a batch, penalty included, and the gradient of W.

        Parameters
        ----------
        X_batch : (N, D) float array
        y_batch : (N,) integer array
        reg : float

        Returns
        -------
        loss : float
        dW : (D, C) array
        """
        w = self._weights("loss")
        loss, dscores = self.score_loss(X_batch @ w, y_batch)
        return loss + 0.5 * reg * float(np.sum(w * w)), X_batch.T @ dscores + reg * w

    def predict(self, X: Array) -> IntArray:
        """Return the class of the largest score for each row of X (N, D)."""
        classes: IntArray = np.argmax(X @ self._weights("predict"), axis=1)
        return classes

    def save(self, fname: str | PathLike[str]) -> None:
        """Write W (as NumPy's npz, under exactly this name)."""
        save_params(fname, {"W": self._weights("save")})

    def load(self, fname: str | PathLike[str]) -> None:
        """Read the W that `save` wrote.

        Raises
        ------
        ValueError
            If the file is no such file, or W has another shape than the present one.
        """
        stored = read_params(fname)
        found = {name: w.shape for name, w in stored.items()}
        if set(found) != {"W"} or (self.W is not None and found["W"] != self.W.shape):
            shape = "(D, C)" if self.W is None else f"{self.W.shape}"
            raise ValueError(explain("load", f"{fname} holds", found, f"W of shape {shape}"))
        self.W = stored["W"]

    def _weights(self, where: str) -> Array:
        if self.W is None:
            raise ValueError(explain(where, "W is", None, "weights (D, C)", "call train first"))
        return self.W


class Softmax(LinearClassifier):
    """A linear classifier with the cross-entropy loss."""

    def score_loss(self, scores: Array, y: IntArray) -> tuple[float, Array]:
        """Return `softmax_loss`."""
        return softmax_loss(scores, y)


class LinearSVM(LinearClassifier):
    """A linear classifier with the multiclass hinge loss."""

    def score_loss(self, scores: Array, y: IntArray) -> tuple[float, Array]:
        """Return `svm_loss`."""
        return svm_loss(scores, y)
