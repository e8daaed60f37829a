/** The migration guides name only manifest keys that exist. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const schema = readFileSync('schema/manifest.schema.json', 'utf8');

/** Names that users choose: a webhook and a label. */
const NAMES = ['chat', 'tenant'];

/** Keys in the last column of the tables: `key: value`, also within braces. */
function listKeys(page: string): string[] {
  const cells = Array.from(page.matchAll(/^\|.*\| ([^|]*(?:\\\|[^|]*)*) \|$/gm), ([, cell = '']) => cell);
  const code = cells.flatMap((cell) => Array.from(cell.matchAll(/`([^`]+)`/g), ([, text = '']) => text));
  const keys = code.flatMap((text) =>
    Array.from(text.matchAll(/(?:^|[{,[] ?)([a-z][a-z0-9_]*):/g), ([, key = '']) => key),
  );
  return [...new Set(keys)].filter((key) => !NAMES.includes(key));
}

it.each(['check-ssl-cert', 'netbox-ssl'])('migrate-from-%s.md names only existing keys', (name) => {
  const keys = listKeys(readFileSync(`docs/guides/migrate-from-${name}.md`, 'utf8'));
  expect(keys).toContain(name === 'netbox-ssl' ? 'labels' : 'expiry_warning_days');
  expect(keys.filter((key) => !schema.includes(`"${key}": {`))).toEqual([]);
});
