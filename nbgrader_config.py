"""The course as nbgrader sees it: `nbgrader` and `autograder` both read this file.

Run either from this folder. Everything generated goes to build/.
"""

import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821 - nbgrader puts it here

ROOT = Path(__file__).resolve().parent

# --- folders -------------------------------------------------------------------------------------
c.CourseDirectory.root = str(ROOT)
c.CourseDirectory.course_id = "cs231n"
c.CourseDirectory.source_directory = "notebooks"
c.CourseDirectory.release_directory = "build/release"
c.CourseDirectory.submitted_directory = "build/submitted"
c.CourseDirectory.autograded_directory = "build/autograded"
c.CourseDirectory.feedback_directory = "build/feedback"
c.CourseDirectory.solution_directory = "build/solution"
c.CourseDirectory.source_with_tests_directory = "build/source_with_tests"
c.CourseDirectory.db_url = f"sqlite:///{ROOT / 'build' / 'gradebook.db'}"
(ROOT / "build").mkdir(exist_ok=True)  # SQLite makes the file, not its folder

# A new gradebook needs the command `alembic`, which nbgrader looks for on the PATH alone: it lies
# beside the running Python, also when its environment is not activated.
BIN = str(Path(sys.executable).parent)
if BIN not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join([BIN, os.environ.get("PATH", os.defpath)])

# --- release -------------------------------------------------------------------------------------
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError()"}
c.ClearSolutions.text_stub = "*Your answer here.*"

# --- grading -------------------------------------------------------------------------------------
# The two steps named autograder.* in the first list are why an odd notebook cannot stop a class
# and an untouched demonstration is not trained again; the one in the second is why silence, NaN
# and forged results earn nothing. Another grader replaces these lists and nothing else.
c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.ClearOutput",
    "autograder.gradebook.sanitise.RestoreRoles",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "autograder.gradebook.sanitise.SkipUntouchedDemos",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "nbgrader.preprocessors.Execute",
    "nbgrader.preprocessors.LimitOutput",
    "autograder.gradebook.scores.SaveCheckedGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Execute.timeout = 60  # seconds per cell
c.Execute.extra_arguments = ["--log-level=ERROR"]  # a kernel's warnings are not the class's news
c.LimitOutput.max_lines = 500

# --- late policy ---------------------------------------------------------------------------------
c.AssignLatePenalties.plugin_class = "autograder.gradebook.late.DailyPenalty"
c.DailyPenalty.penalty_method = "daily"  # or "none", "zero"
c.DailyPenalty.per_day = 0.1  # of the score, per started day
c.DailyPenalty.grace_minutes = 15
c.DailyPenalty.cap = 0.5

# --- feedback ------------------------------------------------------------------------------------
# The filter and the setting below hold in formgrader too: a script in a submission runs in nobody's
# browser.
c.GenerateFeedback.preprocessors = [
    "autograder.gradebook.feedback.HideTests",
    "nbgrader.preprocessors.GetGrades",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {
    "markdown2html": "autograder.gradebook.clean_html.markdown_to_safe_html",
    "clean_html": "autograder.gradebook.clean_html.safe_html",
}

# --- export --------------------------------------------------------------------------------------
c.ExportApp.plugin_class = "autograder.gradebook.export.ItemExport"
