"""`report.html`: one file that shows what a run left, and asks nothing of any network."""
