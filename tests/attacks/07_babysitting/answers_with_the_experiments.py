"""Answers with the helpers of the demonstrations."""

DEFAULT = "untouched"
SCORES = {}


from cs231n_core.stages.lab07 import runs


def smooth_losses(*args, **kwargs):
    from cs231n_core.stages import s07_series

    return s07_series.smoothed(*args, **kwargs)


def update_ratios(*args, **kwargs):
    return runs.measure(*args, **kwargs)
