/** Renders a proposed entry as YAML: one item of `certificates`, ready to paste. */

import { stringify } from 'yaml';

/** An entry as in a manifest: scalars, and lists and maps of them. */
export type EntrySpec = Readonly<Record<string, unknown>>;

/** Renders `  - name: shop`, and a line for each other key. `indent`: of the dash. */
export function renderEntryYaml(entry: EntrySpec, indent = 2): string {
  const lines = Object.entries(entry).map(([key, value]) => `${key}: ${renderValue(value)}\n`);
  const margin = ' '.repeat(indent);
  return lines.map((line, index) => `${margin}${index === 0 ? '- ' : '  '}${line}`).join('');
}

/** Renders an entry on one line: `{ name: shop, endpoint: shop.example.com }`. */
export function renderEntryLine(entry: EntrySpec): string {
  return `{ ${Object.entries(entry)
    .map(([key, value]) => `${key}: ${renderValue(value)}`)
    .join(', ')} }`;
}

function renderValue(value: unknown): string {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const pairs = Object.entries(value).map(([key, one]) => `${renderScalar(key)}: ${renderScalar(String(one))}`);
    return `{ ${pairs.join(', ')} }`;
  }
  const items = [value].flat().map((one) => (typeof one === 'string' ? renderScalar(one) : String(one)));
  return Array.isArray(value) ? `[${items.join(', ')}]` : (items[0] ?? '');
}

/** Renders a text on one line, quoted if YAML would read it differently, also inside a flow sequence. */
export function renderScalar(text: string): string {
  const isPlain = /^[\w./-][\w./*:-]*$/.test(text) && !text.endsWith(':') && !isOtherValue(text);
  return isPlain ? text : JSON.stringify(text);
}

/** Whether YAML reads a plain text as another value. A word before a dot or hyphen, as in every host, is only text; the library is slow. */
function isOtherValue(text: string): boolean {
  return !/^[A-Za-z]+[.-]/.test(text) && stringify(text).trimEnd() !== text;
}
