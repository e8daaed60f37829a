import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../../src/discover/formats/index.ts';
import type { Action } from '../../../src/domain/index.ts';
import { STORES } from '../../../src/domain/manifest.ts';
import { SOURCE_DEFINITIONS } from '../../../src/domain/sources/index.ts';
import { REPORT_KINDS } from '../../../src/report/kinds/report-kind.ts';
import { SCRIPTS } from '../../helpers/starttls-server.ts';
import { scanBeside } from './run-scan.ts';
import { WORST_INPUTS } from './table.ts';
import { ALERT, computeMaxTime, type WorstInput } from './worst-input.ts';

// No input stops the others: beside each one, the alert about a server arrives in time, and the failure is named.

/** The type knows them all. */
const RECEIVERS: Record<Action['kind'] | 'heartbeat', null> = {
  webhook: null,
  email: null,
  issue: null,
  heartbeat: null,
};

async function expectOthers(input: WorstInput): Promise<void> {
  const { named, held, tolerated } = input;
  const { exit, alerts, entries, codes, took, output } = await scanBeside(input);
  expect(alerts, output).toEqual(held === undefined ? [ALERT] : []);
  expect(took).toBeLessThan(computeMaxTime(input));
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
  const all = Object.values(WORST_INPUTS).flat();
  it.concurrent.each(all.filter(({ isBusy }) => !isBusy))('$worst', expectOthers);
  it.each(all.filter(({ isBusy }) => isBusy))('$worst', expectOthers);
});

describe('the table', () => {
  /** The kinds that the code knows. */
  const known: Record<keyof typeof WORST_INPUTS, readonly string[]> = {
    'a source': SOURCE_DEFINITIONS.map(({ keys }) => keys[0]?.[0] ?? ''),
    'a STARTTLS protocol': Object.keys(SCRIPTS),
    'a receiver': Object.keys(RECEIVERS),
    'a store': STORES,
    'a report': REPORT_KINDS,
    'a repository file': [...new Set(FORMATS.map(({ name }) => name))],
  };

  it.each(Object.entries(WORST_INPUTS))('has every kind of what can be %s', (what, inputs) => {
    const kinds = new Set(inputs.flatMap((input) => input.kinds));
    expect([...kinds].sort()).toEqual([...(known[what] ?? [])].sort());
  });
});
