"""Pictures of panels as SVG, drawn on the server without a browser."""
