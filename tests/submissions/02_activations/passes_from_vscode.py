"""All right, and saved by VS Code: another kernel name, language tags in every cell."""

EDITOR = "vscode"
