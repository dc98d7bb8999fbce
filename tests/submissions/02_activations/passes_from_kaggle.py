"""All right, and saved by Kaggle: old format, uuids and timings in the metadata."""

EDITOR = "kaggle"
