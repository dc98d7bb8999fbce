"""Honest variants of a stage's reference: other words, formulas, layouts and editors, same answers.

Every change keeps what a function computes by its own rule, and `trial.differs` compares each
changed function with the reference before it stays.
"""

from autograder.authoring.vary.answers import Tally, honest_answers, variant
from autograder.authoring.vary.pages import honest_notebooks

__all__ = ["Tally", "honest_answers", "honest_notebooks", "variant"]
