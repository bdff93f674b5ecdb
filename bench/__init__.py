"""What Wharfinger costs in time and memory: `python -m bench` measures it and tells it."""
