"""Values that cross the wall arrive as they were, and nothing else arrives."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.wire.decode import Decoder
from autograder.wire.encode import Encoder
from autograder.wire.frames import WireError
from autograder.wire.kinds import MAX_DEPTH


def refuse(value: Any) -> Any:
    raise AssertionError(f"{value!r} is opaque")


def across(value: Any) -> Any:
    encoder = Encoder(refuse)
    text = json.loads(json.dumps(encoder.encode(value)))
    body = np.frombuffer(b"".join(map(bytes, encoder.parts)), np.uint8).copy()
    return Decoder(body, refuse).decode(text)


def read(entry: Any, body: bytes = b"") -> Any:
    return Decoder(np.frombuffer(body, np.uint8).copy(), refuse).decode(entry)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.text()
    | st.binary(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.tuples(inner, inner)
    | st.dictionaries(st.text() | st.integers() | st.tuples(st.integers()), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(PLAIN)
def test_plain_values_arrive_with_their_types(value: Any) -> None:
    assert repr(across(value)) == repr(value)


@given(
    hnp.arrays(
        hnp.scalar_dtypes() | hnp.unicode_string_dtypes(max_len=5),
        hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
    )
)
def test_arrays_arrive_bit_by_bit(array: np.ndarray) -> None:
    there = across(array)
    assert (there.dtype, there.shape) == (array.dtype, array.shape)
    assert there.tobytes() == array.tobytes()
    assert there.flags.writeable


@pytest.mark.parametrize(
    "array",
    [
        np.arange(12.0).reshape(3, 4).T,
        np.repeat(np.arange(6.0).reshape(2, 3), 2, axis=-1)[..., ::2],
        np.arange(5)[::-1],
        np.broadcast_to(np.arange(3.0), (4, 3)),
        np.asfortranarray(np.arange(24, dtype=np.float32).reshape(2, 3, 4)),
    ],
    ids=["transposed", "slice", "reversed", "broadcast", "fortran"],
)
def test_the_order_in_memory_arrives_too(array: np.ndarray) -> None:
    there = across(array)
    np.testing.assert_array_equal(there, array)
    assert there.strides == array.strides
    assert there.flags.writeable == array.flags.writeable


def test_a_read_only_array_stays_read_only() -> None:
    array = np.arange(3.0)
    array.flags.writeable = False
    assert not across(array).flags.writeable


@pytest.mark.parametrize(
    "value",
    [np.float32(1.5), np.int8(-3), np.bool_(True), np.complex64(1j), np.float64("nan"),
     np.datetime64("2026-01-01")],
)  # fmt: skip
def test_numpy_scalars_keep_their_type(value: Any) -> None:
    there = across(value)
    assert type(there) is type(value)
    assert there.tobytes() == value.tobytes()


@pytest.mark.parametrize(
    "value",
    [float, np.float32, np.ndarray, np.dtype("<f4"), slice(1, None, 2), range(3), ..., {1, 2},
     frozenset({3}), 2**70, -(2**60)],
)  # fmt: skip
def test_rare_values_arrive(value: Any) -> None:
    assert across(value) == value


def test_floats_that_json_cannot_say_arrive() -> None:
    inf, minus, nan, zero = across([math.inf, -math.inf, math.nan, -0.0])
    assert (inf, minus) == (math.inf, -math.inf)
    assert math.isnan(nan)
    assert math.copysign(1, zero) == -1


def test_one_object_in_two_places_arrives_as_one() -> None:
    array = np.arange(3.0)
    first, second, inside = across([array, array, {"a": array}])
    assert first is second
    assert inside["a"] is first


def test_a_list_that_holds_itself_arrives() -> None:
    ring: list[Any] = [1]
    ring.append(ring)
    there = across(ring)
    assert there[1] is there


def test_objects_with_code_in_them_do_not_travel_by_value() -> None:
    for value in (
        object(),
        len,
        np.array([object()]),
        np.zeros(2, [("a", "f8")]),
        type("A", (), {}),
    ):
        encoder = Encoder(lambda _: ["h"])
        assert encoder.encode(value) == ["h"]
        assert not encoder.parts


@pytest.mark.parametrize(
    ("entry", "body"),
    [
        (["a", "|O", [1], 0], bytes(8)),
        (["a", "f8,f8", [1], 0], bytes(16)),
        (["a", "<f8", [2], 0], bytes(8)),
        (["a", "<f8", [-1], 0], bytes(8)),
        (["a", "<f8", [1], -8], bytes(8)),
        (["a", "<f8", [2**40, 2**40], 0], bytes(8)),
        (["a", "<f8", [1.0], 0], bytes(8)),
        (["a", "<f8", [1] * 40, 0], bytes(8)),
        (["a", "<f8", [1], 0, ["x"], True], bytes(8)),
        (["a", "<f8", [1], 0, [1, 1], True], bytes(8)),
        (["g", "<f8", "00"], b""),
        (["r", 0], b""),
        (["r", -1], b""),
        (["i", "9" * 5000], b""),
        (["d", ["l"], 1], b""),
        (["d", "only a key"], b""),
        (["s", ["l"]], b""),
        (["ty", "os.system"], b""),
        (["h2"], b""),
        ([], b""),
        ([["t"]], b""),
        ({"a": 1}, b""),
        (["f", [1]], b""),
        (["ra", 1, 2, 0], b""),
    ],
)
def test_what_the_encoder_would_not_write_is_refused(entry: Any, body: bytes) -> None:
    with pytest.raises(WireError):
        read(entry, body)


def test_strides_that_would_take_the_memory_are_dropped() -> None:
    array = read(["a", "<f8", [2], 0, [2**40], True], np.arange(2.0).tobytes())
    np.testing.assert_array_equal(array, [0.0, 1.0])


def test_depth_is_bounded_on_both_sides() -> None:
    value: list[Any] = []
    entry: list[Any] = ["l"]
    for _ in range(MAX_DEPTH + 2):
        value, entry = [value], ["l", entry]
    with pytest.raises(WireError, match="nested too deeply"):
        Encoder(refuse).encode(value)
    with pytest.raises(WireError, match="nested too deeply"):
        read(entry)


def test_truth_values_are_0_or_1_whatever_bytes_come() -> None:
    array = read(["a", "|b1", [3], 0], b"\x00\x01\xff")
    assert array.view(np.uint8).tolist() == [0, 1, 1]


@pytest.mark.parametrize("value", [np.str_(""), np.bytes_(b""), np.str_("a\0b")])
def test_an_empty_text_of_numpys_arrives(value: Any) -> None:
    assert repr(across(value)) == repr(value)


@pytest.mark.parametrize(
    "entry",
    [
        ["g", "<U1", "ffffffff"],
        ["a", "<U0", [2**28], 0],
        ["dt", "<M8[0000000s]"],
        ["l", *(["a", "|u1", [8], 0, [8], True] for _ in range(2))],
        ["l", *(["a", "|b1", [8], 0] for _ in range(2))],
        ["rg", "PCG64", "0", "0", "0", "0"],
        ["rs", "00" * 4 * 624, 0, 0, "0.0"],
    ],
    ids=[
        "a letter that is none",
        "letters without bytes",
        "a time without a unit",
        "shared bytes",
        "shared truth values",
        "a generator of zeros",
        "an old generator of zeros",
    ],
)
def test_what_would_cost_memory_or_time_or_break_numpy_is_refused(entry: Any) -> None:
    with pytest.raises(WireError):
        read(entry, bytes(8))
