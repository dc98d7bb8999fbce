"""An answer that may run the core's own text is named to a person."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from autograder.judge.copies import near_copies
from autograder.judge.means import odd_means
from autograder.notebook.shell import MAX_SOURCE

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    "source",
    [
        "f = types.FunctionType(layers.relu_forward.__code__, {})",
        "exec(open('/jail/cs231n_core/layers/rectifiers.py').read())",
        "import inspect\ninspect.getsource(layers.relu_forward)",
        "getattr(layers.relu_forward, '__co' + 'de__')",
        "getattr(f, '__code__')",
        "from cs231n_core.kernels import active",
        "from cs231n_core.layers import _running",
        "import cs231n_core.stages.s05_graph",
        "import subprocess",
        "import os\nos.fork()",
        "from os import fork",
        "builtins.exec('x = 1')",
        "run = eval",
        "from builtins import exec as run",
        "getattr(module, 'exec')",
        "np.__builtins__['exec']",
        "vars(np)['__builtins__']",
        "import runpy as r\nr.run_path(layers.__file__)",
        "from runpy import run_path",
        "import code",
        "from concurrent.futures import ProcessPoolExecutor",
        "import threading",
        "import sys\ndel sys.modules['cs231n_core']",
        "import sys as s\ns.modules.clear()",
        "from sys import modules",
        "from inspect import getsource",
        "layers.relu_forward.__module__ = 'mine'",
        "setattr(layers.relu_forward, '__module__', 'mine')",
        "import os\nos.system('python core.py')",
        "import shutil\nshutil.copy(layers.__file__, 'mine.py')",
        "pkgutil.resolve_name('builtins:ex' + 'ec')(text)",
        "inspect.getsourcefile(layers.relu_forward)",
        "get_ipython().ex(text)",
        "shell = get_ipython()\nshell.user_ns.update(names)",
        "import timeit\ntimeit.timeit(stmt=text, globals=globals())",
        "import cProfile\ncProfile.run(text)",
        "from cProfile import run as time_it\ntime_it(text)",
        "import timeit\ntimeit.timeit(head + text, number=1)",
        "from timeit import timeit\ntimeit(text, globals=globals())",
        "from timeit import Timer as T\nT(open(name).read(), globals=globals())",
        "!cp {layers.__file__} mine.py",
        "!cat cs231n_core/layers/rectifiers.py > mine.py",
    ],
)
def test_means_to_run_the_text_of_the_core_are_named(source: str) -> None:
    (said,) = odd_means([source])
    assert said.endswith("it may run the text of the core")


@pytest.mark.parametrize(
    "source",
    [
        "%time exec(text)",
        "x = %time eval(text)",
        "%run core.py",
        "!python3 -c 'import cs231n_core'",
        "np.mean?\nexec(text)",
        "  !ls\n  exec(text)",
        ">>> x = 1\n>>> exec(text)",
        "In [3]: exec(text)",
        "x = !ls\nif x:\n    ?np\nexec(text)",
        "x = (7\n  % 2)\nexec(text)",
        "%%time\nif x:\n    !ls\n    exec(text)",
        '%cd -q .\ns = """\n%"""\nexec(text)\nx = """\n%"""',
        "In [1]: if x:\n   ...:     exec(text)",
        "%cd -q .\x0cexec(text)",
        "%%bash\npython3 -c 'import cs231n_core'\n",
        "%%writefile mine.py\nexec(text)",
        "%%time\n%%capture\nexec(text)",
    ],
)
def test_a_line_for_the_notebooks_shell_hides_nothing(source: str) -> None:
    (said,) = odd_means([source])
    assert said.endswith("it may run the text of the core")


@pytest.mark.parametrize(
    "source",
    [
        "import re\nre.compile('a')",
        "x = (",
        "getattr(x, 'shape')",
        "\x00",
        "",
        "model.eval()\nself.modules = []\nprint(f.__module__)",
        "%matplotlib inline\n!pip install tqdm\n%time relu_forward(x)\nnp.mean?",
        "import timeit\ntimeit.timeit(lambda: relu_forward(x), globals=globals())",
        "from timeit import repeat\nrepeat(model.loss, number=2)\nrepeat(steps['mine'], number=2)",
        "in_colab = 'google.colab' in str(get_ipython())\nstack.push(1)\n!git push",
        "x = [\nexec(text)",
        "from timeit import timeit\ntimeit(step, number=9)\ntimeit('step()', globals=globals())",
        "import cProfile\ncProfile.run('relu_forward(x)')",
        "example.ex = 1\n!ls\n!cat notes.txt\n%pip install tqdm",
        "get_ipython().run_line_magic('matplotlib', 'inline')",
        "%%html\n" + "<p>of a page\n" * 200,
        "x = 1\n  y = 2\n z = (\ndef f(:\n'no end",
    ],
)
def test_ordinary_code_is_not(source: str) -> None:
    assert odd_means([source]) == ()


@pytest.mark.parametrize(
    ("sources", "why"),
    [
        (["x = [" + "0," * MAX_SOURCE + "]"], "a cell of 1048582 characters is too long"),
        (["# x" * 60_000] * 3, "the cells are together too long"),
        (["%%html\n" + "<p>\n" * 60_000] * 2, "the cells are together too long"),
        (["np.mean?\n" * 2000], "the cells have too many lines that are not Python"),
        (
            ["%%writefile mine.txt\nwords of\nno language"],
            "a cell writes a file that is not Python",
        ),
        (["x = " + "+".join("x" * 5000)], "a cell is nested too deeply"),
    ],
)
def test_what_is_not_looked_into_is_named(sources: list[str], why: str) -> None:
    assert odd_means(["x = 1", *sources]) == (f"{why} to be looked into",)


def test_a_cell_of_eight_million_characters_costs_no_memory() -> None:
    cell = "a = [\n" + "0," * 2**22 + "]\n"
    tracemalloc.start()
    try:
        assert odd_means([cell]) == (
            f"a cell of {len(cell)} characters is too long to be looked into",
        )
        assert near_copies([cell], ["relu_forward"]) == ()
        assert tracemalloc.get_traced_memory()[1] < 50 * 2**20
    finally:
        tracemalloc.stop()


def test_no_honest_variant_or_sample_is_named() -> None:
    files = [*ROOT.glob("tests/variants/*/*.py"), *ROOT.glob("tests/submissions/*/passes*.py")]
    assert len(files) > 50
    named = {path.name for path in files if odd_means([path.read_text(encoding="utf-8")])}
    assert named == set()


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("!" + "python." * 2**14, id="a long command"),
        pytest.param(">>> x = 1\n" + " " * 2**16 + "x y", id="a long margin"),
        pytest.param("%%html\n" + "<p>\n" * 2**15, id="a long page"),
    ],
)
def test_long_lines_are_read_at_once_and_are_nothing_odd(source: str) -> None:
    assert odd_means([source]) == ()


@pytest.mark.parametrize("first", ["%%html?", "%%html", "\n\n%%svg"])
def test_a_page_of_python_hides_nothing(first: str) -> None:
    assert "exec" in odd_means([f"{first}\nexec(text)"])[0]


@pytest.mark.parametrize("line", ["%alias_magic -c html time", "get_ipython().magics_manager"])
def test_other_names_for_magics_are_named(line: str) -> None:
    assert "magic" in odd_means([line])[0]


def test_a_number_of_thousands_of_digits_is_nothing_odd() -> None:
    assert odd_means(["K = 0x" + "f" * 5000], ["import numpy as np"]) == ()


def test_statements_of_the_course_may_stand_in_a_students_cell() -> None:
    given = "from cs231n_core.stages.s02 import (\n    check,\n    progress,\n)"
    assert odd_means(["from cs231n_core.stages.s02 import check as c"], [given]) == ()
    assert odd_means(["import math\nfrom cs231n_core.stages.s02 import check"], [given]) == ()
    assert "s02.ask" in odd_means(["from cs231n_core.stages.s02 import ask"], [given])[0]
