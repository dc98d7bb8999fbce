"""Changes of an input that keep its structure: every target takes one line of JSON.

Bytes that are flipped at random seldom get past the first check of a format. Here the parts of an
input are exchanged, repeated, left out and replaced by values that have hurt programs before; the
target puts the frame, archive or pickle together from them.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from typing import Any

SCALARS: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2, 7, 8, 255, 256, 65535, 65536, 2**31 - 1, 2**31, 2**32, 2**53,
    2**61 - 1, 2**63 - 1, 2**63, 2**64, -(2**63), 10**30, 0.5, -0.0, 1e308, 1e-320, float("inf"),
    float("nan"), "", "a", "0", "é", "日本", "\ud800", "\x00", "\u202e", "../x", "/x", "a\nb", "%s",
    [], {},
    [[]], {"a": 1},
)  # fmt: skip
LETTERS = "aZ09_-./\\:;%!#\"'(){}[]<>=,|@ \t\n\r\x00\x1béß日\U0001f600\u0301\ud800"
MAX_REPEATS = 60


def mutated(data: bytes, most: int, rng: random.Random, tokens: Sequence[Any]) -> bytes:
    """Return an input near ``data`` of at most ``most`` bytes; ``data`` itself if it got longer."""
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        tree = rng.choice(tokens)
    for _ in range(1 + int(rng.expovariate(0.7))):
        tree = _changed(tree, rng, tokens)
    try:
        text = written(tree)
    except RecursionError:
        return data
    return text if len(text) <= most else data


def written(tree: Any) -> bytes:
    """Return an input as the corpus holds it: JSON on one line."""
    return json.dumps(tree, separators=(",", ":")).encode()


def _changed(tree: Any, rng: random.Random, tokens: Sequence[Any]) -> Any:
    box = [tree]
    slots = _slots(box)
    owner, key = rng.choice(slots)
    value = owner[key]
    kind = rng.random()
    if kind < 0.3:
        owner[key] = _near(value, rng, tokens)
    elif kind < 0.45:
        owner[key] = _copy(rng.choice(tokens))
    elif kind < 0.55:
        owner[key] = _copy(rng.choice(SCALARS))
    elif kind < 0.7:
        other, place = rng.choice(slots)
        owner[key] = _copy(other[place])
    elif kind < 0.75:
        owner[key] = [value] if rng.random() < 0.5 else ["l", value]
    else:
        _rearrange(owner, key, rng, tokens)
    return box[0] if box else None


def _slots(box: list[Any]) -> list[tuple[Any, Any]]:
    """Return every place of a tree: a container and the key in it."""
    found: list[tuple[Any, Any]] = []
    waiting: list[Any] = [box]
    while waiting:
        owner = waiting.pop()
        for key in owner if isinstance(owner, dict) else range(len(owner)):
            found.append((owner, key))
            if isinstance(owner[key], dict | list):
                waiting.append(owner[key])
    return found


def _copy(value: Any) -> Any:
    if isinstance(value, list):
        return [_copy(entry) for entry in value]
    return {k: _copy(v) for k, v in value.items()} if isinstance(value, dict) else value


def _near(value: Any, rng: random.Random, tokens: Sequence[Any]) -> Any:
    """Return a value of the same kind, a little different."""
    if isinstance(value, bool) or value is None:
        return rng.choice((True, False, None))
    if isinstance(value, int):
        return rng.choice(
            (value + 1, value - 1, -value, value * 2, value ^ (1 << rng.randrange(64)))
        )
    if isinstance(value, float):
        return rng.choice((value * 2, -value, value + 1, value / 3))
    if isinstance(value, str):
        return _near_text(value, rng, tokens)
    if value and isinstance(value, list):
        return rng.choice((value[::-1], value[: rng.randrange(len(value))], value * 2))
    return value


def _near_text(text: str, rng: random.Random, tokens: Sequence[Any]) -> str:
    start = rng.randrange(len(text) + 1)
    end = min(len(text), start + rng.choice((0, 0, 1, 2, 8)))
    if _is_hex(text) and rng.random() < 0.7:
        start, end = start // 2 * 2, end // 2 * 2
        new = rng.randbytes(rng.choice((0, 1, 1, 1, 4))).hex()
    else:
        new = rng.choice(("", rng.choice(LETTERS), text[start:end] * 2, _word(rng, tokens)))
        new *= rng.randrange(MAX_REPEATS) if rng.random() < 0.05 else 1
    return text[:start] + new + text[end:]


def _word(rng: random.Random, tokens: Sequence[Any]) -> str:
    token = rng.choice(tokens)
    return token if isinstance(token, str) else rng.choice(LETTERS)


def _is_hex(text: str) -> bool:
    return len(text) % 2 == 0 and len(text) > 3 and set(text) <= set("0123456789abcdef")


def _rearrange(owner: Any, key: Any, rng: random.Random, tokens: Sequence[Any]) -> None:
    """Leave out, repeat, exchange or add an entry of a container."""
    if isinstance(owner, dict):
        value = owner[key]
        if rng.random() < 0.5:
            del owner[key]
        name = rng.choice([*owner, key, str(rng.choice(tokens))[:40]])
        owner[name] = _copy(value)
        return
    kind = rng.randrange(5)
    if kind == 0:
        del owner[key]
    elif kind == 1:
        owner[key:key] = [_copy(owner[key]) for _ in range(rng.choice((1, 1, 1, 2, MAX_REPEATS)))]
    elif kind == 2:
        other = rng.randrange(len(owner))
        owner[key], owner[other] = owner[other], owner[key]
    elif kind == 3:
        owner.insert(key, _copy(rng.choice(tokens)))
    else:
        del owner[key + 1 :]
