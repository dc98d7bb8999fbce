"""Values on the wire: what the decoder takes, the encoder writes the same way again."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from fuzz_parts import entry, part, raw

from autograder.wire.decode import STRIDE_ROOM, Decoder
from autograder.wire.encode import Encoder
from autograder.wire.frames import WireError
from autograder.wire.generators import generator_entry
from autograder.wire.kinds import NUMBERS, TYPES

_ENTRIES = [
    ["a", "<f8", [2, 1], 0], ["a", "<f4", [2, 2], 0, [4, 8], True], ["a", "|b1", [], 0, None, False],
    ["a", "<U3", [1], 0], ["a", "|S0", [4], 0], ["a", "<M8[ns]", [0, 3], 0], ["a", "<c16", [1], 0, [-16], False],
    ["g", "<f4", "0000803f"], ["g", "<U0", ""], ["g", "<U1", "ffffffff"], ["g", "<g", "00" * 16], ["i", "9" * 30], ["i", "-1"],
    ["l", 1, ["r", 0]], ["d", "k", ["l"], 1, ["r", 1]], ["t", ["t"], 1], ["s", 1, "a"], ["z", ["t", 1]],
    ["f", "nan"], ["f", "-inf"], ["c", "(1+2j)"], ["b", "00ff"], ["sl", 1, None, 2], ["ra", 0, 9, 2], ["e"],
    ["ty", "numpy.float32"], ["dt", "<f8"], ["h", 3, "function", "function", "f", [["x", 1, False]], "doc"],
    generator_entry(np.random.default_rng(1)), ["rg", "PCG64", "1", "3", "0", "0"], ["rs", "00" * 2496, 624, 0, "0.0"],
    ["r", 0], ["r", -1], ["a", "<f8", [2**40], 0], ["a", "<f8", [0, 2**62, 2**62], 0],
]  # fmt: skip
TOKENS: tuple[Any, ...] = (
    *_ENTRIES,
    *sorted(NUMBERS),
    "<U2",
    "<m8[D]",
    "<M8[0s]",
    *list(TYPES)[:20],
)
SEEDS: tuple[Any, ...] = (
    {"body": "00" * 64, "value": ["l", *_ENTRIES[:16]]},
    {"body": "00" * 64, "value": ["t", *_ENTRIES[16:29]]},
    *({"body": "000000000000f03f" * 8, "value": entry} for entry in _ENTRIES),
)

_PADDED = ("<f16", "<c32", ">f16", ">c32")
"""A scalar of these has bytes that mean nothing and may differ."""


class _Handle:
    """An object that stays in the jail."""

    def __init__(self, entry: list[Any]) -> None:
        self.entry = entry


def _opaque(value: Any) -> Any:
    if isinstance(value, _Handle):
        return value.entry
    raise WireError("not a handle")


def check(tree: Any) -> None:
    """Decode; encode the value; decode that, and encode it to the same text and bytes."""
    body = np.frombuffer(bytearray(raw(part(tree, "body", str, ""))), np.uint8)
    decoder = Decoder(body, _Handle)
    try:
        value = decoder.decode(entry(tree, "value"))
    except WireError:
        return
    _check_sizes(decoder.leaves, body)
    try:
        text, parts = _encoded(value)
    except WireError:
        return  # deeper than a message may be, by references to what is around it
    again = Decoder(np.frombuffer(bytearray(parts), np.uint8), _Handle)
    text_again, parts_again = _encoded(again.decode(text))
    if any(f'"{wide}"' in json.dumps(text) for wide in _PADDED):
        return
    assert _settled(text_again) == _settled(text)
    assert len(parts_again) == len(parts)


def _check_sizes(leaves: list[Any], body: np.ndarray) -> None:
    arrays = [leaf for leaf in leaves if isinstance(leaf, np.ndarray)]
    own = sum(array.nbytes for array in arrays if not np.may_share_memory(array, body))
    bound = STRIDE_ROOM * body.nbytes
    assert own <= bound, f"{own} bytes of arrays from {body.nbytes}"


def _settled(entry: Any) -> Any:
    """Return the JSON of a value with the members of sets in one order."""
    if type(entry) is not list:
        return entry
    parts = [_settled(part) for part in entry]
    return [parts[0], *sorted(parts[1:], key=repr)] if parts[:1] in (["s"], ["z"]) else parts


def _encoded(value: Any) -> tuple[Any, bytes]:
    encoder = Encoder(_opaque, generators=True)
    text = encoder.encode(value)
    return text, b"".join(bytes(found) for found in encoder.parts)
