"""Figures, widgets and quizzes of the notebooks, in one style."""

from cs231n_core.viz.controls import Choice, LogSlider, Slider, Switch
from cs231n_core.viz.gallery import gallery
from cs231n_core.viz.quiz import look_back, predict, predictions, quiz
from cs231n_core.viz.style import show
from cs231n_core.viz.widgets import explore

__all__ = [
    "Choice",
    "LogSlider",
    "Slider",
    "Switch",
    "explore",
    "gallery",
    "look_back",
    "predict",
    "predictions",
    "quiz",
    "show",
]
