import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeExitCode } from '../../../src/app/exit-code.ts';
import type { Silence } from '../../../src/domain/index.ts';
import { isSilenceable, isUnreadReason, RED_CODES, type RedCode } from '../../../src/domain/red-reasons.ts';
import { type Cause, isPermitted, listRedReasons } from '../../../src/report/coverage/reasons.ts';
import { silence } from '../../events/scenario.ts';
import { coverage, report } from '../samples.ts';

const NOW = Date.parse('2026-12-02T05:30:00Z');
const DAY = 86_400_000;
const ENTRIES = [
  { name: 'shop', labels: { team: 'web' } },
  { name: 'mail', labels: { team: 'it' } },
];
const SHOP: Cause = { code: 'unread', entry: 'shop' };
const MAIL: Cause = { code: 'unread', entry: 'mail' };

const list = (causes: readonly Cause[], silences: readonly Silence[] = []) =>
  listRedReasons(causes, { entries: ENTRIES, silences, now: NOW });
const permit = (codes: RedCode[], until = NOW + DAY, match: Partial<Silence['match']> = {}) =>
  silence(until, { codes, events: [], match });

describe('the reasons for a red run', () => {
  it('are grouped by code, with each entry once, in the order of the table', () => {
    expect(
      list([{ code: 'undelivered', entry: null }, SHOP, MAIL, SHOP, { code: 'never-read', entry: 'mail' }]),
    ).toEqual([
      { code: 'never-read', entries: ['mail'] },
      { code: 'unread', entries: ['shop', 'mail'] },
      { code: 'undelivered', entries: [] },
    ]);
  });

  it('are split where a silence permits some of the entries', () => {
    const silences = [permit(['unread'], NOW + DAY, { labels: { team: ['web'] } })];
    expect(list([SHOP, MAIL], silences)).toEqual([
      { code: 'unread', entries: ['shop'], silenced_until: '2026-12-03T05:30:00Z' },
      { code: 'unread', entries: ['mail'] },
    ]);
  });

  it.each<[string, Silence, boolean]>([
    ['that has ended', permit(['unread'], NOW), false],
    ['that ends in a millisecond', permit(['unread'], NOW + 1000), true],
    ['of another code', permit(['never-read']), false],
    ['of alerts only', silence(NOW + DAY), false],
    ['of several codes', permit(['never-read', 'unread']), true],
    ['of the name', permit(['unread'], NOW + DAY, { names: ['sh*'] }), true],
    ['of another name', permit(['unread'], NOW + DAY, { names: ['mail'] }), false],
  ])('a silence %s', (_, one, expected) => {
    expect(list([SHOP], [one])).toEqual([expect.objectContaining({ code: 'unread' })]);
    expect(list([SHOP], [one])[0]?.silenced_until !== undefined).toBe(expected);
  });

  it('about the scan itself are permitted only by a silence of all entries', () => {
    const cause: Cause = { code: 'not-observed', entry: null };
    expect(list([cause], [permit(['not-observed'], NOW + DAY, { names: ['*'] })])[0]).not.toHaveProperty(
      'silenced_until',
    );
    expect(list([cause], [permit(['not-observed'])])[0]).toHaveProperty('silenced_until');
  });

  it('are permitted until the last of several silences ends', () => {
    const silences = [
      permit(['unread'], NOW + DAY),
      permit(['unread'], NOW + 3 * DAY),
      permit(['unread'], NOW + 2 * DAY),
    ];
    expect(list([SHOP], silences)).toEqual([
      { code: 'unread', entries: ['shop'], silenced_until: '2026-12-05T05:30:00Z' },
    ]);
  });

  it('are never lost, whatever silences there are', () => {
    const anyCause = fc.record({ code: fc.constantFrom(...RED_CODES), entry: fc.constantFrom('shop', 'mail', null) });
    const anySilence = fc
      .tuple(
        fc.subarray([...RED_CODES], { minLength: 1 }),
        fc.integer({ min: -2, max: 2 }),
        fc.subarray(['shop', 'mail']),
      )
      .map(([codes, days, names]) => permit(codes, NOW + days * DAY, { names }));
    fc.assert(
      fc.property(fc.array(anyCause), fc.array(anySilence), (causes, silences) => {
        const toPairs = (code: string, names: readonly string[]) =>
          names.length === 0 ? [`${code} -`] : names.map((name) => `${code} ${name}`);
        const found = list(causes, silences);
        // A group with entries hides a cause of the same code without one: both are the same reason.
        const isHidden = ({ code, entry }: Cause) =>
          entry === null && found.some((one) => one.code === code && one.entries.length > 0);
        const expected = causes
          .filter((one) => !isHidden(one))
          .flatMap(({ code, entry }) => toPairs(code, entry ? [entry] : []));
        const pairs = found.flatMap(({ code, entries }) => toPairs(code, entries));
        expect(expected.filter((pair) => !pairs.includes(pair))).toEqual([]);
      }),
    );
  });
});

describe('permissions', () => {
  it('the manifest accepts silences of exactly those codes that the table lets a silence permit', () => {
    const schema = JSON.parse(readFileSync('schema/manifest.schema.json', 'utf8'));
    expect(schema.$defs.silence.properties.codes.items.enum).toEqual(RED_CODES.filter(isSilenceable));
  });

  it('--allow-unread permits what was not read, and nothing else', () => {
    expect(RED_CODES.filter(isUnreadReason)).toEqual([
      ...['no-entries', 'never-read', 'unread', 'inventory-shrunk', 'nothing-read', 'lookups-failed'],
      'revocation-unknown',
      'repository-incomplete',
    ]);
    expect(isPermitted({ code: 'unread', entries: [] }, true)).toBe(true);
    expect(isPermitted({ code: 'unread', entries: [] }, false)).toBe(false);
    expect(isPermitted({ code: 'a-code-of-a-later-version', entries: [] }, true)).toBe(false);
  });

  it.each<[reasons: { code: string; silenced_until?: string }[], exitCode: number]>([
    [[], 0],
    [[{ code: 'unread' }], 1],
    [[{ code: 'unread' }, { code: 'variable-unset' }], 3],
    [[{ code: 'unread' }, { code: 'variable-unset', silenced_until: '2026-12-20T00:00:00Z' }], 1],
    [[{ code: 'undelivered' }], 1],
    [[{ code: 'a-code-of-a-later-version' }], 1],
  ])('the reasons %j end with exit code %i', (reasons, expected) => {
    const covered = coverage({
      complete: reasons.length === 0,
      reasons: reasons.map((one) => ({ ...one, entries: [] })),
    });
    const outcome = {
      report: report([], [], [], { coverage: covered }),
      unsaved: null,
      failedDeliveries: 0,
      problems: [],
    };
    expect(computeExitCode(outcome, 'never')).toBe(expected);
  });
});
