"""What coverage says of sets whose types are known."""
