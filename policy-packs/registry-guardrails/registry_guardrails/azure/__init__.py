"""How to read the documents of Azure Container Registry."""
