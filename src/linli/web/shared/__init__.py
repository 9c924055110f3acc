"""What all faces share: who asks, words, tokens, templates, error pages."""
