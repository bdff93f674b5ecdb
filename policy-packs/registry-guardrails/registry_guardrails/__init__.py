"""Controls over container registries in ECR, Artifact Registry and ACR, as a Pulumi policy pack."""
