import { describe, expect, it } from 'vitest';
import type { IncludedEntries } from '../../src/domain/index.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { findLostIncludes, listAbsentEntries, recordIncludes } from '../../src/events/state/lost-includes.ts';
import type { EventLog, LoggedLocation } from '../../src/generated/event-log.ts';
import { entry } from './scenario.ts';

const include = (name: string, entries: number, more: Partial<IncludedEntries> = {}): IncludedEntries => ({
  name,
  entries,
  files: [],
  allow_empty: false,
  ...more,
});

const at = (removed: boolean): LoggedLocation => ({
  ...{ source: 'a', fingerprint: null, previous: null, since: null, failures: 0, failures_at: null },
  removed,
});

const createLog = (entries: Record<string, boolean>, includes?: Record<string, number>): EventLog => ({
  ...createEmptyLog(),
  scans: { ...(includes && { includes }) },
  locations: Object.fromEntries(Object.entries(entries).map(([name, removed]) => [name, { [name]: at(removed) }])),
});

const KNOWN = { 'teams/*.yaml': 2 };
const log = createLog({ main: false, shop: false, vpn: false }, KNOWN);
const entries = [entry('main')];

describe('an include without entries', () => {
  it('is lost if it had entries, and an entry is missing', () => {
    expect(findLostIncludes(log, { included: [include('teams/*.yaml', 0)], entries })).toEqual({
      includes: [{ name: 'teams/*.yaml', before: 2 }],
      entries: ['shop', 'vpn'],
    });
  });

  it.each<[string, IncludedEntries[], EventLog?]>([
    ['it has entries', [include('teams/*.yaml', 1)]],
    ['it may be empty', [include('teams/*.yaml', 0, { allow_empty: true })]],
    ['it had none before', [include('teams/*.yaml', 0)], createLog({ shop: false })],
    ['no entry is missing', [include('teams/*.yaml', 0)], createLog({ main: false, shop: true }, KNOWN)],
    ['it was removed from the manifest', []],
    [
      'it had none before, and another one was removed',
      [include('more/*.yaml', 0)],
      createLog({ shop: false }, { ...KNOWN, 'more/*.yaml': 0 }),
    ],
    [
      'it is new, and only a file of another one was removed',
      [include('teams/*.yaml', 1), include('more/*.yaml', 0)],
      createLog({ shop: false }, { ...KNOWN, 'teams/a.yaml': 1 }),
    ],
    ['another one is new and has none', [include('teams/*.yaml', 1), include('more/*.yaml', 0)]],
    ['a file is new and has none', [include('squads/*.yaml', 2, { files: [{ name: 'squads/a.yaml', entries: 0 }] })]],
  ])('is not lost if %s', (_, included, known = log) => {
    expect(findLostIncludes(known, { included, entries })).toBeNull();
  });

  it.each([
    { entries: 0, lost: [{ name: 'teams/*.yaml', before: 2 }] },
    { entries: 1, lost: [{ name: 'teams/a.yaml', before: 2 }] },
  ])('is named, or else its files are, if it has $entries', ({ entries: count, lost }) => {
    const known = createLog({ shop: false }, { ...KNOWN, 'teams/a.yaml': 2 });
    const files = [
      { name: 'teams/a.yaml', entries: 0 },
      { name: 'teams/b.yaml', entries: count },
    ];
    const included = [include('teams/*.yaml', count, { files })];
    expect(findLostIncludes(known, { included, entries })?.includes).toEqual(lost);
  });

  it('is lost under a new name, too', () => {
    expect(findLostIncludes(log, { included: [include('team/*.yaml', 0)], entries })?.includes).toEqual([
      { name: 'team/*.yaml', before: null },
    ]);
  });
});

describe('the entries of includes in the event log', () => {
  it('are those of the last scan', () => {
    const included = [include('b', 2, { files: [{ name: 'a', entries: 1 }] }), include('c', 0)];
    expect(recordIncludes(log, included).scans).toEqual({ includes: { a: 1, b: 2, c: 0 } });
    expect(Object.keys(recordIncludes(log, included).scans.includes ?? {})).toEqual(['a', 'b', 'c']);
    expect(recordIncludes(log, []).scans).toEqual({});
  });

  it('stay absent without includes', () => {
    const before = createLog({ main: false });
    expect(recordIncludes(before, [])).toBe(before);
  });
});

it('lists entries that are not in the manifest and not removed yet, also those that watch transparency logs', () => {
  const known = { ...createLog({ main: false, b: false, gone: true }), transparency: { a: {}, b: {} } };
  expect(listAbsentEntries(known, entries)).toEqual(['a', 'b']);
});
