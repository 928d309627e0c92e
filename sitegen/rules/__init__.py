"""What becomes of a problem once it is found: how bad it is here, whether its place allows it, how it is shown."""
