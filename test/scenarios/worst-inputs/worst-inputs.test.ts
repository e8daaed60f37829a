import { beforeAll, describe, expect, it } from 'vitest';
import { FORMATS } from '../../../src/discover/formats/index.ts';
import type { Action } from '../../../src/domain/index.ts';
import { STORES } from '../../../src/domain/manifest.ts';
import { SOURCE_DEFINITIONS } from '../../../src/domain/sources/index.ts';
import { createSemaphore } from '../../../src/lib/semaphore.ts';
import { REPORT_KINDS } from '../../../src/report/kinds/report-kind.ts';
import { SCRIPTS } from '../../helpers/starttls-server.ts';
import { listRequesters, REQUESTERS } from './requesters.ts';
import { measurePlainScan, type Scanned, scanBeside } from './run-scan.ts';
import { WORST_INPUTS } from './table.ts';
import { ALERT, computeMaxTime, computeSlowness, type WorstInput } from './worst-input.ts';

// No input stops the others: beside each one, the alert about a server arrives in time, and the failure is named.

/** The scans at once of inputs that only wait. More would delay the handshakes of each other. */
const MAX_AT_ONCE = 8;

/** The type knows them all. */
const RECEIVERS: Record<Action['kind'] | 'heartbeat', null> = {
  webhook: null,
  email: null,
  issue: null,
  heartbeat: null,
};

/** What is asked besides the sources, receivers and stores, which have rows of their own. */
const LOOKUP_KINDS = [
  'crl',
  'ocsp',
  'issuer',
  'acme',
  'domain',
  'CAA',
  'TLSA',
  'MTA-STS',
  'DNSSEC',
  'dns_over_https',
  'proxy',
];

let slowness = 1;

async function expectOthers(input: WorstInput, scanned: Promise<Scanned>): Promise<void> {
  const { named, held, tolerated, hasAll, others = [] } = input;
  const { exit, alerts, entries, codes, took, output } = await scanned;
  expect(alerts, output).toEqual(held === undefined ? [ALERT, ...others].sort() : []);
  expect(took).toBeLessThan(computeMaxTime(input, slowness));
  expect(exit === 0, output).toBe(tolerated !== undefined);
  const bad = Object.entries(entries);
  const isNamed = (found: readonly string[] | null) => found?.some((code) => named.includes(code)) === true;
  if (named.length === 0) return expect(entries).not.toContain(null);
  if (hasAll)
    return expect(
      named.filter((code) => !codes.includes(code)),
      `${codes}\n${output}`,
    ).toEqual([]);
  if (bad.length > 0 && tolerated === undefined)
    expect(
      bad.filter(([, found]) => !isNamed(found)),
      output,
    ).toEqual([]);
  else expect(isNamed(codes), `${codes}\n${output}`).toBe(true);
}

describe('no input stops the others', () => {
  const all = Object.values(WORST_INPUTS).flat();
  const waiting = all.filter(({ isBusy }) => !isBusy);
  const acquire = createSemaphore(MAX_AT_ONCE);
  const scans = new Map<WorstInput, Promise<Scanned>>();
  beforeAll(async () => {
    slowness = computeSlowness(await measurePlainScan());
    for (const input of waiting)
      scans.set(
        input,
        acquire(() => scanBeside(input, slowness)),
      );
    // The test of each reports its error, and may begin later.
    for (const scan of scans.values()) scan.catch(() => undefined);
  });

  for (const input of waiting)
    it(input.worst, () => expectOthers(input, scans.get(input) ?? scanBeside(input, slowness)));
  for (const input of all.filter(({ isBusy }) => isBusy))
    it(input.worst, () => expectOthers(input, scanBeside(input, slowness)));
});

describe('the table', () => {
  /** The kinds that the code knows. */
  const known: Record<keyof typeof WORST_INPUTS, readonly string[]> = {
    'a source': SOURCE_DEFINITIONS.map(({ keys }) => keys[0]?.[0] ?? ''),
    'a STARTTLS protocol': Object.keys(SCRIPTS),
    'a lookup': LOOKUP_KINDS,
    'a receiver': Object.keys(RECEIVERS),
    'a store': STORES,
    'a report': REPORT_KINDS,
    'a repository file': [...new Set(FORMATS.map(({ name }) => name))],
  };

  it('has what each module asks that sends requests', () => {
    const kinds = new Set(Object.values(WORST_INPUTS).flatMap((inputs) => inputs.flatMap((input) => input.kinds)));
    expect(Object.keys(REQUESTERS).sort()).toEqual(listRequesters());
    const asked = Object.values(REQUESTERS).flatMap((one) => (Array.isArray(one) ? one : []));
    expect(asked.filter((kind) => !kinds.has(kind))).toEqual([]);
    expect(LOOKUP_KINDS.filter((kind) => !asked.includes(kind))).toEqual([]);
  });

  it.each(Object.entries(WORST_INPUTS))('has every kind of what can be %s', (what, inputs) => {
    const kinds = new Set(inputs.flatMap((input) => input.kinds));
    expect([...kinds].sort()).toEqual([...(known[what] ?? [])].sort());
  });
});
