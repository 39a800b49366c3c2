"""The network and its curves as SVG."""
