"""What is asked: plain Python, no Flask, no database."""
