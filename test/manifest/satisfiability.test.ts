import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { EVENT_NAMES, type EventData, isOnlyByName, STATUSES } from '../../src/domain/index.ts';
import { compileRules } from '../../src/events/plan/rules.ts';
import { listPossibleStatuses } from '../../src/manifest/checks/support/satisfiability.ts';
import { loadManifest } from '../../src/manifest/load.ts';
import { createTestIo } from './io.ts';

// Compares the check with an enumeration of all possible events.

const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-'));
afterAll(() => rmSync(directory, { recursive: true }));

const ENTRIES = [
  { name: 'shop', labels: { env: 'prod', team: 'web' } },
  { name: 'mail', labels: { env: 'dev' } },
];

const some = <Value>(values: readonly Value[]) => fc.subarray([...values], { minLength: 1, maxLength: 2 });
const leaf = fc.oneof(
  fc.record({ attr: fc.constant('status'), value: fc.constantFrom('Ok', ...STATUSES), negate: fc.boolean() }),
  fc.record({ attr: fc.constant('status'), op: fc.constant('in'), value: some(STATUSES), negate: fc.boolean() }),
  fc.record({ attr: fc.constant('event_type'), value: fc.constantFrom(...EVENT_NAMES), negate: fc.boolean() }),
  fc.record({ attr: fc.constant('certificate'), value: fc.constantFrom('shop', 'mail', 'wiki'), negate: fc.boolean() }),
  fc.record({ attr: fc.constant('labels.env'), value: fc.constantFrom('prod', 'dev', 'x', 1), negate: fc.boolean() }),
  fc.record({ attr: fc.constantFrom('labels.team', 'labels.none'), value: fc.constantFrom('web', 'x') }),
  fc.record({ attr: fc.constant('level'), value: fc.constantFrom('error', 'info', 'high'), negate: fc.boolean() }),
  fc.record({
    attr: fc.constant('days_remaining'),
    op: fc.constantFrom('lt', 'lte', 'gt', 'gte', 'eq'),
    value: fc.integer({ min: -2, max: 2 }),
    negate: fc.boolean(),
  }),
);
const { set } = fc.letrec<{ set: object }>((tie) => ({
  set: fc.oneof(
    { maxDepth: 2 },
    leaf,
    fc.array(tie('set'), { minLength: 1, maxLength: 3 }).map((and) => ({ and })),
    fc.array(tie('set'), { minLength: 1, maxLength: 3 }).map((or) => ({ or })),
  ),
}));
const match = fc.record(
  {
    status: some(STATUSES),
    names: some(['shop', 'mail', '(scan)', '*']),
    labels: fc.constantFrom<object>({ env: 'prod' }, { env: ['dev', 'prod'] }, { env: 'dev', team: 'web' }),
    thresholds: fc.constant([30]),
  },
  { requiredKeys: [] },
);

/** All possible events, with the attributes that rules can test. */
// None of the entries has test certificates.
const EVENT_DATA = EVENT_NAMES.filter((event) => !isOnlyByName(event)).flatMap((event) =>
  listPossibleStatuses(event).flatMap((status) =>
    (event.startsWith('scan.') ? [{ name: '(scan)', labels: {} }] : [...ENTRIES, ...listRemoved(event)]).flatMap(
      ({ name, labels }) =>
        ['error', 'warning', 'info'].flatMap((level) =>
          [-3, -2, -1, 0, 1, 2, 3].flatMap((days_remaining) =>
            (hasThreshold(event) ? [null, 30] : [null]).map((threshold) => ({
              event,
              threshold,
              data: {
                event_type: event,
                status,
                certificate: name,
                labels,
                level,
                days_remaining,
              } as unknown as EventData,
            })),
          ),
        ),
    ),
  ),
);

function hasThreshold(event: string): boolean {
  return event === 'certificate.expiry_warning' || isEnding(event);
}

function isEnding(event: string): boolean {
  return ['certificate.renewed', 'certificate.removed', 'certificate.recovered'].includes(event);
}

function listRemoved(event: string): { name: string; labels: object }[] {
  return isEnding(event) ? [{ name: 'wiki', labels: {} }] : [];
}

describe('a rule reported as rule-never-fires', () => {
  it('matches no possible event', async () => {
    let never = 0;
    const rule = fc.record(
      { events: some([...EVENT_NAMES, '*']), match, conditions: set },
      { requiredKeys: ['events'] },
    );
    const property = fc.asyncProperty(rule, async (written) => {
      const manifest = {
        version: 1,
        settings: { stale_after_hours: 36 },
        certificates: ENTRIES.map((entry) => ({ ...entry, endpoint: `${entry.name}.example` })),
        webhooks: { chat: { url: 'https://chat.example/hook' } },
        rules: [{ name: 'r', ...written, actions: [{ webhook: 'chat' }] }],
      };
      writeFileSync(path.join(directory, 'certvigil.yaml'), JSON.stringify(manifest));
      const { manifest: read, diagnostics } = await loadManifest(null, createTestIo(directory));
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      const [compiled] = compileRules(read?.rules ?? [], null);
      if (compiled === undefined || !diagnostics.some(({ code }) => code === 'rule-never-fires')) return;
      never += 1;
      const wanted = EVENT_DATA.filter(
        ({ event, data, threshold }) => compiled.subscribesTo(event) && compiled.matches(data, threshold && 30).matches,
      );
      expect(wanted).toEqual([]);
    });
    await fc.assert(property, { numRuns: 600 });
    expect(never).toBeGreaterThan(50);
  });
});
