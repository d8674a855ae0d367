"""Reading what people write: each free text is read by a person before anybody else sees it."""
