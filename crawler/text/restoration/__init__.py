"""What repairs damaged text, a subject a module. ``crawler.text.restore`` is the face."""
