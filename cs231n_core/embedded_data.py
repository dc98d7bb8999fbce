"""The embedded data set: ten classes of generated images that train about as CIFAR-10 does.

An image is a scene, a rough background and one shape. The scene (brightness, gradients, tint)
differs a little between classes: that is what a linear classifier finds. Each class has two scenes
and its own roughness: a network with one hidden layer finds that as well. The shape is what the
class is named after; it lies anywhere, bright or dark, so that mostly a convolution finds it.

The same bytes on every machine: only the uniform doubles of a PCG64 generator are drawn (NumPy
keeps these between versions, its other distributions it may change), arithmetic is float64 without
BLAS, and the images are rounded to whole numbers.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cs231n_core.embedded_shapes import SHAPES, SIZE, Field, between, shape_masks

CLASS_NAMES = tuple(SHAPES)
NUM_TRAIN, NUM_VAL, NUM_TEST = 5000, 1000, 1000

_SEED = 231
_MEAN_COLOUR = np.array([125.3, 123.0, 113.9])  # CIFAR-10's, red green blue

# Standard deviations in grey levels (CIFAR-10: 63 over all pixels, 32 of the image means).
_BACKGROUND = (14.0, 58.0)  # range over the images
_BACKGROUND_SLOPE = 1.4  # amplitude falls as 1 / frequency ** slope
_CHROMA = (9.6, 7.2)  # blue-yellow, red-green
_CHROMA_SLOPE = 1.6
_PIXEL_NOISE = 2.0
_LIMIT = 135.0  # how far from 127.5 the compressed values go before they are cut at 0 and 255
# Scene parts: brightness, top to bottom, centre to rim, left to right, blue-yellow, the same from
# top to bottom, red-green; how much each varies, and how much of that differs between classes.
_SCENE_SD = np.array([31.0, 20.0, 16.0, 12.0, 13.0, 7.0, 6.0])
_CLASS_SHIFT = np.array([0.47, 0.47, 0.42, 0.10, 0.50, 0.40, 0.40])
_SCENE_SPLIT = 0.6  # how far the two scenes of a class lie apart, in class shifts
_LAYOUT = 1.2  # a fixed pattern of the class, always of the same sign
_SIGNED_LAYOUT = 10.0  # another one, of random sign
_ROUGHNESS = 0.25  # how much the background's strength differs between classes
_SHAPE_CONTRAST = (15.0, 65.0)
_SHAPE_TINT = 8.0

_YELLOW_BLUE = np.array([-0.8616, -0.5169, 1.4178])  # both of mean square 1
_RED_GREEN = np.array([1.1888, -1.2601, 0.0713])

Split = tuple[NDArray[np.uint8], NDArray[np.int64]]


class EmbeddedImages(NamedTuple):
    """Images as (N, 3, 32, 32) uint8 and labels as (N,) int64, both read-only."""

    train: Split
    val: Split
    test: Split
    class_names: tuple[str, ...]


class _ClassLook(NamedTuple):
    """What the images of one class have in common."""

    name: str
    scene: NDArray[np.float64]
    scene_split: NDArray[np.float64]
    layout: Field
    signed_layout: Field
    roughness: float
    shape_tint: NDArray[np.float64]


@functools.cache
def embedded_images() -> EmbeddedImages:
    """Return 5,000 training, 1,000 validation and 1,000 test images, made on the first call.

    Each split holds every class equally often, in random order.

    Examples
    --------
    >>> images = embedded_images()
    >>> x, y = images.train
    >>> x.shape, x.dtype, y.dtype, images.class_names[1]
    ((5000, 3, 32, 32), dtype('uint8'), dtype('int64'), 'ring')
    """
    rng = np.random.Generator(np.random.PCG64(_SEED))
    counts = [total // len(CLASS_NAMES) for total in (NUM_TRAIN, NUM_VAL, NUM_TEST)]
    patterns = _scene_patterns()
    looks = _class_looks(rng)
    by_class = np.stack([_class_images(look, patterns, sum(counts), rng) for look in looks])
    ends = np.cumsum(counts)
    train, val, test = (
        _shuffled(by_class[:, end - count : end], rng)
        for count, end in zip(counts, ends, strict=True)
    )
    return EmbeddedImages(train, val, test, CLASS_NAMES)


def _shuffled(by_class: NDArray[np.uint8], rng: np.random.Generator) -> Split:
    """Return images (classes, count, 3, 32, 32) in random order, with their labels."""
    classes, count = by_class.shape[:2]
    order = np.argsort(rng.random(classes * count), kind="stable")
    x = by_class.reshape(-1, *by_class.shape[2:])[order]
    y = np.repeat(np.arange(classes, dtype=np.int64), count)[order]
    x.setflags(write=False)
    y.setflags(write=False)
    return x, y


def _scene_patterns() -> Field:
    """Return the grey scene parts, (4, 32, 32), each of mean square 1."""
    ramp = (np.arange(SIZE) - (SIZE - 1) / 2) / np.sqrt((SIZE**2 - 1) / 12)
    flat, top, left = np.ones((SIZE, SIZE)), -ramp[:, None], ramp[None, :]
    centre = np.exp(-(top**2 + left**2) / 1.6)
    return np.stack([flat, top * flat, (centre - centre.mean()) / centre.std(), left * flat])


def _balanced(rng: np.random.Generator, *shape: int) -> Field:
    """Return one random table entry a class, of mean 0 and mean square 1 over the classes."""
    table = rng.random((len(CLASS_NAMES), *shape)) - 0.5
    table -= table.mean(axis=0)
    balanced: Field = table / np.sqrt((table**2).mean(axis=0))
    return balanced


def _class_looks(rng: np.random.Generator) -> list[_ClassLook]:
    parts = len(_SCENE_SD)
    tints = _balanced(rng, 3)
    columns = (
        CLASS_NAMES,
        _balanced(rng, parts) * _CLASS_SHIFT,
        _balanced(rng, parts) * _CLASS_SHIFT * _SCENE_SPLIT,
        _noise(len(CLASS_NAMES), 1.0, rng, highest=5) * _LAYOUT,
        _noise(len(CLASS_NAMES), 1.5, rng, highest=5) * _SIGNED_LAYOUT,
        np.exp(_ROUGHNESS * _balanced(rng)).tolist(),
        (tints - tints.mean(axis=1, keepdims=True)) * _SHAPE_TINT,
    )
    return [_ClassLook(*row) for row in zip(*columns, strict=True)]


def _noise(count: int, slope: float, rng: np.random.Generator, highest: float = np.inf) -> Field:
    """Return random fields (count, 32, 32) of mean square 1, weaker at higher frequency."""
    rows = np.fft.fftfreq(SIZE)[:, None] * SIZE
    columns = np.fft.rfftfreq(SIZE)[None, :] * SIZE
    frequency = np.hypot(rows, columns)
    frequency[0, 0] = 1.0
    amplitude = np.where(frequency <= highest, frequency**-slope, 0.0)
    amplitude[0, 0] = 0.0  # no mean
    real, imaginary = (rng.random((count, SIZE, SIZE // 2 + 1)) - 0.5 for _ in range(2))
    fields = np.fft.irfft2((real + 1j * imaginary) * amplitude, s=(SIZE, SIZE))
    scaled: Field = fields / np.sqrt((fields**2).mean(axis=(1, 2), keepdims=True))
    return scaled


def _bell(rng: np.random.Generator, *shape: int) -> Field:
    """Return sums of three uniforms, scaled to mean 0 and variance 1: nearly normal."""
    total: Field = rng.random((3, *shape)).sum(axis=0)
    return 2 * (total - 1.5)


def _signs(count: int, rng: np.random.Generator) -> Field:
    return np.where(rng.random(count) < 0.5, -1.0, 1.0)[:, None, None]


def _compressed(plane: Field) -> Field:
    """Bend very dark and very bright values back, as a camera does."""
    offset = plane - 127.5
    square = offset * offset / _LIMIT**2
    compressed: Field = 127.5 + offset / np.sqrt(np.sqrt(1 + square * square))
    return compressed


def _class_images(
    look: _ClassLook, patterns: Field, count: int, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Return ``count`` images of one class, (count, 3, 32, 32)."""
    split = _signs(count, rng)[:, :, 0] * look.scene_split
    scene = (_bell(rng, count, len(_SCENE_SD)) + look.scene + split) * _SCENE_SD
    amount = scene.T[:, :, None, None]
    masks = shape_masks(look.name, count, rng)
    grey = (
        _noise(count, _BACKGROUND_SLOPE, rng) * between(*_BACKGROUND, count, rng) * look.roughness
    )
    grey += 2 * between(0, 1, count, rng) * look.layout
    grey += _bell(rng, count, 1, 1) * look.signed_layout
    grey += masks * _signs(count, rng) * between(*_SHAPE_CONTRAST, count, rng)
    grey += _PIXEL_NOISE * np.sqrt(12) * (rng.random(grey.shape) - 0.5)
    for part, pattern in enumerate(patterns):
        grey += amount[part] * pattern
    blue = _noise(count, _CHROMA_SLOPE, rng) * _CHROMA[0] + amount[4] + amount[5] * patterns[1]
    red = _noise(count, _CHROMA_SLOPE, rng) * _CHROMA[1] + amount[6]
    out = np.empty((count, 3, SIZE, SIZE), np.uint8)
    for channel in range(3):
        plane = grey + _MEAN_COLOUR[channel] + masks * look.shape_tint[channel]
        plane += blue * _YELLOW_BLUE[channel] + red * _RED_GREEN[channel]
        out[:, channel] = np.rint(np.clip(_compressed(plane), 0, 255))
    return out
