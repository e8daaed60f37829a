import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

// The manifest reference describes each key of the schema once.

const PAGES = ['docs/reference/manifest.md', 'docs/reference/manifest-keys.md'];
const text = PAGES.map((page) => readFileSync(page, 'utf8')).join('\n');

interface Row {
  key: string;
  description: string;
}

/** The rows of the table and the items of the lists: the key as it is shown, and its description without the default. */
const rows = Array.from(
  text.matchAll(
    /^(?:\| (?:\*\*)?`([^`]+)`(?:\*\*)? \| .*? \| |- (?:\*\*)?`([^`]+)`(?:\*\*)? \(.*?\): )(.*?)(?: \|)?$/gm,
  ),
  ([, cellKey, itemKey, cell = '']) => {
    const key = cellKey ?? itemKey ?? '';
    return { key, description: cell.replace(/ Default: `[^`]*`\.$/, '') } satisfies Row;
  },
);

/** All properties of the schema with a description, and their names. Deprecated spellings have none. */
function listProperties(node: unknown): Row[] {
  if (Array.isArray(node)) return node.flatMap(listProperties);
  if (node === null || typeof node !== 'object') return [];
  const { properties = {}, ...rest } = node as { properties?: Record<string, { description?: string }> };
  const own = Object.entries(properties).flatMap(([key, { description }]) =>
    description === undefined ? [] : [{ key, description }],
  );
  return [...own, ...Object.values(properties).flatMap(listProperties), ...Object.values(rest).flatMap(listProperties)];
}

describe('the manifest reference', () => {
  const schema = JSON.parse(readFileSync('schema/manifest.schema.json', 'utf8'));
  const cells = rows.map(({ key, description }) => `${key.split('.').at(-1)}: ${description}`);

  it('describes no key twice', () => {
    expect(rows.length).toBeGreaterThan(150);
    expect(cells.filter((cell, index) => cells.indexOf(cell) !== index)).toEqual([]);
  });

  it('describes every key of the schema', () => {
    // These are explained in the text or by the heading of a section.
    const explained = Object.keys(schema.properties);
    const maps = new Set(Array.from(text.matchAll(/^## (\w+)$/gm), ([, heading]) => heading));
    const missing = listProperties(schema).filter(({ key, description }) => {
      const shown = description.replaceAll('|', '\\|').replaceAll('<', '&lt;');
      return !explained.includes(key) && !maps.has(key) && !cells.some((cell) => cell.startsWith(`${key}: ${shown}`));
    });
    expect(missing).toEqual([]);
  });

  it('begins with an example of exactly the keys in its table', () => {
    const [page = ''] = PAGES.map((file) => readFileSync(file, 'utf8'));
    const [, example = ''] = /^```yaml\n(.*?)^```$/ms.exec(page) ?? [];
    const listed = Array.from(page.matchAll(/^\| (?:\*\*)?`([^`]+)`/gm), ([, key = '']) => key);
    expect(listed).toHaveLength(20);
    const used = new Set(listPaths(parse(example), ''));
    expect(listed.filter((key) => !used.has(key))).toEqual([]);
  });
});

/** The paths of all keys, such as `rules[].match.labels`. */
function listPaths(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((item) => listPaths(item, `${path}[]`))];
  if (value === null || typeof value !== 'object') return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, inner]) => {
      const name = path === 'webhooks' ? 'NAME' : key;
      return listPaths(inner, path === '' ? name : `${path}.${name}`);
    }),
  ];
}
