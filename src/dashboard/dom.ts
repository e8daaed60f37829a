/** Creates elements. Text is never parsed as markup. */

type Child = Node | string | null | undefined | false | readonly Child[];

interface Properties {
  class?: string | undefined;
  /** Event listeners by name. */
  on?: Readonly<Record<string, (event: Event) => void>>;
  /** CSS properties, which the content security policy allows from a script. */
  style?: Readonly<Record<string, string>>;
  /** Attributes; false and null are omitted. */
  [attribute: string]: unknown;
}

const SVG = 'http://www.w3.org/2000/svg';

export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  apply(element, properties);
  append(element, children);
  return element;
}

export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  properties: Properties = {},
  ...children: Child[]
): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS(SVG, tag);
  apply(element, properties);
  append(element, children);
  return element;
}

function apply(element: HTMLElement | SVGElement, { on = {}, style = {}, ...attributes }: Properties): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value);
  for (const [name, listen] of Object.entries(on)) element.addEventListener(name, listen);
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(element, child);
    else element.append(child as Node | string);
  }
}

/** Replaces the contents of an element. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren();
  append(element, children);
}
