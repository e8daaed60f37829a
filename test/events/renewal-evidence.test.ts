import { describe, expect, it } from 'vitest';
import type { Comparison, LiveLocation, Observed, Plan, RenewalEvidence } from '../../src/domain/index.ts';
import { createSource } from '../../src/domain/sources/index.ts';
import {
  addRenewalCommits,
  collectRenewalEvidence,
  listRenewedFiles,
  type RenewalInput,
} from '../../src/events/plan/renewal-evidence.ts';
import { compareWithLog } from '../../src/events/state/compare-with-log.ts';
import { certificate, createScenario, day, declared, endpoint, entry, files, REFUSED } from './scenario.ts';

const [OLD, NEW, THIRD] = ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)];

interface Place {
  has: string | null;
  previous?: string | null;
  isUnread?: boolean;
  also?: string;
  observed?: Observed;
}

const create = (location: string, { has, previous = null, isUnread, also, observed = {} }: Place): LiveLocation => {
  const live: LiveLocation = {
    ...{ entry: 'shop', location, source: location, fingerprint: has, previous, since: null },
    ...{ failures: 0, failure: isUnread ? REFUSED : null, observed, evidence: null, ownership: null },
    ...{ path_end: null, revoked: null },
  };
  return also === undefined ? live : { ...live, others: [{ ...live, fingerprint: also }] };
};

const collect = (places: Record<string, Place>, over: Partial<RenewalInput> = {}): RenewalEvidence =>
  collectRenewalEvidence({
    ...{ old: OLD, renewed: NEW, alerted: [] },
    locations: Object.entries(places).map(([location, place]) => create(location, place)),
    ...over,
  });

const managed = { managed: true, state: 'ok', reason: null, since: null } as const;

describe('the evidence of a renewal', () => {
  it.each<[string, Record<string, Place>, readonly string[], string]>([
    ['one location', { a: { has: NEW, previous: OLD } }, [], 'at 1 of 1 location'],
    ['all locations', { a: { has: NEW, previous: OLD }, b: { has: NEW } }, [], 'at 2 of 2 locations'],
    [
      'a location with the old certificate',
      { a: { has: NEW }, b: { has: OLD } },
      [],
      'at 1 of 2 locations; the old one is still at b',
    ],
    [
      'a location that had the old one, and has a third one',
      { a: { has: NEW }, b: { has: THIRD, previous: OLD } },
      [],
      'at 1 of 2 locations; another one is at b',
    ],
    [
      'a location that a notification named',
      { a: { has: NEW }, b: { has: THIRD } },
      ['b'],
      'at 1 of 2 locations; another one is at b',
    ],
    ['another file of a glob', { a: { has: NEW, previous: OLD }, b: { has: THIRD } }, [], 'at 1 of 1 location'],
    [
      'an unreadable location that had the new one',
      { a: { has: NEW }, b: { has: NEW, isUnread: true } },
      [],
      'at 1 of 2 locations; b could not be read',
    ],
    ['no readable location', { a: { has: NEW, isUnread: true } }, [], 'at 0 of 1 location; a could not be read'],
    ['several certificates at one location', { a: { has: THIRD, also: NEW } }, [], 'at 1 of 1 location'],
    [
      'the old and the new one at one location',
      { a: { has: NEW, also: OLD } },
      [],
      'at 1 of 1 location; the old one is still at a',
    ],
    [
      'cert-manager',
      { a: { has: NEW, observed: { renewal_state: { ...managed, revision: 4 } } } },
      [],
      'at 1 of 1 location; cert-manager revision 4',
    ],
    [
      'AWS ACM',
      { a: { has: NEW, observed: { renewal_state: { ...managed, status: 'SUCCESS' } } } },
      [],
      'at 1 of 1 location; AWS ACM renewal SUCCESS',
    ],
    [
      'the next renewal of AWS ACM, which has failed',
      { a: { has: NEW, observed: { renewal_state: { ...managed, status: 'FAILED' } } } },
      [],
      'at 1 of 1 location',
    ],
    [
      'a system that has another certificate',
      { a: { has: NEW }, b: { has: OLD, observed: { renewal_state: { ...managed, revision: 4 } } } },
      [],
      'at 1 of 2 locations; the old one is still at b',
    ],
  ])('names %s', (_, places, alerted, text) => {
    expect(collect(places, { alerted }).text).toBe(text);
  });

  it('has fields for templates besides the text', () => {
    const evidence = collect({
      a: { has: NEW, observed: { renewal_state: { ...managed, revision: 2 } } },
      b: { has: OLD },
      c: { has: OLD, isUnread: true },
      d: { has: THIRD, previous: OLD },
    });
    expect(evidence).toEqual({
      text: 'at 1 of 4 locations; the old one is still at b; another one is at d; c could not be read; cert-manager revision 2',
      renewed_locations: 1,
      locations: 4,
      old_locations: ['b'],
      other_locations: ['d'],
      unread_locations: ['c'],
      issued_by: [{ system: 'cert-manager', location: 'a', revision: 2 }],
    });
  });

  it('counts all locations, lists at most 20, and names at most three of them, shortened', () => {
    const names = Array.from({ length: 30 }, (_, index) => `${index}`.padEnd(200, '-'));
    const evidence = collect(Object.fromEntries(names.map((name) => [name, { has: OLD }])));
    expect(evidence).toMatchObject({ locations: 30, old_locations: names.slice(0, 20) });
    expect(evidence.text.match(/-…/g)).toHaveLength(3);
    expect(evidence.text).toMatch(/ and 17 more$/);
  });
});

const old = certificate('old', { to: day(100) });
const later = certificate('later', { to: day(400) });

describe('the event about a renewal', () => {
  it('has the evidence, and the alert does not', () => {
    const scenario = createScenario([entry('shop')]);
    const read = (a: typeof old, b: typeof old) => [endpoint('shop', 'a:443', a), endpoint('shop', 'b:443', b)];
    const [alert] = scenario.preview({ now: day(80), readings: read(old, old) }).events;
    expect(alert?.context.data).not.toHaveProperty('renewal_evidence');
    scenario.scan({ now: day(80), readings: read(old, old) });
    expect(scenario.scan({ now: day(81), readings: read(later, old) })).not.toContain('renewed first -> hook');
    const { events } = scenario.preview({ now: day(82), readings: read(later, later) });
    const renewed = events.find(({ event }) => event === 'certificate.renewed');
    expect(renewed?.context.data.renewal_evidence?.text).toBe('at 2 of 2 locations');
  });

  it('has none if a date was replaced, which is not deployed anywhere', () => {
    const source = createSource({ name: 'license', expires: '2027-04-11', what: 'license' }, {});
    const scenario = createScenario([entry('license', { source })]);
    const read = (date: string) => [endpoint('license', 'declared', declared(date))];
    scenario.scan({ now: day(90), readings: read('2027-04-11') });
    const [event] = scenario.preview({ now: day(91), readings: read('2028-04-11') }).events;
    expect(event?.event).toBe('certificate.renewed');
    expect(event?.context.data).not.toHaveProperty('renewal_evidence');
  });
});

/** Plans the renewal of files, whose notification is due unless it was sent before. */
function planFiles(paths: readonly string[], { isFile = true, isSuppressed = false } = {}) {
  const source = createSource({ name: 'certs', file: 'certs/*.pem' }, {});
  const scenario = createScenario([entry('certs', isFile ? { source } : {})]);
  const read = (showing: typeof old) => [
    files('certs', 'certs/*.pem', Object.fromEntries(paths.map((path) => [path, showing]))),
  ];
  scenario.scan({ now: day(80), readings: read(old) });
  if (isSuppressed) scenario.scan({ now: day(81), readings: read(later) });
  const now = day(82);
  const { log, entries } = scenario;
  const comparison = compareWithLog({ log, entries, readings: read(later), covers: () => true, now });
  return { plan: scenario.preview({ now, readings: read(later) }), comparison };
}

const time = '2027-03-24T05:58:31Z';
const ROTATION = { sha: '3f9c2a81d07e', time };
const OTHER = { sha: '0000000000ff', time: '2027-03-23T00:00:00Z' };

function describeWith({ plan, comparison }: { plan: Plan; comparison: Comparison }, commits: Record<string, object>) {
  const added = addRenewalCommits(plan, comparison, new Map(Object.entries(commits)) as never);
  return added.events.find(({ event }) => event === 'certificate.renewed')?.context.data.renewal_evidence;
}

describe('the commits of renewed files', () => {
  it('are looked up for files whose notification is due', () => {
    const { plan, comparison } = planFiles(['certs/a.pem', 'certs/b.pem#1', 'certs/b.pem#2']);
    expect(listRenewedFiles(plan, comparison)).toEqual(['certs/a.pem', 'certs/b.pem']);
  });

  it.each([
    ['that was sent', planFiles(['certs/a.pem'], { isSuppressed: true })],
    ['of another source, whose location looks like a path', planFiles(['certs/a.pem'], { isFile: false })],
  ])('are not looked up for a renewal %s', (_, { plan, comparison }) => {
    expect(plan.events.map(({ event }) => event)).toContain('certificate.renewed');
    expect(listRenewedFiles(plan, comparison)).toEqual([]);
  });

  it('are looked up for at most 20 files', () => {
    const { plan, comparison } = planFiles(Array.from({ length: 30 }, (_, index) => `certs/${index}.pem`));
    expect(listRenewedFiles(plan, comparison)).toHaveLength(20);
  });

  it('are added to the evidence', () => {
    const planned = planFiles(['certs/a.pem', 'certs/b.pem']);
    expect(describeWith(planned, { 'certs/a.pem': ROTATION })).toEqual({
      text: 'at 2 of 2 locations; certs/a.pem changed in commit 3f9c2a81d07e (2027-03-24 05:58 UTC)',
      renewed_locations: 2,
      locations: 2,
      commits: [{ ...ROTATION, path: 'certs/a.pem' }],
    });
  });

  it('are named once each', () => {
    const planned = planFiles(['certs/a.pem', 'certs/b.pem', 'certs/c.pem']);
    const commits = { 'certs/a.pem': ROTATION, 'certs/b.pem': OTHER, 'certs/c.pem': ROTATION };
    expect(describeWith(planned, commits)?.text).toBe(
      'at 3 of 3 locations; certs/a.pem, certs/c.pem changed in commit 3f9c2a81d07e (2027-03-24 05:58 UTC), ' +
        'certs/b.pem changed in commit 0000000000ff (2027-03-23 00:00 UTC)',
    );
  });

  it('leave the evidence as it is if none is known', () => {
    const planned = planFiles(['certs/a.pem']);
    expect(describeWith(planned, {})?.text).toBe('at 1 of 1 location');
    expect(describeWith(planned, { 'certs/z.pem': ROTATION })).not.toHaveProperty('commits');
  });
});
