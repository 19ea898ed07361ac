"""Files that people take away: slides, documents and fact sheets, written from exported panels."""
