"""What readers report: errors, accessibility defects."""
