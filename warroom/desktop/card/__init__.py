"""Cards as pixels: rendered on threads, kept by name, drawn by QML."""
