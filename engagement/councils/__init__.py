"""Who asks: a council's name and what makes its pages look like its own."""
