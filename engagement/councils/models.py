"""The table of councils and of what makes their pages their own."""

from sqlalchemy import JSON, CheckConstraint, String, text
from sqlalchemy.orm import Mapped, mapped_column

from engagement.councils.colours import Palette
from engagement.persistence import Base, RowId


class Council(Base):
    """A council and its look. Without a colour its pages have the neutral one, without a logo its name in words.

    `footer_links` holds {"text", "href"}. `logo` is read only where it is served or changed, so no page carries it;
    so are `school_holidays`, which hold {"name", "first", "last"} with days as 2025-07-23.
    """

    __tablename__ = "councils"
    __table_args__ = (CheckConstraint("(logo IS NULL) = (logo_hash IS NULL)", name="logo_is_whole"),)

    id: Mapped[RowId]
    name: Mapped[str] = mapped_column(String(120), unique=True)
    colour: Mapped[str | None] = mapped_column(String(7))
    colour_on_dark: Mapped[str | None] = mapped_column(String(7))
    logo: Mapped[bytes | None] = mapped_column(deferred=True)
    logo_type: Mapped[str | None] = mapped_column(String(20))
    logo_width: Mapped[int | None]
    logo_height: Mapped[int | None]
    logo_hash: Mapped[str | None] = mapped_column(String(12))
    footer_links: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    school_holidays: Mapped[list[dict[str, str]]] = mapped_column(
        JSON, default=list, server_default=text("'[]'"), deferred=True
    )

    @property
    def palette(self) -> Palette | None:
        """The colours of its pages, or None for the neutral ones."""
        return Palette.of(self.colour, self.colour_on_dark) if self.colour else None

    @property
    def logo_ending(self) -> str | None:
        """How the name of the logo's file ends, if there is a logo."""
        return self.logo_type.rpartition("/")[2] if self.logo_type else None
