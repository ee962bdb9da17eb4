"""Which templates the composer offers: the plan's brand where its folder is on this machine, else the brand that ships."""

from __future__ import annotations

from pathlib import Path

from warroom.compose.model import Template
from warroom.compose.template import load_brand, load_templates, shipped_templates
from warroom.plan.model import Plan


def templates_for(plan: Plan) -> tuple[Template, ...]:
    """By key. Raises TemplateError with every problem of the brand's files."""
    brand = Path(plan.brand) if plan.brand else None
    return load_templates(load_brand(brand)) if brand is not None and brand.is_file() else shipped_templates()
