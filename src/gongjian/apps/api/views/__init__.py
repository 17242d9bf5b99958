"""Views of the API app: the operations as one object, open reporting, and the pages of tokens and subscriptions."""
