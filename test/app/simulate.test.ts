import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createSimulation } from '../../src/app/simulate/select-targets.ts';
import { findMismatch } from '../../src/app/simulate/skipped-rules.ts';
import type { SimulationOptions } from '../../src/app/simulate/targets.ts';
import { DAY } from '../../src/domain/thresholds.ts';
import { loadManifest } from '../../src/manifest/load.ts';
import { createCertificateWithDaysLeft } from '../e2e/environment.ts';
import { createTestIo } from '../manifest/io.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Five days before the certificate expires. */
const LATE = Date.parse('2031-03-10T12:00:00Z');
/** Long before any alert about it. */
const NOW = LATE - 500 * DAY;
const RULE = '{ name: all, events: [certificate.*], actions: [{ webhook: chat }] }';

interface Setup {
  rules?: readonly string[];
  thresholds?: string;
  more?: string;
}

async function simulate(
  { rules = [RULE], thresholds = '14, 30', more = '' }: Setup,
  given: Partial<SimulationOptions>,
) {
  const { certificate } = await createCertificateWithDaysLeft(5, 'short.example.com');
  writeFileSync(path.join(directory, 'short.pem'), certificate);
  const manifest = `version: 1
settings: { expiry_scan_thresholds: [${thresholds}] }
certificates: [{ name: short, file: short.pem, labels: { team: web } }]
webhooks: { chat: { url: "https://chat.example/" }, page: { preset: pagerduty, secrets: { routing_key: "0123456789abcdef0123456789abcdef" } } }
rules:
${rules.map((rule) => `  - ${rule}\n`).join('')}${more}`;
  writeFileSync(path.join(directory, 'certvigil.yaml'), manifest);
  const io = createTestIo(directory);
  const loaded = await loadManifest(null, io);
  if (loaded.manifest === null) throw new Error(JSON.stringify(loaded.diagnostics));
  const options = { command: 'test', names: ['short'], now: NOW, event: null, days_remaining: null } as const;
  return createSimulation({ ...options, rule: null, webhook: null, email: null, ...given }, loaded.manifest, io);
}

/** `rule: event at days` for each delivery. */
async function listSimulated(setup: Setup, given: Partial<SimulationOptions> = {}): Promise<string[]> {
  const { plan } = await simulate(setup, given);
  return plan.deliveries.map(({ event_id, rule }) => {
    const event = plan.events.find(({ id }) => id === event_id);
    return `${rule}: ${event?.event} at ${event?.context.data.days_remaining}`;
  });
}

const on = (name: string, events: string, rest = '') =>
  `{ name: ${name}, events: [${events}], ${rest} actions: [{ webhook: chat }] }`;
const when = (attr: string, op: string, value: unknown) =>
  `conditions: { attr: ${attr}, op: ${op}, value: ${JSON.stringify(value)} },`;

describe('the current state of a certificate', () => {
  const EXPIRED = LATE + 7 * DAY;

  it.each<[string, number, string[]]>([
    ['that expires soon is its own number of days', LATE, ['all: certificate.expiry_warning at 5']],
    ['that has expired is not one that is about to', EXPIRED, ['all: certificate.expired at -2']],
  ])('%s', async (_, now, expected) => {
    expect(await listSimulated({}, { now })).toEqual(expected);
  });

  it('is used only by rules that match it, and not with --days-remaining or --event', async () => {
    const rules = [on('warn', 'certificate.expiry_warning'), on('page', 'certificate.expired')];
    expect(await listSimulated({ rules }, { now: EXPIRED })).toEqual([
      'warn: certificate.expiry_warning at 30',
      'page: certificate.expired at -2',
    ]);
    expect(await listSimulated({}, { now: EXPIRED, days_remaining: 10 })).toEqual([
      'all: certificate.expiry_warning at 10',
    ]);
    expect(await listSimulated({}, { now: EXPIRED, event: 'certificate.expiry_warning' })).toEqual([
      'all: certificate.expiry_warning at 30',
    ]);
  });
});

describe('without --days-remaining', () => {
  it.each([
    ['14, 30', 30],
    ['4', 4],
    ['2, 7', 7],
    ['36h', 1],
    ['45', 45],
  ])('thresholds %s are simulated at %i days', async (thresholds, days) => {
    expect(await listSimulated({ thresholds })).toEqual([`all: certificate.expiry_warning at ${days}`]);
  });

  it('a rule with a condition is simulated at the largest number of days that meets it', async () => {
    const rules = [on('early', 'certificate.*', when('days_remaining', 'lt', 60))];
    expect(await listSimulated({ rules, thresholds: '80' })).toEqual(['early: certificate.expiry_warning at 59']);
  });

  it('each rule is exercised at its own number of days', async () => {
    const rules = [
      RULE,
      on('late', 'certificate.*', 'match: { thresholds: [14] },'),
      on('last', '"*"', when('status', 'eq', 'critical')),
    ];
    const { plan } = await simulate({ rules }, {});
    expect(plan.deliveries.map(({ rule }) => rule)).toEqual(['all', 'late', 'last']);
    expect(new Set(plan.deliveries.map(({ event_id }) => event_id))).toHaveProperty('size', 2);
    expect(plan.events.map(({ context }) => context.data.days_remaining)).toEqual([30, 14]);
  });

  it('each of many rules is exercised, whatever the others compare with', async () => {
    const numbers = Array.from({ length: 70 }, (_, index) => index + 1);
    const rules = numbers.map((days) => on(`r${days}`, 'certificate.*', when('days_remaining', 'eq', days)));
    const past = on('past', 'certificate.expired', when('days_remaining', 'lt', -30));
    const simulated = await listSimulated({ rules: [...rules, past], thresholds: '80' });
    expect(simulated).toHaveLength(71);
    expect(simulated).toContain('r7: certificate.expiry_warning at 7');
    expect(simulated.at(-1)).toBe('past: certificate.expired at -31');
  });

  it('the same alert at another number of days is another message', async () => {
    const rules = [
      on('a', 'certificate.*', when('days_remaining', 'lte', 12)),
      on('b', 'certificate.*', when('days_remaining', 'lte', 9)),
    ];
    const { plan } = await simulate({ rules }, {});
    expect(plan.deliveries).toHaveLength(2);
    expect(
      plan.deliveries.map(({ event_id }) => plan.events.find(({ id }) => id === event_id)?.context.data.days_remaining),
    ).toEqual([12, 9]);
  });

  it.each([
    ['certificate.renewed', ''],
    ['certificate.expired', when('days_remaining', 'lt', -7)],
    ['certificate.untrusted', when('days_remaining', 'gt', 100)],
    ['certificate.unreachable', 'match: { status: [unknown] },'],
    ['certificate.unreachable', when('error.code', 'eq', 'endpoint-timeout')],
    ['certificate.policy_violation', when('finding.qualifier', 'eq', 'strong-keys')],
    ['certificate.policy_violation', 'match: { status: [critical] },'],
    ['certificate.lagging', when('finding.severity', 'eq', 'critical')],
    ['certificate.untrusted', when('error.code', 'in', ['expired-chain', 'self-signed'])],
  ])('a rule for %s with %s is exercised', async (event, rest) => {
    const more = 'policies: [{ name: strong-keys, must_staple: true }]\n';
    const [simulated, ...others] = await listSimulated({ rules: [on('only', event, rest)], more });
    expect(simulated).toMatch(new RegExp(`^only: ${event} at `));
    expect(others).toEqual([]);
  });
});

it('a number of days that is given is kept, even if nothing is sent then', async () => {
  await expect(simulate({ thresholds: '4' }, { days_remaining: 9 })).rejects.toThrow(
    'nothing is sent for short at 9 days from expiry: no threshold is crossed',
  );
});

describe('rules that the certificate cannot exercise are listed with the reason', () => {
  it.each<[string, string]>([
    [`{ name: r, enabled: false, events: [certificate.*], actions: [{ webhook: chat }] }`, 'it is disabled'],
    [on('r', 'certificate.*', 'match: { names: [shop-*] },'), 'match.names (shop-*) does not include short'],
    [
      on('r', 'certificate.*', 'match: { labels: { tier: [gold, silver] } },'),
      'match.labels requires tier: gold, silver, but short has no label tier',
    ],
    [
      on('r', 'certificate.*', 'match: { labels: { team: payments } },'),
      'match.labels requires team: payments, but short has team: web',
    ],
    [on('r', 'scan.*'), 'its events are about scans, not about certificates. To test it, use --event scan.stale'],
    [
      on('r', 'certificate.expiry_warning', 'match: { thresholds: [3] },'),
      'match.thresholds is 3, but no simulated event crosses it. The thresholds of short are 14, 30',
    ],
    [
      on('r', 'certificate.*', when('owner', 'eq', 'ops')),
      'its condition on "owner" is not true for any simulated event',
    ],
    [
      on('r', 'certificate.expired', when('previous.valid_to', 'eq', 'ops')),
      'The condition on "previous.valid_to" is false: this event has no such attribute.',
    ],
    [
      on(
        'r',
        'certificate.*',
        `conditions: { or: [${[1, 2].map((n) => `{ attr: owner, value: "${n}" }`).join(', ')}] },`,
      ),
      'its conditions are never true at the same time',
    ],
  ])('%s', async (rule, reason) => {
    const { skipped, plan } = await simulate({ rules: [RULE, rule] }, {});
    expect(plan.deliveries.map((one) => one.rule)).toEqual(['all']);
    expect(skipped).toEqual([{ rule: 'r', destination: null, reason }]);
  });

  it('with --days-remaining, events that need something else', async () => {
    const rules = [RULE, on('removed', 'certificate.removed')];
    const { skipped } = await simulate({ rules }, { days_remaining: 10 });
    expect(skipped).toEqual([
      { rule: 'removed', destination: null, reason: 'none of its events happens at 10 days from expiry' },
    ]);
  });

  it('on the last day, in the singular', async () => {
    const rules = [RULE, on('removed', 'certificate.removed')];
    const { skipped } = await simulate({ rules }, { days_remaining: 1 });
    expect(skipped[0]?.reason).toBe('none of its events happens at 1 day from expiry');
  });

  it('with --event, rules that do not list it', async () => {
    const rules = [RULE, on('removed', 'certificate.removed')];
    const { skipped } = await simulate({ rules }, { event: 'certificate.expired' });
    expect(skipped).toEqual([
      { rule: 'removed', destination: null, reason: 'its events do not include certificate.expired' },
    ]);
  });

  it('only rules that --rule and --webhook select', async () => {
    const rules = [RULE, on('removed', 'scan.*'), '{ name: page, events: [scan.*], actions: [{ webhook: page }] }'];
    expect((await simulate({ rules }, { rule: 'all' })).skipped).toEqual([]);
    expect((await simulate({ rules }, { webhook: 'chat' })).skipped.map(({ rule }) => rule)).toEqual(['removed']);
  });

  it('if nothing is left, the error names the reasons', async () => {
    const rules = [on('a', 'certificate.*', 'match: { names: [shop] },'), on('b', 'scan.*')];
    await expect(simulate({ rules }, {})).rejects.toThrow(
      'no rule sends anything for short: rule a: match.names (shop) does not include short; rule b: its events are about scans',
    );
  });
});

it('a label that the items of an inventory may have is not called missing from them', async () => {
  const manifest = `version: 1
certificates: [{ name: portal, csv: portal.csv, map: { id: id, valid_to: expires } }]
webhooks: { chat: { url: "https://chat.example/" } }
rules: [${on('r', 'certificate.*', 'match: { labels: { team: web } },')}]
`;
  writeFileSync(path.join(directory, 'certvigil.yaml'), manifest);
  const { manifest: loaded, diagnostics } = await loadManifest(null, createTestIo(directory));
  const [rule, entry] = [loaded?.rules[0], loaded?.entries[0]];
  if (rule === undefined || entry === undefined) throw new Error(JSON.stringify(diagnostics));
  expect(findMismatch(rule, entry, null)).toBe(
    'match.labels requires team: web, but portal has no label team. Its items may have other labels: certvigil inspect --entry portal',
  );
});
