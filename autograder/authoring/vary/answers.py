"""Honest answers to a whole stage: every function changed a few times, each change tried first."""

from __future__ import annotations

import ast
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from autograder.authoring.answers import Answers, Reference, load_functions, parse_answers
from autograder.authoring.answers import reference as read_reference
from autograder.authoring.text import NOTEBOOKS
from autograder.authoring.vary.formulas import FORMULAS, HELPERS, Formula
from autograder.authoring.vary.inputs_nets import SCRIPTS
from autograder.authoring.vary.manner import INDENTS, LAYOUTS, MANNERS
from autograder.authoring.vary.naming import helpers_used
from autograder.authoring.vary.patterns import rewritten
from autograder.authoring.vary.statements import STATEMENTS
from autograder.authoring.vary.trial import Functions, Script, said, same
from autograder.checks.scoring import full_checks

Rng = np.random.Generator
Change = Callable[[ast.FunctionDef, Rng], bool]
CHANGES_PER_FUNCTION = 6
SEEDS = (1,)


def _formula(formula: Formula) -> Change:
    return lambda function, rng: rewritten(function, formula.rewrite, rng)


CHANGES: Mapping[str, Change] = {
    **{formula.name: _formula(formula) for formula in FORMULAS},
    **STATEMENTS,
    **MANNERS,
}
"""Every change of a function's syntax tree, by name."""


@dataclass
class Tally:
    """How often each change was made, and how often it was taken back because results differed.

    With ``once`` nothing that was made, or taken back in a function, is tried there again: the
    least work that shows every change.
    """

    once: bool = False
    made: Counter[str] = field(default_factory=Counter)
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)

    def least_used(self, names: list[str], function: str, rng: Rng) -> list[str]:
        """Return the names in the order of their use, chance deciding among equals."""
        if self.once:
            names = [n for n in names if not self.made[n] and not self.dropped[n, function]]
        chance = {name: rng.random() for name in names}
        wasted = {name: self.dropped[name, function] for name in names}
        return sorted(names, key=lambda name: (self.made[name] + wasted[name], chance[name]))


def honest_answers(
    stage: str, count: int, rng: Rng, *, notebooks: Path = NOTEBOOKS, tally: Tally | None = None
) -> Iterator[Answers]:
    """Yield complete answers to a stage that differ from its reference and say the same.

    Parameters
    ----------
    stage : str
        Which stage, by its name.
    count : int
        How many.
    rng : numpy.random.Generator
        Chooses changes and places. What was changed least so far is changed next, so that a few
        answers contain every change that the stage has a place for.
    notebooks : Path
        The course's source folder.
    tally : Tally, optional
        Counts the changes that were made and taken back.
    """
    solutions = read_reference(stage, notebooks)
    tally = Tally() if tally is None else tally
    for number in range(count):
        yield variant(solutions, rng, tally, f"{stage}-{number:03}")


def variant(solutions: Reference, rng: Rng, tally: Tally, name: str = "variant") -> Answers:
    """Return one changed copy of a stage's reference."""
    scripts, right = SCRIPTS[solutions.stage], load_functions(solutions)
    texts: dict[str, str] = {}
    for item in full_checks(solutions.stage).stage.items:
        for function in item.functions:
            judge = _Judge(right, scripts[item.name], function)
            texts[function] = _changed(solutions.functions[function], judge, rng, tally)
    return parse_answers(Path(f"{name}.py"), _whole(name, texts))


def _changed(text: str, judge: _Judge, rng: Rng, tally: Tally) -> str:
    name, done = judge.name, 0
    function = _parsed(text)
    for change in tally.least_used(list(CHANGES), name, rng):
        if done == CHANGES_PER_FUNCTION:
            break
        if not CHANGES[change](function, rng):
            continue
        changed = ast.unparse(ast.fix_missing_locations(function))
        if judge.refuses(changed):
            tally.dropped[change, name] += 1
        else:
            tally.made[change] += 1
            text, done = changed, done + 1
        function = _parsed(text)
    return _laid_out(text, judge, rng, tally)


def _parsed(text: str) -> ast.FunctionDef:
    (function,) = ast.parse(text).body
    assert isinstance(function, ast.FunctionDef)  # noqa: S101 - a reference has no lambdas
    return function


def _laid_out(text: str, judge: _Judge, rng: Rng, tally: Tally) -> str:
    for layouts in (LAYOUTS, INDENTS):
        for layout in tally.least_used(list(layouts), judge.name, rng)[:1]:
            changed = layouts[layout](text, rng)
            if judge.refuses(changed):
                tally.dropped[layout, judge.name] += 1
            else:
                tally.made[layout] += 1
                text = changed
    return text


class _Judge:
    """Compares versions of one function with the reference, on inputs of its item."""

    def __init__(self, right: Functions, script: Script, name: str) -> None:
        self.right, self.script, self.name = right, script, name
        self.wanted = said(script, right, SEEDS)

    def refuses(self, text: str) -> bool:
        """Tell whether a version cannot be run or says something else."""
        space = dict(self.right[self.name].__globals__)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                exec(_whole(self.name, {self.name: text}), space)  # noqa: S102 - our own text
            except SyntaxError:
                return True
            changed = {**self.right, self.name: space[self.name]}
            return not same(self.wanted, said(self.script, changed, SEEDS))


def _whole(name: str, texts: Mapping[str, str]) -> str:
    """Return an answer file: the helpers that the functions use, then the functions."""
    used = {h for text in texts.values() for h in helpers_used(text, set(HELPERS))}
    pieces = [HELPERS[helper] for helper in HELPERS if helper in used]
    return "\n\n\n".join([f'"""{name}."""', "import numpy as np", *pieces, *texts.values()]) + "\n"
