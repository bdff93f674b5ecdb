"""Stand-ins for the control planes of three clouds, served to the engine as attached resource providers."""
