"""What the checks of stage 02 say."""

from cs231n_core.stages.s02 import check


def test_the_text_names_the_mistake_the_hint_and_what_is_still_to_come(solved, capsys) -> None:
    def in_place(x):
        x[x < 0] = 0
        return x, x

    score = check("relu", in_place, solved["relu_backward"])
    shown = capsys.readouterr().out
    assert 0 < score < 2
    assert "✗ inputs, dout and the cache are left as they were" in shown
    assert "relu_forward changed its input x in place: work on a copy" in shown
    assert "hint: " in shown
    assert "5 more checks run when your work is graded" in shown
