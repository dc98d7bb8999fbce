"""The embedded images are the same everywhere, balanced, varied and much like photographs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import numpy as np
import pytest

from cs231n_core.embedded_data import CLASS_NAMES, EmbeddedImages, embedded_images
from cs231n_core.embedded_shapes import SHAPES, shape_masks

SHA256 = "72ec4a67d0cbed767c8924300d665545709e1b2ad1397bcf35fb81f26988720e"
"""Of all bytes, in the order train, val, test; images before labels."""


@pytest.fixture(scope="module")
def images() -> EmbeddedImages:
    return embedded_images()


def grey(images: EmbeddedImages) -> np.ndarray:
    found: np.ndarray = images.train[0].mean(axis=1)
    return found


def arrays(images: EmbeddedImages) -> Iterator[np.ndarray]:
    for split in (images.train, images.val, images.test):
        yield from split


def test_every_machine_makes_the_same_bytes(images: EmbeddedImages) -> None:
    digest = hashlib.sha256()
    for array in arrays(images):
        digest.update(array.astype(array.dtype.newbyteorder("<")).tobytes())
    assert digest.hexdigest() == SHA256


def test_the_images_are_made_once_and_cannot_be_changed(images: EmbeddedImages) -> None:
    assert embedded_images() is images
    assert not any(array.flags.writeable for array in arrays(images))


def test_the_splits_have_the_promised_sizes_and_all_classes_equally(
    images: EmbeddedImages,
) -> None:
    for (x, y), count in zip(images[:3], (5000, 1000, 1000), strict=True):
        assert x.shape == (count, 3, 32, 32)
        assert x.dtype == np.uint8
        assert y.dtype == np.int64
        assert np.bincount(y, minlength=10).tolist() == [count // 10] * 10


def test_the_labels_are_in_random_order(images: EmbeddedImages) -> None:
    y = images.train[1]
    same = int((y[1:] == y[:-1]).sum())
    assert abs(same - 0.1 * len(y)) < 6 * np.sqrt(0.09 * len(y))


def test_no_image_occurs_twice(images: EmbeddedImages) -> None:
    x = np.concatenate([split[0] for split in images[:3]])
    assert len({image.tobytes() for image in x}) == 7000


def test_the_classes_are_named_by_what_they_show() -> None:
    assert tuple(SHAPES) == CLASS_NAMES
    assert len(CLASS_NAMES) == 10


# The bounds below are centred on CIFAR-10's first 5,000 training images: channel means 126, 123,
# 115; deviations 63, 62, 67; image means deviate by 32; neighbours correlate by .93, pixels at a
# distance of four by .69; power falls as frequency to the -3.1.
def test_the_channels_have_cifar10s_mean_and_deviation(images: EmbeddedImages) -> None:
    x = images.train[0].astype(np.float64)
    np.testing.assert_allclose(x.mean(axis=(0, 2, 3)), [125.3, 123.0, 113.9], atol=4)
    np.testing.assert_allclose(x.std(axis=(0, 2, 3)), [62.6, 62.0, 66.6], atol=6)
    assert abs(x.mean(axis=(1, 2, 3)).std() - 32) < 4
    assert np.isin(images.train[0], (0, 255)).mean() < 0.03


@pytest.mark.parametrize(("distance", "correlation"), [(1, 0.93), (2, 0.83), (4, 0.69), (8, 0.52)])
def test_nearby_pixels_are_alike_as_in_photographs(
    images: EmbeddedImages, distance: int, correlation: float
) -> None:
    z = grey(images) - grey(images).mean(axis=0)
    left, right = z[:, :, :-distance].ravel(), z[:, :, distance:].ravel()
    assert abs(np.corrcoef(left, right)[0, 1] - correlation) < 0.05


def test_the_power_falls_with_frequency_as_in_photographs(images: EmbeddedImages) -> None:
    window = np.hanning(32)[:, None] * np.hanning(32)
    z = (grey(images) - grey(images).mean(axis=(1, 2), keepdims=True)) * window
    power = (np.abs(np.fft.fft2(z)) ** 2).mean(axis=0)
    frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(32, 1 / 32), np.fft.fftfreq(32, 1 / 32)))
    radii = np.arange(2, 16)
    ring = [power[np.abs(frequency - r) < 0.5].mean() for r in radii]
    slope = np.polyfit(np.log(radii), np.log(ring), 1)[0]
    assert -3.5 < slope < -2.6


def test_no_class_is_told_by_its_mean_image_alone(images: EmbeddedImages) -> None:
    x, y = images.train
    centres = np.stack([x[y == k].mean(axis=0) for k in range(10)]).reshape(10, -1)
    x_val, y_val = images.val
    distance = ((x_val.reshape(-1, 1, 3072) - centres) ** 2).sum(axis=2)
    right = distance.argmin(axis=1) == y_val
    assert 0.15 < right.mean() < 0.35
    assert max(right[y_val == k].mean() for k in range(10)) < 0.75


@pytest.mark.parametrize("name", CLASS_NAMES)
def test_a_shape_fills_a_part_of_the_image_and_no_two_are_alike(name: str) -> None:
    masks = shape_masks(name, 50, np.random.default_rng(0))
    assert masks.shape == (50, 32, 32)
    assert masks.min() >= 0
    assert masks.max() <= 1
    assert 0.02 < masks.mean() < 0.6
    assert masks.std(axis=(1, 2)).min() > 0.05
    assert len(np.unique(masks.sum(axis=(1, 2)))) == 50
