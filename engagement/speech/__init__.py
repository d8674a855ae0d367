"""A prepared voice for what is asked, for devices that have none: made once by workers, never by web processes."""
