"""Experiments of stage 05."""
