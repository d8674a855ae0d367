"""Councils: colours that can be read, logos that are pictures, links that lead somewhere safe."""
