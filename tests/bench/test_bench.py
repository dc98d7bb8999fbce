"""That the benchmark measures what it says. No test looks at a time."""

import json
import subprocess
import sys
from pathlib import Path

import bench_measure
import numpy as np
import pytest
from bench_cases import CASES, Case, by_name, chosen, inputs
from bench_measure import Blocks, DisagreementError, Plan, measure, total_ratio
from bench_peers import PEERS, Peer, absent
from bench_reference import reference
from bench_table import rates
from bench_worker import _error

from cs231n_core.kernels import using

BENCH = Path(__file__).parent
NUMPY = next(peer for peer in PEERS if peer.name == "numpy")
OURS = Peer("ours", NUMPY.competitor, "the NumPy kernels in its place", NUMPY.environment)


def test_the_command_measures_two_competitors_and_writes_what_it_found(tmp_path: Path) -> None:
    record = tmp_path / "bench.json"
    command = "--quick --only conv/tiny --only softmax/100x10 --peers numpy --threads 1 --rounds 2"
    done = subprocess.run(
        [sys.executable, str(BENCH), *command.split(), "--extras", "import", "--json", str(record)],
        capture_output=True,
        text=True,
    )
    if "CS231N_BACKEND is 'cython'" in done.stderr:
        pytest.skip("the compiled kernels are not built")
    assert done.returncode == 0, done.stderr
    assert "conv/tiny" in done.stdout
    assert "geometric mean" in done.stdout
    assert "after NumPy" in done.stdout
    blocks = json.loads(record.read_text())["blocks"]
    assert [(b["case"], b["phase"], b["dtype"]) for b in blocks] == [
        ("conv/tiny", "forward", "float32"),
        ("conv/tiny", "backward", "float32"),
        ("softmax/100x10", "forward", "float32"),
        ("conv/tiny", "forward", "float64"),
        ("conv/tiny", "backward", "float64"),
    ]
    assert all(set(b["seconds"]) == {"ours", "numpy"} for b in blocks)
    assert all(
        len(times) == 2 and min(times) > 0 for b in blocks for times in b["seconds"].values()
    )


def test_a_pattern_without_a_case_is_refused_with_the_names_of_all() -> None:
    done = subprocess.run(
        [sys.executable, str(BENCH), "--only", "conv/nine"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "no case matches; the cases are" in " ".join(done.stderr.split())


def test_a_competitor_with_wrong_results_stops_the_benchmark(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = bench_measure.reference

    def shifted(case: Case, dtype: str) -> dict[str, np.ndarray]:
        return {name: array + 1e-3 * abs(array).max() for name, array in right(case, dtype).items()}

    monkeypatch.setattr(bench_measure, "reference", shifted)
    with pytest.raises(DisagreementError, match=r"ours: relu/small in float32: off by .*'out'"):
        measure([by_name("relu/small")], "float32", 1, [OURS], Plan(1, 0.0), lambda _: None)


def test_results_of_another_shape_are_infinitely_wrong() -> None:
    assert _error(np.zeros((2, 1)), np.zeros(2)) == np.inf
    assert _error(np.array([1.0, 2.0]), np.array([1.0, 4.0])) == 0.5


def test_a_ratio_is_the_median_over_rounds_not_the_ratio_of_medians() -> None:
    seconds = {"ours": [1.0, 2.0, 4.0], "torch": [3.0, 2.0, 20.0]}
    one = Blocks("conv/tiny", "forward", "float32", 1, seconds)
    assert one.ratio("torch") == 3.0
    other = Blocks("conv/tiny", "backward", "float32", 1, {"ours": [1.0], "torch": [12.0]})
    assert total_ratio([one, other], "torch") == pytest.approx(6.0)


def test_the_geometric_mean_leaves_out_what_a_competitor_lacks() -> None:
    one = Blocks("conv/tiny", "forward", "float32", 1, {"ours": [1.0], "torch": [3.0]})
    other = Blocks("pool/2x2", "forward", "float32", 1, {"ours": [1.0]})
    assert total_ratio([one, other], "torch") == pytest.approx(3.0)


def test_an_absent_competitor_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    official = next(peer for peer in PEERS if peer.name == "official")
    monkeypatch.delenv("CS231N_OFFICIAL", raising=False)
    assert "set CS231N_OFFICIAL" in absent(official)
    monkeypatch.setenv("CS231N_OFFICIAL", str(BENCH))
    assert "holds no built im2col_cython" in absent(official)
    assert absent(NUMPY) == ""


def test_a_step_on_the_way_runs_only_when_it_is_named() -> None:
    command = [sys.executable, str(BENCH), "--only", "relu/small", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    usual = " ".join(done.stdout.split()).partition("[default: of ")[2].partition("]")[0]
    assert "torch" in usual
    assert "loops" not in usual
    assert {peer.name for peer in PEERS if peer.asked} == {"loops", "im2col", "baseline", "avx2"}


@pytest.mark.parametrize("how", ["loops", "im2col"])
def test_the_steps_on_the_way_compute_the_convolution(how: str) -> None:
    import peer_core

    case = by_name("conv/tiny")
    run = getattr(peer_core, f"build_{how}")(case, inputs(case, "float64"))
    for call in run.calls.values():
        call()
    for key, array in reference(case, "float64").items():
        np.testing.assert_allclose(run.results()[key], array, rtol=1e-9, atol=1e-12)


def test_training_steps_are_told_in_images_a_second() -> None:
    step = Blocks("step/convnet", "step", "float32", 1, {"ours": [0.05, 0.04], "torch": [0.1, 0.1]})
    other = Blocks("conv/tiny", "forward", "float32", 1, {"ours": [1.0]})
    assert rates([step, other]) == ["step/convnet, images a second: ours 2,222, torch 1,000"]


def test_every_window_of_every_case_tiles_its_images() -> None:
    for case in chosen(("conv/*", "pool/*")):
        s = case.sizes
        for side in ("H", "W"):
            assert (s[side] + 2 * s.get("pad", 0) - s["K"]) % s["stride"] == 0, case.name


def test_names_are_unique_and_patterns_choose() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    assert {case.kind for case in chosen(("conv/*", "pool/2x2"))} == {"conv", "pool"}


@pytest.mark.parametrize(
    "name", ["pool/3x3s2", "batchnorm/spatial", "affine/3072-100", "step/fc-bn"]
)
def test_the_reference_is_what_the_numpy_layers_give(name: str) -> None:
    import peer_core

    small = {"N": 3, "C": 2, "H": 7, "W": 9, "D": 3072, "hidden": 5}
    case = by_name(name)
    case = Case(name, case.kind, case.sizes | {k: v for k, v in small.items() if k in case.sizes})
    with using("numpy"):
        run = peer_core.build(case, inputs(case, "float64"))
        for call in run.calls.values():
            call()
    found, right = run.results(), reference(case, "float64")
    assert set(found) == set(right)
    for key, array in right.items():
        np.testing.assert_allclose(found[key], array, rtol=1e-9, atol=1e-12)
