"""The grading harness: from a stage's text to a class's grades, through nbgrader."""

__version__ = "0.1.0"
