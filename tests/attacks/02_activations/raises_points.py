"""Test cells claim a hundred points and another role."""

EDITOR = "raises_points"
