"""Native arguments to components: the only part of this package that knows the spec's types."""
