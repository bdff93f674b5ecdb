"""How to read the documents of Amazon ECR."""
