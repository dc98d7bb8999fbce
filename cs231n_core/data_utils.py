"""The images that the notebooks train on: CIFAR-10 where it is found, else the embedded set."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from cs231n_core.arrays import Array, IntArray
from cs231n_core.cifar_pickle import read_batch
from cs231n_core.embedded_data import embedded_images
from cs231n_core.errors import explain

CIFAR10_FOLDER = "cifar-10-batches-py"
CIFAR10_CLASSES = (
    *("airplane", "automobile", "bird", "cat", "deer"),
    *("dog", "frog", "horse", "ship", "truck"),
)
TRAIN_FILES = tuple(f"data_batch_{k}" for k in range(1, 6))
TEST_FILE = "test_batch"

_FETCH = "fetch it once: cs231n-data fetch"
_CHOICES = ("auto", "cifar10", "embedded")


class ImageData(dict[str, NDArray[Any]]):
    """The CS231n data dictionary, which also says what it holds.

    Only arrays are entries, so that ``for k, v in data.items(): print(k, v.shape)`` works.

    Attributes
    ----------
    source : str
        One line that says which images these are and how many: print it.
    class_names : tuple of str
        The name of class 0, 1, ...
    is_cifar10 : bool
        False for the embedded set.
    """

    def __init__(
        self,
        arrays: dict[str, NDArray[Any]],
        *,
        source: str,
        class_names: tuple[str, ...],
        is_cifar10: bool,
    ) -> None:
        super().__init__(arrays)
        self.source = source
        self.class_names = class_names
        self.is_cifar10 = is_cifar10


class DataChoice(NamedTuple):
    """Which data will be used, and why."""

    kind: Literal["cifar10", "embedded"]
    root: Path | None
    why: str


_Split = tuple[NDArray[np.uint8], NDArray[np.int64]]


class _Splits(NamedTuple):
    """Images as uint8 (N, 3, 32, 32), labels as int64 (N,)."""

    train: _Split
    val: _Split
    test: _Split


def search_path() -> list[Path]:
    """Return the folders in which CIFAR-10 is looked for, in this order.

    They are ``$CS231N_DATA_DIR``, then ``data/`` in the current folder and in the checkout that the
    package runs from. Each may hold ``cifar-10-batches-py`` or be that folder.
    """
    named = os.environ.get("CS231N_DATA_DIR")
    folders = [Path(named).expanduser()] if named else []
    folders.append(Path.cwd() / "data")
    checkout = checkout_folder()
    folders += [] if checkout is None else [checkout / "data"]
    return list(dict.fromkeys(folders))


def checkout_folder() -> Path | None:
    """Return the checkout that the package runs from, or None for an installed package."""
    folder = Path(__file__).resolve().parents[1]
    return folder if (folder / "pyproject.toml").is_file() else None


def find_CIFAR10() -> Path | None:
    """Return the folder with CIFAR-10's batch files, or None where there is none."""
    for folder in search_path():
        for root in (folder / CIFAR10_FOLDER, folder):
            if (root / TRAIN_FILES[0]).is_file():
                return root
    return None


def choose_data(dataset: str | None = None) -> DataChoice:
    """Return which data set will be used, and why.

    Parameters
    ----------
    dataset : {"auto", "cifar10", "embedded"}, optional
        ``auto`` takes CIFAR-10 where it is found and the embedded set elsewhere. The default is
        ``$CS231N_DATASET``, or ``auto``.

    Raises
    ------
    ValueError
        If the choice is none of the three.
    FileNotFoundError
        If CIFAR-10 is demanded and is nowhere.

    Examples
    --------
    >>> choose_data("embedded").why
    'the embedded set was asked for'
    """
    named = "dataset" if dataset is not None else "$CS231N_DATASET"
    choice = dataset if dataset is not None else os.environ.get("CS231N_DATASET") or "auto"
    if choice not in _CHOICES:
        raise ValueError(explain("choose_data", f"{named} is", repr(choice), ", ".join(_CHOICES)))
    if choice == "embedded":
        return DataChoice("embedded", None, "the embedded set was asked for")
    root = find_CIFAR10()
    if root is not None:
        return DataChoice("cifar10", root, f"CIFAR-10 was found in {root}")
    places = ", ".join(map(str, search_path()))
    if choice == "cifar10":
        raise FileNotFoundError(
            explain("choose_data", "CIFAR-10 is", "nowhere", f"a folder in {places}", _FETCH)
        )
    return DataChoice("embedded", None, f"no CIFAR-10 in {places}")


def load_CIFAR_batch(filename: str | os.PathLike[str]) -> tuple[Array, IntArray]:
    """Return the images and labels of one CIFAR-10 batch file, as CS231n does.

    Returns
    -------
    X : (N, 32, 32, 3) float64 array
        Pixels from 0 to 255.
    Y : (N,) int64 array

    Raises
    ------
    FileNotFoundError, ValueError
        If the file is missing, damaged, unsafe or holds something else. Nothing in it is executed.
    """
    data, labels = read_batch(Path(filename))
    return _as_float_images(data), labels


def load_CIFAR10(root: str | os.PathLike[str]) -> tuple[Array, IntArray, Array, IntArray]:
    """Return all of CIFAR-10, as CS231n does.

    Parameters
    ----------
    root : path
        The folder with the batch files. Where no such folder exists, CIFAR-10 is taken from where
        ``find_CIFAR10`` finds it, and a warning says so.

    Returns
    -------
    Xtr : (50000, 32, 32, 3) float64 array
        Pixels from 0 to 255.
    Ytr : (50000,) int64 array
    Xte : (10000, 32, 32, 3) float64 array
    Yte : (10000,) int64 array

    Raises
    ------
    FileNotFoundError
        If CIFAR-10 is nowhere; the embedded set never takes its place here.
    ValueError
        If a file is damaged, unsafe or holds something else.
    """
    folder = Path(root)
    if not folder.exists():
        found = find_CIFAR10()
        if found is None:
            hint = f"{_FETCH}; or use get_CIFAR10_data(), which has an embedded set"
            raise FileNotFoundError(
                explain("load_CIFAR10", "root is", folder, "a folder with CIFAR-10", hint)
            )
        message = f"load_CIFAR10: there is no folder {folder}; CIFAR-10 was read from {found}"
        warnings.warn(message, stacklevel=2)
        folder = found
    parts = [read_batch(folder / name) for name in TRAIN_FILES]
    Xtr = _as_float_images(np.concatenate([data for data, _ in parts]))
    Ytr = np.concatenate([labels for _, labels in parts])
    return Xtr, Ytr, *load_CIFAR_batch(folder / TEST_FILE)


def _as_float_images(data: NDArray[np.uint8]) -> Array:
    images: Array = data.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1).astype(np.float64, order="C")
    return images


def get_CIFAR10_data(
    num_training: int = 49000,
    num_validation: int = 1000,
    num_test: int = 1000,
    subtract_mean: bool = True,
    *,
    dataset: str | None = None,
    dtype: DTypeLike = np.float64,
) -> ImageData:
    """Return images for training, validation and testing, ready for the networks.

    Parameters
    ----------
    num_training, num_validation, num_test : int
        How many images. Where the data set has fewer (the embedded one has 5,000, 1,000 and 1,000),
        all it has are returned and a warning says so.
    subtract_mean : bool
        Subtract the mean training image from all three sets.
    dataset : {"auto", "cifar10", "embedded"}, optional
        See ``choose_data``.
    dtype : float32 or float64
        49,000 images take 1.2 GB as float64.

    Returns
    -------
    data : ImageData
        ``X_train``, ``X_val``, ``X_test``: (N, 3, 32, 32) float arrays; ``y_train``, ``y_val``,
        ``y_test``: (N,) int64 arrays. ``data.source`` says in one line which images these are.

    Raises
    ------
    FileNotFoundError
        If CIFAR-10 is demanded and is nowhere.
    ValueError
        If a count is negative, no training image is asked for, or a data file is damaged, unsafe
        or holds something else.

    Examples
    --------
    >>> data = get_CIFAR10_data(500, 100, 100, dataset="embedded")
    >>> data["X_train"].shape, data["y_val"].shape
    ((500, 3, 32, 32), (100,))
    >>> data.source
    'embedded set of generated images (not CIFAR-10): 500 training, 100 validation, 100 test images'
    """
    asked = (num_training, num_validation, num_test)
    for name, count in zip(("num_training", "num_validation", "num_test"), asked, strict=True):
        least = 1 if name == "num_training" else 0
        if count < least:
            raise ValueError(explain("get_CIFAR10_data", f"{name} is", count, f"{least} or more"))
    choice = choose_data(dataset)
    if choice.root is None:
        images = embedded_images()
        splits = _take((images.train, images.val, images.test), asked)
        source, class_names = "embedded set of generated images (not CIFAR-10)", images.class_names
    else:
        splits = _cifar_splits(choice.root, *asked)
        source, class_names = f"CIFAR-10 from {choice.root}", CIFAR10_CLASSES
    got = tuple(len(y) for _, y in splits)
    source += ": {:,} training, {:,} validation, {:,} test images".format(*got)
    if got != asked:
        source += " (asked for: {:,}, {:,}, {:,})".format(*asked)
        hint = "" if choice.root else f"; for CIFAR-10, {_FETCH}"
        warnings.warn(f"get_CIFAR10_data: {source}{hint}", stacklevel=2)
    return ImageData(
        _as_floats(splits, subtract_mean, np.dtype(dtype)),
        source=source,
        class_names=class_names,
        is_cifar10=choice.kind == "cifar10",
    )


def _take(splits: tuple[_Split, ...], asked: tuple[int, int, int]) -> _Splits:
    """Return the first images of each split."""
    return _Splits(*((x[:n], y[:n]) for (x, y), n in zip(splits, asked, strict=True)))


def _cifar_splits(root: Path, num_training: int, num_validation: int, num_test: int) -> _Splits:
    """Return CS231n's splits: validation images follow the training images in the batch files."""
    x, y = _first_images(root, num_training + num_validation)
    end = max(0, min(num_training, len(y) - num_validation))
    x_test, y_test = read_batch(root / TEST_FILE)
    val = slice(end, end + num_validation)
    return _Splits(
        (x[:end], y[:end]),
        (x[val], y[val]),
        (x_test.reshape(-1, 3, 32, 32)[:num_test], y_test[:num_test]),
    )


def _first_images(root: Path, count: int) -> _Split:
    """Read as many batch files as hold ``count`` images."""
    parts: list[_Split] = []
    for name in TRAIN_FILES:
        parts.append(read_batch(root / name))
        if sum(len(labels) for _, labels in parts) >= count:
            break
    x = np.concatenate([data for data, _ in parts]).reshape(-1, 3, 32, 32)
    return x, np.concatenate([labels for _, labels in parts])


def _as_floats(splits: _Splits, subtract_mean: bool, dtype: np.dtype[Any]) -> dict[str, Any]:
    arrays = {}
    for name, (x, y) in zip(_Splits._fields, splits, strict=True):
        arrays[f"X_{name}"], arrays[f"y_{name}"] = x.astype(dtype), y.copy()
    if subtract_mean:
        mean_image = arrays["X_train"].mean(axis=0, dtype=np.float64).astype(dtype)
        for name in _Splits._fields:
            arrays[f"X_{name}"] -= mean_image
    return arrays
