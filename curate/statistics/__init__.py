"""What can be said of shares, kinds and agreement from what was counted: numbers in, numbers out."""
