"""The tour: the example organisation comes up in three stand-in clouds, and a bad change is stopped."""
