"""The loaders return CS231n's arrays and say which images they are."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from cs231n_core.data_utils import (
    CIFAR10_CLASSES,
    CIFAR10_FOLDER,
    choose_data,
    find_CIFAR10,
    get_CIFAR10_data,
    load_CIFAR10,
    load_CIFAR_batch,
    search_path,
)

PER_FILE = 20


def make_cifar10(folder: Path) -> Path:
    """Write six small batch files in CIFAR-10's layout and return their folder."""
    root = folder / CIFAR10_FOLDER
    root.mkdir(parents=True)
    rng = np.random.default_rng(0)
    for name in [*(f"data_batch_{k}" for k in range(1, 6)), "test_batch"]:
        data = rng.integers(0, 256, (PER_FILE, 3072), dtype=np.uint8)
        content = {b"data": data, b"labels": rng.integers(0, 10, PER_FILE).tolist()}
        (root / name).write_bytes(pickle.dumps(content, protocol=2))
    return root


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the CIFAR-10 of this machine."""
    monkeypatch.delenv("CS231N_DATASET", raising=False)
    monkeypatch.setenv("CS231N_DATA_DIR", str(tmp_path / "nothing"))
    monkeypatch.setattr("cs231n_core.data_utils.__file__", str(tmp_path / "checkout/core/x.py"))
    (tmp_path / "checkout").mkdir()
    (tmp_path / "checkout" / "pyproject.toml").touch()
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def raw(path: Path) -> np.ndarray:
    return np.asarray(pickle.loads(path.read_bytes())[b"data"])


def test_a_batch_is_returned_as_float_images_of_height_width_and_colour(tmp_path: Path) -> None:
    path = make_cifar10(tmp_path) / "data_batch_2"
    X, Y = load_CIFAR_batch(str(path))
    assert X.shape == (PER_FILE, 32, 32, 3)
    assert X.dtype == np.float64
    assert Y.shape == (PER_FILE,)
    # Row 5, column 7 of image 3: red, green and blue lie 1,024 values apart.
    assert X[3, 5, 7].tolist() == raw(path)[3, [167, 1191, 2215]].tolist()


def test_all_of_cifar10_is_returned_in_the_order_of_its_files(tmp_path: Path) -> None:
    root = make_cifar10(tmp_path)
    Xtr, Ytr, Xte, Yte = load_CIFAR10(root)
    assert Xtr.shape == (5 * PER_FILE, 32, 32, 3)
    assert Ytr.shape == (5 * PER_FILE,)
    assert np.array_equal(Xtr[PER_FILE : 2 * PER_FILE], load_CIFAR_batch(root / "data_batch_2")[0])
    assert np.array_equal(Xte, load_CIFAR_batch(root / "test_batch")[0])
    assert np.array_equal(Yte, load_CIFAR_batch(root / "test_batch")[1])


def test_a_root_that_does_not_exist_gives_the_cifar10_that_is_found_and_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CS231N_DATA_DIR", str(tmp_path))
    root = make_cifar10(tmp_path)
    with pytest.warns(UserWarning, match=rf"no folder cs231n/datasets/x; CIFAR-10 .* from {root}"):
        Xtr, *_ = load_CIFAR10("cs231n/datasets/x")
    assert len(Xtr) == 5 * PER_FILE


def test_a_root_that_does_not_exist_is_refused_where_there_is_no_cifar10() -> None:
    message = r"load_CIFAR10: root is elsewhere, expected a folder with CIFAR-10; fetch it once"
    with pytest.raises(FileNotFoundError, match=message):
        load_CIFAR10("elsewhere")


def test_a_folder_with_a_missing_batch_is_refused(tmp_path: Path) -> None:
    root = make_cifar10(tmp_path)
    (root / "data_batch_4").unlink()
    with pytest.raises(FileNotFoundError, match=r"data_batch_4: the file is missing"):
        load_CIFAR10(root)


@pytest.mark.parametrize("inside", [False, True])
def test_the_data_folder_may_hold_the_batches_folder_or_be_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: bool
) -> None:
    root = make_cifar10(tmp_path / "d")
    monkeypatch.setenv("CS231N_DATA_DIR", str(root if inside else root.parent))
    assert find_CIFAR10() == root


def test_the_named_folder_comes_before_the_current_one_and_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [tmp_path / "nothing", tmp_path / "here/data", tmp_path / "checkout/data"]
    assert search_path() == places
    for place in reversed(places):
        root = make_cifar10(place)
        assert find_CIFAR10() == root
    monkeypatch.delenv("CS231N_DATA_DIR")
    assert find_CIFAR10() == places[1] / CIFAR10_FOLDER


def test_an_installed_package_does_not_look_beside_itself(tmp_path: Path) -> None:
    (tmp_path / "checkout" / "pyproject.toml").unlink()
    assert search_path() == [tmp_path / "nothing", tmp_path / "here/data"]


def test_without_cifar10_the_embedded_set_is_chosen_and_the_places_are_named(
    tmp_path: Path,
) -> None:
    choice = choose_data()
    assert choice.kind == "embedded"
    assert choice.why.startswith(f"no CIFAR-10 in {tmp_path / 'nothing'}, ")


def test_cifar10_is_chosen_where_it_is_found_unless_the_embedded_set_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_cifar10(tmp_path / "nothing")
    assert choose_data() == ("cifar10", root, f"CIFAR-10 was found in {root}")
    monkeypatch.setenv("CS231N_DATASET", "embedded")
    assert choose_data().kind == "embedded"
    assert choose_data("auto").kind == "cifar10"


def test_cifar10_demanded_and_absent_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CS231N_DATASET", "cifar10")
    message = r"CIFAR-10 is nowhere, expected a folder in .*nothing, .*; fetch it once: cs231n-data"
    with pytest.raises(FileNotFoundError, match=message):
        get_CIFAR10_data(10, 10, 10)


def test_an_unknown_choice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=r"dataset is 'mnist', expected auto, cifar10, embedded"):
        choose_data("mnist")
    monkeypatch.setenv("CS231N_DATASET", "cifar")
    with pytest.raises(ValueError, match=r"\$CS231N_DATASET is 'cifar', expected auto"):
        choose_data()


def test_a_damaged_cifar10_is_an_error_and_not_replaced(tmp_path: Path) -> None:
    (make_cifar10(tmp_path / "nothing") / "data_batch_1").write_bytes(b"")
    with pytest.raises(ValueError, match=r"data_batch_1: the file is damaged .*fetch --force"):
        get_CIFAR10_data(10, 10, 10)


def test_validation_images_follow_the_training_images(tmp_path: Path) -> None:
    root = make_cifar10(tmp_path / "nothing")
    data = get_CIFAR10_data(25, 10, 5, subtract_mean=False)
    pixels = np.concatenate([raw(root / f"data_batch_{k}") for k in (1, 2)]).reshape(-1, 3, 32, 32)
    assert np.array_equal(data["X_train"], pixels[:25])
    assert np.array_equal(data["X_val"], pixels[25:35])
    assert np.array_equal(data["X_test"], raw(root / "test_batch").reshape(-1, 3, 32, 32)[:5])
    assert data.class_names == CIFAR10_CLASSES
    assert data.is_cifar10
    assert data.source == f"CIFAR-10 from {root}: 25 training, 10 validation, 5 test images"


def test_the_mean_training_image_is_subtracted_from_all_three_sets(tmp_path: Path) -> None:
    make_cifar10(tmp_path / "nothing")
    plain = get_CIFAR10_data(30, 10, 10, subtract_mean=False)
    data = get_CIFAR10_data(30, 10, 10)
    mean_image = plain["X_train"].mean(axis=0)
    assert np.abs(data["X_train"].mean(axis=0)).max() < 1e-12
    for name in ("X_train", "X_val", "X_test"):
        np.testing.assert_allclose(data[name], plain[name] - mean_image, rtol=0, atol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_images_have_the_dtype_asked_for_and_labels_are_whole(dtype: type) -> None:
    data = get_CIFAR10_data(50, 20, 10, dtype=dtype)
    assert {data[f"X_{name}"].dtype for name in ("train", "val", "test")} == {np.dtype(dtype)}
    assert {data[f"y_{name}"].dtype for name in ("train", "val", "test")} == {np.dtype(np.int64)}


def test_every_entry_is_an_array_so_that_the_official_loop_over_shapes_runs() -> None:
    data = get_CIFAR10_data(50, 20, 10, dataset="embedded")
    assert [f"{k}: {v.shape}" for k, v in data.items()] == [
        "X_train: (50, 3, 32, 32)",
        "y_train: (50,)",
        "X_val: (20, 3, 32, 32)",
        "y_val: (20,)",
        "X_test: (10, 3, 32, 32)",
        "y_test: (10,)",
    ]


def test_the_official_call_gets_all_embedded_images_and_is_told_so() -> None:
    message = (
        r"get_CIFAR10_data: embedded set of generated images \(not CIFAR-10\): 5,000 training, "
        r"1,000 validation, 1,000 test images \(asked for: 49,000, 1,000, 1,000\); for CIFAR-10, "
    )
    with pytest.warns(UserWarning, match=message):
        data = get_CIFAR10_data()
    assert len(data["X_train"]) == len(data["y_train"]) == 5000
    assert not data.is_cifar10


def test_more_images_than_cifar10_has_shortens_the_training_set(tmp_path: Path) -> None:
    make_cifar10(tmp_path / "nothing")
    with pytest.warns(UserWarning, match=r"90 training, 10 validation, 20 test images \(asked for"):
        data = get_CIFAR10_data(95, 10, 30)
    assert len(data["X_train"]) == 90


def test_what_is_returned_may_be_changed_without_changing_what_comes_next() -> None:
    first = get_CIFAR10_data(20, 10, 10, subtract_mean=False)
    before = {name: array.copy() for name, array in first.items()}
    for array in first.values():
        array += 1
    again = get_CIFAR10_data(20, 10, 10, subtract_mean=False)
    assert all(np.array_equal(again[name], before[name]) for name in before)


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ((0, 1, 1), "num_training is 0, expected 1 or more"),
        ((10, -1, 1), "num_validation is -1, expected 0 or more"),
        ((10, 1, -5), "num_test is -5, expected 0 or more"),
    ],
)
def test_a_count_that_makes_no_sense_is_refused(counts: tuple[int, int, int], message: str) -> None:
    with pytest.raises(ValueError, match=f"get_CIFAR10_data: {message}"):
        get_CIFAR10_data(*counts)


def test_no_validation_or_test_images_may_be_asked_for(tmp_path: Path) -> None:
    make_cifar10(tmp_path / "nothing")
    data = get_CIFAR10_data(30, 0, 0)
    assert data["X_val"].shape == data["X_test"].shape == (0, 3, 32, 32)
