// For lengths that come from data: sets them through the element's style object, as the strict content policy demands.
// Lit's own styleMap writes a style attribute at the first render, which the policy blocks.
import { nothing } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';

type Styles = Readonly<Record<string, string>>;

class Placed extends Directive {
  render(_styles: Styles): typeof nothing {
    return nothing;
  }

  override update(part: ElementPart, [styles]: [Styles]): typeof nothing {
    if (part.element instanceof HTMLElement) {
      for (const [name, value] of Object.entries(styles)) part.element.style.setProperty(name, value);
    }
    return nothing;
  }
}

/** Used as an element expression: `<div ${placed({ width: '40%' })}>`. The same names must be given each time. */
export const placed = directive(Placed);
