"""From what the clouds' command lines print to an inventory."""
