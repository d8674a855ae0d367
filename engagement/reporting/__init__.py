"""What it adds up to: figures, and the one gate that they leave by."""
