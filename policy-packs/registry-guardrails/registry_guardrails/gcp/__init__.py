"""How to read the documents of Google Artifact Registry."""
