import { describe, expect, it } from 'vitest';
import { SOURCE_DEFINITIONS } from '../../../src/domain/sources/index.ts';
import { SCRIPTS } from '../../helpers/starttls-server.ts';
import { scanBeside } from './run-scan.ts';
import { WORST_INPUTS } from './table.ts';
import { ALERT, MAX_SCAN_MS, type WorstInput } from './worst-input.ts';

// No input stops the others: beside each one, the alert about a server arrives in time, and the failure is named.

async function expectOthers(input: WorstInput): Promise<void> {
  const { named, held, tolerated } = input;
  const { exit, alerts, entries, codes, took, output } = await scanBeside(input);
  expect(alerts, output).toEqual(held === undefined ? [ALERT] : []);
  expect(took).toBeLessThan(MAX_SCAN_MS);
  expect(exit === 0, output).toBe(tolerated !== undefined);
  const bad = Object.entries(entries);
  const isNamed = (found: readonly string[] | null) => found?.some((code) => named.includes(code)) === true;
  if (named.length === 0) return expect(entries).not.toContain(null);
  if (bad.length > 0 && tolerated === undefined)
    expect(
      bad.filter(([, found]) => !isNamed(found)),
      output,
    ).toEqual([]);
  else expect(isNamed(codes), `${codes}\n${output}`).toBe(true);
}

describe('no input stops the others', () => {
  it.concurrent.each(WORST_INPUTS.filter(({ isBusy }) => !isBusy))('$worst', expectOthers);
  it.each(WORST_INPUTS.filter(({ isBusy }) => isBusy))('$worst', expectOthers);
});

describe('the table', () => {
  const kinds = new Set(WORST_INPUTS.flatMap((input) => input.kinds));

  it.each([
    ['source', SOURCE_DEFINITIONS.map(({ keys }) => keys[0]?.[0] ?? '')],
    ['STARTTLS protocol', Object.keys(SCRIPTS)],
  ])('has every %s', (_, known) => {
    expect(known.filter((kind) => !kinds.has(kind))).toEqual([]);
  });
});
