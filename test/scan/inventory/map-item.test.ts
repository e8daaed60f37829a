import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createConditionSet, createFieldMap } from '../../../src/domain/sources/field-map.ts';
import type { ConditionSetSpec, FieldSpec } from '../../../src/generated/manifest.ts';
import { createItemFilter, mapFields, readItemId } from '../../../src/scan/inventory/map-item.ts';

const NAMES = ['id', 'pem', 'to', 'tags', 'a', '0', '*', '__proto__'];

/** Items with the names that the paths refer to, so that these find something. */
const { item } = fc.letrec((tie) => ({
  item: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.jsonValue(),
    fc.constantFrom(
      '2027-03-01',
      1_804_000_000,
      -1,
      '-----BEGIN CERTIFICATE-----',
      'MIIB',
      '\ud800',
      'DNS:a.example',
      true,
      null,
    ),
    fc.array(tie('item'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie('item'), { maxKeys: 5 }),
  ),
}));

const path = fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 }).map((segments) => segments.join('.'));
const field: fc.Arbitrary<FieldSpec> = fc.oneof(
  path,
  fc.array(path, { minLength: 1, maxLength: 3 }),
  fc.record({ path, format: fc.constantFrom('%d.%m.%Y', 'decimal', '%Y-%m-%d') }),
  fc.record({ path, default: fc.string({ minLength: 1 }) }),
);
const labels = fc.oneof(path, fc.dictionary(fc.constantFrom('team', 'env'), field));
const FIELDS = ['id', 'name', 'pem', 'chain', 'common_name', 'sans', 'issuer', 'serial', 'fingerprint'] as const;
const MORE = ['valid_from', 'valid_to', 'status', 'owner', 'assignments'] as const;
const map = fc.record(Object.fromEntries([...[...FIELDS, ...MORE].map((name) => [name, field]), ['labels', labels]]), {
  requiredKeys: [],
});

const OPERATORS = ['eq', 'gt', 'gte', 'lt', 'lte', 'in', 'contains', 'regex'] as const;
const condition = fc.record({
  attr: path,
  op: fc.constantFrom(...OPERATORS),
  value: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string(), { maxLength: 3 })),
  negate: fc.boolean(),
});
const where = fc.oneof(
  condition,
  fc.array(condition, { minLength: 1, maxLength: 3 }).map((and) => ({ and })),
  fc.array(condition, { minLength: 1, maxLength: 3 }).map((or) => ({ or })),
) as fc.Arbitrary<ConditionSetSpec>;

it('maps any item with any map, without throwing, to texts and times', () => {
  fc.assert(
    fc.property(item, map, (raw, spec) => {
      const mapping = { name: 'https://portal.example', map: createFieldMap(spec) };
      const id = readItemId(raw, mapping);
      expect(id !== '').toBe(true);
      const { item: mapped, failure, observed } = mapFields(raw, mapping);
      const { ownership } = observed;
      expect(failure === undefined).toBe(mapped !== undefined);
      for (const time of [mapped?.valid_from, mapped?.valid_to])
        if (time) expect(time).toMatch(/^(?:19[5-9]\d|[2-9]\d{3})-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/);
      const texts = [
        mapped?.common_name,
        mapped?.issuer,
        ownership?.owner,
        ...(mapped?.sans ?? []),
        ...(ownership?.assignments ?? []),
      ];
      for (const text of [...texts, ...Object.entries(ownership?.labels ?? {}).flat()])
        if (text) expect(text.length).toBeLessThan(2000);
    }),
    { numRuns: 200 },
  );
});

it('tests any item with any condition, without throwing, and monitors it if the condition cannot be evaluated', async () => {
  await fc.assert(
    fc.asyncProperty(item, where, async (raw, spec) => {
      const { isWanted, isDecidable } = await createItemFilter(createConditionSet(spec));
      expect(isWanted(raw)).toBeTypeOf('boolean');
      expect(isDecidable(raw)).toBeTypeOf('boolean');
    }),
    { numRuns: 200 },
  );
  const { isWanted } = await createItemFilter({ attr: 'a', op: 'gt', value: 1, negate: false });
  expect(isWanted({ a: 'text' })).toBe(true);
});
