"""Ids, points and versions of every type but the right one."""

EDITOR = "writes_odd_metadata"
