"""nbgrader's gradebook: collect, grade, late policy, feedback, export, the doctor."""
