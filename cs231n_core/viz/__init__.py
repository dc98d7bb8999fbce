"""Figures, widgets and quizzes of the notebooks, in one style."""

from cs231n_core.viz.batchnorm import before_after, bn_graph, influence_map, trials, violins
from cs231n_core.viz.batchnorm_draws import draw_jitter, draw_mates, draw_tanh, draw_weight_scale
from cs231n_core.viz.charts import bars, curves, dead_against_rate, dots, heat_map, two_readings
from cs231n_core.viz.checklists import checklist
from cs231n_core.viz.controls import Choice, LogSlider, Slider, Switch
from cs231n_core.viz.draws import (
    draw_cloud,
    draw_leak,
    draw_maxout,
    draw_quadrants,
    draw_saturation,
)
from cs231n_core.viz.draws_preprocessing import (
    draw_conditioning,
    draw_selection,
    draw_whitening,
)
from cs231n_core.viz.draws_runs import (
    draw_console,
    draw_curve_game,
    draw_first_loss,
    draw_live_run,
)
from cs231n_core.viz.draws_weights import (
    draw_fan_in,
    draw_ratio,
    draw_spirals,
    draw_stack,
)
from cs231n_core.viz.gallery import gallery
from cs231n_core.viz.losses import (
    first_layers,
    loss_gallery,
    rates_and_losses,
    scatter_and_average,
)
from cs231n_core.viz.neurons import gates, neuron
from cs231n_core.viz.preprocessing import clouds, picture_rows
from cs231n_core.viz.progress import counting
from cs231n_core.viz.quiz import look_back, predict, predictions, quiz
from cs231n_core.viz.style import show
from cs231n_core.viz.weights import by_depth, densities, strips, up_and_down
from cs231n_core.viz.widgets import explore

__all__ = [
    "Choice",
    "LogSlider",
    "Slider",
    "Switch",
    "bars",
    "before_after",
    "bn_graph",
    "by_depth",
    "checklist",
    "clouds",
    "counting",
    "curves",
    "dead_against_rate",
    "densities",
    "dots",
    "draw_cloud",
    "draw_conditioning",
    "draw_console",
    "draw_curve_game",
    "draw_fan_in",
    "draw_first_loss",
    "draw_jitter",
    "draw_leak",
    "draw_live_run",
    "draw_mates",
    "draw_maxout",
    "draw_quadrants",
    "draw_ratio",
    "draw_saturation",
    "draw_selection",
    "draw_spirals",
    "draw_stack",
    "draw_tanh",
    "draw_weight_scale",
    "draw_whitening",
    "explore",
    "first_layers",
    "gallery",
    "gates",
    "heat_map",
    "influence_map",
    "look_back",
    "loss_gallery",
    "neuron",
    "picture_rows",
    "predict",
    "predictions",
    "quiz",
    "rates_and_losses",
    "scatter_and_average",
    "show",
    "strips",
    "trials",
    "two_readings",
    "up_and_down",
    "violins",
]
