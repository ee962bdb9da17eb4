"""Handing a greenlit item over, target by target."""
