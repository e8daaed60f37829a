import { describe, expect, it } from 'vitest';
import { loadText, useDirectory } from './temporary-manifest.ts';

useDirectory();

/** The rule-never-fires diagnostics of a manifest with one rule, whose conditions are JSON. */
async function explain(conditions: unknown, labels: readonly object[] = [{}]): Promise<string[]> {
  const { diagnostics } = await loadText(
    JSON.stringify({
      version: 1,
      certificates: labels.map((one, index) => ({
        name: `shop${index}`,
        endpoint: `shop${index}.example`,
        labels: one,
      })),
      webhooks: { chat: { url: 'https://chat.example/hook' } },
      rules: [{ name: 'r', events: ['certificate.revoked'], conditions, actions: [{ webhook: 'chat' }] }],
    }),
  );
  return diagnostics.flatMap(({ code, message }) =>
    code === 'rule-never-fires' || code === 'condition-type' ? message : [],
  );
}

const days = (op: string, value: unknown) => ({ attr: 'days_remaining', op, value });

describe('two conditions on a number', () => {
  const OPERATORS = ['lt', 'lte', 'gt', 'gte'];
  const isUpper = (op: string) => op.startsWith('l');

  it.each(OPERATORS.flatMap((a) => OPERATORS.map((b) => [a, b])))(
    '%s and %s contradict each other if nothing is between',
    async (a, b) => {
      const expected = isUpper(a) === isUpper(b) ? [0, 0] : isUpper(a) ? [1, 0] : [0, 1];
      const counts = [];
      for (const [first, second] of [
        [5, 9],
        [9, 5],
      ])
        counts.push((await explain({ and: [days(a, first), days(b, second)] })).length);
      expect(counts).toEqual(expected);
    },
  );

  it('may be equal to one value', async () => {
    expect(await explain({ and: [days('eq', 5), days('eq', 5)] })).toEqual([]);
    expect(await explain({ and: [days('eq', 5), days('eq', 6)] })).toHaveLength(1);
    expect(await explain({ and: [days('eq', 5), { ...days('eq', 6), negate: true }] })).toEqual([]);
    expect(await explain({ and: [days('gte', 5), days('lte', 5)] })).toEqual([]);
  });
});

it.each<[count: number, expected: string]>([
  [1, 'the value is always "t0"'],
  [2, 'the value is one of "t0", "t1"'],
  [8, 'the value is one of "t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7"'],
  [9, 'the value is one of "t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7" and others'],
  [30, 'the value is one of "t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7" and others'],
])('a condition that is never true is explained with the values of %d certificates', async (count, expected) => {
  const labels = Array.from({ length: count }, (_, index) => ({ team: `t${index}` }));
  const [message, ...others] = await explain({ attr: 'labels.team', value: 'x' }, labels);
  expect(others).toEqual([]);
  expect(message?.endsWith(expected) || message?.endsWith(`${expected}.`)).toBe(true);
});

it('a condition on a label that no certificate has is never true', async () => {
  const [message] = await explain({ attr: 'labels.team', value: 'x' }, [{ env: 'prod' }]);
  expect(message).toContain('no certificate has it');
});

const VALUES = { string: 'a', number: 5, boolean: true, null: null, array: ['a'] };

it.each<[op: string | undefined, types: (keyof typeof VALUES)[]]>([
  [undefined, ['string', 'number', 'boolean', 'null', 'array']],
  ['eq', ['string', 'number', 'boolean', 'null', 'array']],
  ...['gt', 'gte', 'lt', 'lte'].map((op): [string, (keyof typeof VALUES)[]] => [op, ['number']]),
  ['in', ['array']],
  ['contains', ['string', 'number', 'boolean', 'array']],
  ['regex', ['string']],
])('the operator %s takes values of its types only', async (op, types) => {
  for (const [type, value] of Object.entries(VALUES)) {
    const found = await explain({ attr: 'issuer', ...(op && { op }), value });
    expect([type, found.length]).toEqual([type, types.includes(type as keyof typeof VALUES) ? 0 : 1]);
  }
});
