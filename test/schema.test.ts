import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

// Editors validate manifests with the schema alone, and do not read labels as strings.
it.each([
  ['an entry', 'certificates: [{ name: shop, endpoint: shop.example, labels: { tier: 1, pci: true, id: 0123 } }]'],
  ['the defaults', 'defaults: { labels: { tier: 1.5 } }'],
  ['a rule', 'rules: [{ name: all, events: [certificate.*], match: { labels: { tier: [1, two], pci: false } } }]'],
])('the schema accepts unquoted numbers and booleans as labels of %s', (_, yaml) => {
  const schema = JSON.parse(readFileSync('schema/manifest.schema.json', 'utf8'));
  const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);
  validate(parse(`version: 1\n${yaml}\n`));
  expect(validate.errors?.filter(({ instancePath }) => instancePath.includes('labels')) ?? []).toEqual([]);
});

it('no validator copies the errors that it has found before for each invalid item', () => {
  const validators = readdirSync('src/generated').filter((name) => /^validate-.*\.js$/.test(name));
  expect(validators).not.toEqual([]);
  expect(validators.filter((name) => readFileSync(`src/generated/${name}`, 'utf8').includes('.concat('))).toEqual([]);
});
