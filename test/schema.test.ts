import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

// An editor checks a manifest by the schema alone, and reads its YAML without knowing what is taken as written.
it.each([
  ['an entry', 'certificates: [{ name: shop, endpoint: shop.example, labels: { tier: 1, pci: true, id: 0123 } }]'],
  ['the defaults', 'defaults: { labels: { tier: 1.5 } }'],
  ['a rule', 'rules: [{ name: all, events: [certificate.*], match: { labels: { tier: [1, two], pci: false } } }]'],
])('an editor takes the labels of %s as we do: a number or a boolean needs no quotes', (_, yaml) => {
  const schema = JSON.parse(readFileSync('schema/manifest.schema.json', 'utf8'));
  const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);
  validate(parse(`version: 1\n${yaml}\n`));
  expect(validate.errors?.filter(({ instancePath }) => instancePath.includes('labels')) ?? []).toEqual([]);
});
