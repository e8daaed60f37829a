import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MESSAGE_TABLES } from './message-tables.ts';

// A message that names a key of the manifest names one that exists, at the path that it gives.

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  [key: string]: unknown;
}

const ROOT = JSON.parse(readFileSync('schema/manifest.schema.json', 'utf8')) as Schema & {
  $defs: Record<string, Schema>;
};

/** The schemas of each key, wherever it is. */
const SCHEMAS_BY_KEY = new Map<string, Schema[]>();
collectKeys(ROOT);

function collectKeys(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, schema] of Object.entries((node as Schema).properties ?? {}))
    SCHEMAS_BY_KEY.set(key, [...(SCHEMAS_BY_KEY.get(key) ?? []), schema]);
  for (const child of Object.values(node)) collectKeys(child);
}

/** A schema and everything that it consists of, except the schemas of its keys. */
function listParts(schema: Schema): Schema[] {
  const target = schema.$ref === undefined ? [] : listParts(ROOT.$defs[schema.$ref.replace('#/$defs/', '')] ?? {});
  const inner: unknown[] = ['allOf', 'anyOf', 'oneOf', 'items', 'additionalProperties', 'then', 'else'].flatMap(
    (key) => schema[key],
  );
  const children = inner.filter((one): one is Schema => typeof one === 'object' && one !== null);
  return [schema, ...target, ...children.flatMap(listParts)];
}

/** Whether `first.second` is a path in the manifest; or a key, wherever it is. */
function isPath(path: string): boolean {
  const [first = '', ...rest] = path.split('.');
  let found = SCHEMAS_BY_KEY.get(first) ?? [];
  for (const key of rest) {
    const parts = found.flatMap(listParts);
    found = parts.map(({ properties }) => properties?.[key]).filter((one) => one !== undefined);
  }
  return found.length > 0;
}

/** Words like keys in the texts of a table that are something else. */
const OTHERS = new Set([
  ...[
    'http_proxy',
    'https_proxy',
    'all_proxy',
    'no_proxy',
    'explanation_url',
    'secrets.name',
    'certificate.expiry_warning',
    'certificate.policy_violation',
  ],
  ...['labels.team', 'proxy.example', 'cert.pem'],
]);

/** The texts of a table: without comments, imports, and expressions in the texts. */
function readTexts(file: string): string[] {
  const code = readFileSync(file, 'utf8').replace(/^import[^;]*;|^\s*(?:\*|\/\/|\/\*).*$/gm, '');
  return Array.from(code.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g), ([, plain, template]) =>
    (plain ?? template ?? '').replace(/\$\{[^}]*\}/g, ' '),
  );
}

/** `snake_case`, `settings.a_b`, and words with a dot whose first part is a key. */
function listKeys(text: string): string[] {
  const words = text.match(/(?<![\w.$-])[a-z]+(?:_[a-z]+)*(?:\.[a-z_]+)*(?![\w/-])/g) ?? [];
  return words
    .filter((word) => /_|\./.test(word))
    .filter((word) => word.includes('_') || SCHEMAS_BY_KEY.has(word.split('.')[0] ?? ''));
}

describe.each(MESSAGE_TABLES)('the messages of %s', (file) => {
  it('name keys that exist', () => {
    const keys = readTexts(file).flatMap(listKeys);
    expect(keys.filter((key) => !OTHERS.has(key) && !isPath(key))).toEqual([]);
  });
});

it('finds wrong keys', () => {
  expect(['settings.timeout', 'limits.size', 'ca_fil', 'map.idd'].filter(isPath)).toEqual([]);
  expect(
    ['limits.pages', 'ca_file', 'map.id', 'network.allow', 'match.thresholds'].filter((one) => !isPath(one)),
  ).toEqual([]);
  expect(listKeys('set `settings.stale_after_hours`, or ca_file: x. See www.example.com')).toEqual([
    'settings.stale_after_hours',
    'ca_file',
  ]);
});
