/** Plain DOM for the parts that must do without Lit. */

/** Creates an element with attributes and children. */
export function create<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Node[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Draws one of the paths of `icon-paths.ts`, for a button that has a name. */
export function drawIcon(path: string): SVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  const stroke = document.createElementNS(namespace, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  stroke.setAttribute('d', path);
  svg.append(stroke);
  return svg;
}
