"""What every failure of the sandbox has in common."""


class SandboxError(Exception):
    """A failure that the user can mend; the command line prints its text and ends with code 1."""
