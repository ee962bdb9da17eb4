"""From a designer's own tool to a template: `warroom import FILE.psd|.ora|.svg`."""
