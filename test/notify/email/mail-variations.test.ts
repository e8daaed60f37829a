import { expect, it } from 'vitest';
import { buildDigestPlan } from '../../../src/app/digest/digest-plan.ts';
import type { EventContext } from '../../../src/domain/index.ts';
import type { Digest, DigestCertificate } from '../../../src/generated/digest.ts';
import { composeMail } from '../../../src/notify/email/compose.ts';
import { compareLines, listLeaves } from '../../helpers/line-differences.ts';
import { listMailVariations, USUAL_MESSAGE } from '../preset-variations.ts';
import { createEmail } from './events.ts';

function renderMail(context: EventContext): string[] {
  const composed = composeMail(createEmail(), context, { env: {}, reveal: true });
  if (!composed.ok) return [`failure: ${composed.failure.detail}`];
  const { subject, text, html } = composed.mail;
  return listLeaves({ subject, text, html });
}

function listDifferences(usual: EventContext, variations: [string, EventContext][]): string {
  const lines = renderMail(usual);
  const sections = variations.map(([name, context]) => ['', `# ${name}`, ...compareLines(lines, renderMail(context))]);
  return `${['# usual', ...lines, ...sections.flat()].join('\n')}\n`;
}

it('the mail about events is this, and these differences for each variation', async () => {
  const variations = listMailVariations().map(([name, { context }]): [string, EventContext] => [name, context]);
  const text = listDifferences(USUAL_MESSAGE.context, variations);
  await expect(text).toMatchFileSnapshot('../../golden/mail/event-variations.txt');
});

const CERTIFICATE: DigestCertificate = {
  ...{ certificate: 'shop', display_name: 'shop', certificate_id: 'shop:01', common_name: 'shop.example.com' },
  ...{ kind: 'certificate', what: 'certificate' },
  ...{ issuer: 'CN=Example CA', valid_to: '2026-11-20T14:00:00Z', days_remaining: 3, days_since_expiry: null },
  ...{ status: 'warning', worst_status: 'warning', locations: ['shop.example.com:443'], owner: null, labels: {} },
  ...{ renewal_instructions: null, error: null, last_seen: null, details: [], unchecked: [], problems: [] },
};

const SUMMARY = {
  ...{ certificates: 9, expired: 0, critical: 0, unknown: 0, not_yet_valid: 0, warning: 1, ok: 8, findings: 0 },
  ...{ silenced: 0, renewed: 0, upcoming: 7 },
};

const COVERAGE = { text: '9 entries, 9 locations: all read, all alerts delivered.', complete: true };

const NO_LISTS = {
  ...{ expired: [], critical: [], unknown: [], not_yet_valid: [], warning: [], findings: [], silenced: [] },
  ...{ renewed: [], upcoming: [], unchecked: [], disabled: [], disappeared: [], deliveries: [] },
};

function createDigest(changes: Partial<Digest>, run_url: string | null = 'https://git.example/runs/1'): EventContext {
  const digest: Digest = {
    ...{ version: 1, scan_id: 'scan-1', scanned_at: '2026-11-17T02:00:00Z', since: null, dry_run: false, is_due: true },
    ...{ headline: '1 warning', coverage: COVERAGE, summary: SUMMARY, ...NO_LISTS, ...changes },
  };
  const scan = { scan_id: 'scan-1', now: 0, username: null, repository: 'example/certs', run_url };
  const [planned] = buildDigestPlan(digest, [{ kind: 'webhook', name: 'all', body_template: null }], scan).events;
  if (planned === undefined) throw new Error('the digest has no message');
  return planned.context as EventContext;
}

const many = <T>(count: number, create: (name: string) => T): T[] =>
  Array.from({ length: count }, (_, index) => create(`entry-${index}`));
const certificates = (count: number) =>
  many(count, (name) => ({ ...CERTIFICATE, certificate: name, display_name: name }));
const same = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);
const one = (changes: Partial<DigestCertificate>) => createDigest({ warning: [{ ...CERTIFICATE, ...changes }] });
const silence = { until: '2026-12-01T00:00:00Z', reason: 'moves\nto the new load balancer' };
const renewal = (name: string) => ({
  ...{ kind: 'certificate' as const, what: 'certificate' },
  ...{ certificate: name, display_name: name, common_name: null, locations: [], renewed_at: '2026-11-12T02:00:00Z' },
  ...{ valid_to: '2027-09-13T14:00:00Z', previous_valid_to: '2026-11-20T14:00:00Z' },
});
const week = (from: string, count: number) => ({ week: '', from, to: '2026-12-06', certificates: certificates(count) });
const uncheckedItem = (name: string) => ({ display_name: name, detail: 'could not be checked\nfor revocation' });

const DIGESTS: [string, EventContext][] = [
  ['nothing', createDigest({ headline: 'all ok' })],
  ...(['expired', 'critical', 'unknown', 'not_yet_valid', 'findings'] as const).map((list): [string, EventContext] => [
    `list ${list}`,
    createDigest({ [list]: [CERTIFICATE] }),
  ]),
  ['two lists', createDigest({ expired: certificates(2), warning: certificates(1) })],
  ...[0, 1, 2].map((days_remaining): [string, EventContext] => [`${days_remaining} days`, one({ days_remaining })]),
  ...[null, 0, 1, 2].map((days_since_expiry): [string, EventContext] => [
    `expired ${days_since_expiry} days ago`,
    one({ days_remaining: -1 - (days_since_expiry ?? 0), days_since_expiry }),
  ]),
  ['never read', one({ days_remaining: null, valid_to: null })],
  ...[0, 3, 4].map((count): [string, EventContext] => [
    `${count} locations`,
    one({ locations: many(count, (name) => `${name}.example.com:443`) }),
  ]),
  ['long locations', one({ locations: ['p'.repeat(150), 'q'.repeat(150)] })],
  ['findings with a detail and without', one({ problems: ['was\nrevoked', 'lags'], details: ['Replace\nit.'] })],
  ['six findings', one({ problems: many(6, (name) => name), details: many(6, (name) => `${name} in detail`) })],
  ['long findings', one({ problems: ['f'.repeat(210)], details: ['d'.repeat(510)] })],
  ['an error', one({ error: { code: 'endpoint-refused', detail: `refused\n${'e'.repeat(310)}` } })],
  ['an owner', one({ owner: 'Payments\n<payments@example.com>' })],
  ['a long owner', one({ owner: 'o'.repeat(210) })],
  ['how to renew', one({ renewal_instructions: `Ask\nus. ${'r'.repeat(310)}` })],
  ['how to renew: a link', one({ renewal_instructions: 'https://wiki.example/renew?a=1&b=2' })],
  ['how to renew: a link that is not safe', one({ renewal_instructions: 'http://wiki.example/renew' })],
  ['markup', one({ display_name: '<b>', problems: ['<i>'], details: ['&'], locations: ['"<u>"'], owner: "<'>" })],
  ...[50, 51].map((count): [string, EventContext] => [
    `${count} in each list`,
    createDigest({
      ...{ expired: same(count, CERTIFICATE), renewed: same(count, renewal('home')) },
      ...{ unchecked: same(count, uncheckedItem('home')), silenced: same(count, { ...CERTIFICATE, silence }) },
    }),
  ]),
  ['renewed', createDigest({ renewed: [renewal('home')] })],
  ['renewed since', createDigest({ renewed: [renewal('home')], since: '2026-11-10T02:00:00Z' })],
  ['unchecked', createDigest({ unchecked: [uncheckedItem('home'), { display_name: 'x', detail: 'w'.repeat(310) }] })],
  ['upcoming', createDigest({ upcoming: [week('2026-11-23', 1), week('2026-11-30', 5), week('2026-12-07', 6)] })],
  ['silenced', createDigest({ silenced: [{ ...CERTIFICATE, silence }] })],
  ['without a run', createDigest({ warning: [CERTIFICATE] }, null)],
  ['a run without TLS', createDigest({ warning: [CERTIFICATE] }, 'http://git.example/runs/1')],
];

it('the mail of a digest is this, and these differences for each variation', async () => {
  const text = listDifferences(createDigest({ warning: [CERTIFICATE] }), DIGESTS);
  await expect(text).toMatchFileSnapshot('../../golden/mail/digest-variations.txt');
});
