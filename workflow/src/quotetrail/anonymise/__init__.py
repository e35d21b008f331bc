"""Find identifiers, propose, let people decide, replace; and gates that let no name through."""
