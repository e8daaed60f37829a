import { describe, expect, it } from 'vitest';
import { buildDigestPlan } from '../../src/app/digest/digest-plan.ts';
import type { EventContext } from '../../src/domain/index.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import type { Digest } from '../../src/generated/digest.ts';
import type { ReportCertificate, ReportEvent } from '../../src/generated/report.ts';
import { composeMail } from '../../src/notify/email/compose.ts';
import { renderTemplate } from '../../src/notify/render-template.ts';
import { renderRequest } from '../../src/notify/webhook/send.ts';
import { PRESET_NAMES, PRESETS, type Preset } from '../../src/presets/index.ts';
import { buildDigest } from '../../src/report/digest/build.ts';
import { createWebhook } from '../notify/context.ts';
import { createEmail } from '../notify/email/events.ts';
import { renderDigestSummary, renderDigestTable } from './render.ts';
import { certificate, createEmptyComparison, event, HOSTILE_NAMES, report } from './samples.ts';

const log = createEmptyLog();
const comparison = createEmptyComparison(log);
const scan = { scan_id: 'scan-1', now: 0, username: null, repository: null, run_url: null };

function digestWith(certificates: ReportCertificate[], events: ReportEvent[] = []): Digest {
  return buildDigest({ report: report(certificates, events), comparison, log });
}

function createContext(digest: Digest): EventContext {
  const [planned] = buildDigestPlan(
    digest,
    [{ kind: 'email', name: 'ops', subject: null, text_template: null, html_template: null }],
    scan,
  ).events;
  if (planned === undefined) throw new Error('the digest plan has no event');
  return planned.context;
}

const FOUND = {
  ...{ event: 'certificate.lagging', qualifier: '', severity: 'warning', code: 'x', detail: 'x', locations: [] },
} as never;

describe('buildDigest', () => {
  it('silences a certificate despite findings that only inform', () => {
    const shop = certificate('shop', 'warning', 20);
    const silence = { silence: { until: '2026-12-01T00:00:00Z', reason: 'known' } };
    const inform = event('certificate.ari_window_open', shop, 'first');
    const informed = { ...inform, data: { ...inform.data, status: 'ok' as const, finding: FOUND } };
    const events = [event('certificate.expiry_warning', shop, 'silenced', silence), informed];
    expect(digestWith([shop], events).silenced).toHaveLength(1);
    const warned = { ...informed, data: { ...informed.data, status: 'warning' as const } };
    expect(digestWith([shop], [events[0] as ReportEvent, warned]).silenced).toEqual([]);
    const plain = { ...informed, data: { ...informed.data, finding: null } };
    expect(digestWith([shop], [events[0] as ReportEvent, plain]).silenced).toEqual([]);
  });

  it('shows a certificate if one of its unreachable locations is not silenced', () => {
    const shop = certificate('shop', 'ok', 200);
    const silence = { silence: { until: '2026-12-01T00:00:00Z', reason: 'known' } };
    const lost = (location: string, more: object = {}) => {
      const one = event('certificate.unreachable', shop, 'first', more);
      return { ...one, id: location, data: { ...one.data, location } };
    };
    const digest = digestWith([shop], [lost('a:443', silence), lost('b:443')]);
    expect(digest.silenced).toEqual([]);
    expect(digest.findings).toMatchObject([{ problems: ['cannot be read at a:443', 'cannot be read at b:443'] }]);
    expect(digestWith([shop], [lost('a:443', silence), lost('b:443', silence)]).silenced).toHaveLength(1);
  });

  it('silences one of two locations of an entry that were never read, and not the other', () => {
    const [one, two] = ['a.example.com:443', 'b.example.com:443'].map((name) =>
      certificate('shop', 'unknown', null, { display_name: name, assigned_objects: [{ type: 'endpoint', name }] }),
    ) as [ReportCertificate, ReportCertificate];
    const silence = { silence: { until: '2026-12-01T00:00:00Z', reason: 'known' } };
    const silenced = event('certificate.unreachable', one, 'silenced', silence);
    const digest = digestWith([one, two], [silenced, event('certificate.unreachable', two, 'first')]);
    expect(digest.silenced.map(({ display_name }) => display_name)).toEqual(['a.example.com:443']);
    expect(digest.unknown.map(({ display_name }) => display_name)).toEqual(['b.example.com:443']);
    const locationless = { ...one, assigned_objects: [] };
    expect(
      digestWith([locationless], [{ ...silenced, data: { ...silenced.data, assigned_objects: [] } }]).silenced,
    ).toHaveLength(1);
    // Another event of a certificate that was never read does not show it again.
    expect(digestWith([one], [silenced, event('certificate.removed', one, 'first')]).silenced).toHaveLength(1);
  });

  it('says only once that a certificate was never read', () => {
    const never = certificate('shop', 'unknown', null);
    expect(digestWith([never], [event('certificate.unreachable', never, 'first')]).unknown).toMatchObject([
      { problems: [] },
    ]);
  });

  it.each<[string, ReportCertificate[], string]>([
    ['no certificates', [], 'no certificates'],
    ['no problems', [certificate('a', 'ok', 200)], 'nothing to do for 1 certificate'],
    [
      'some problems',
      [certificate('a', 'expired', -1), certificate('b', 'unknown', null), certificate('c', 'ok', 99)],
      '1 expired, 1 unknown of 3 certificates',
    ],
    [
      'problems and findings',
      [certificate('a', 'warning', 20), certificate('b', 'ok', 99, { findings: [FOUND] })],
      '2 warning of 2 certificates',
    ],
  ])('summarizes %s in a headline', (_, certificates, headline) => {
    expect(digestWith(certificates).headline).toBe(headline);
  });

  it('lists certificates by the worst of status and findings, unless they are silenced', () => {
    const found = (name: string, severity: 'critical' | 'warning' | 'info', event = 'certificate.policy_violation') =>
      certificate(name, 'ok', 200, {
        findings: [{ event, qualifier: 'strong-keys', severity, code: 'x', detail: 'x', locations: [] } as never],
      });
    const all = [found('a', 'critical'), found('b', 'warning'), found('c', 'info'), found('d', 'critical')];
    const silence = { silence: { until: '2026-12-01T00:00:00Z', reason: 'known' } };
    const digest = digestWith(all, [event('certificate.policy_violation', all[3] as never, 'silenced', silence)]);
    expect(digest).toMatchObject({
      is_due: true,
      findings: [
        { certificate: 'a', status: 'ok', worst_status: 'critical', problems: ['violates policy strong-keys'] },
        { certificate: 'b', status: 'ok', worst_status: 'warning' },
      ],
      critical: [{ certificate: 'a' }],
      warning: [{ certificate: 'b' }],
      silenced: [{ certificate: 'd' }],
      headline: '2 critical, 1 warning of 4 certificates (1 silenced)',
    });
    expect(digestWith([found('c', 'info')]).is_due).toBe(false);
    const mixed = [found('e', 'warning'), found('f', 'critical'), found('g', 'warning'), found('h', 'critical')];
    expect(digestWith(mixed).findings.map((one) => one.certificate)).toEqual(['f', 'h', 'e', 'g']);
    expect(renderDigestTable(digest, { color: false, columns: 120 })).toMatch(
      /^critical +200 +d .* violates policy strong-keys +2026-12-01 +known$/m,
    );
    expect(createContext(digest).data.status).toBe('critical');
  });

  it('explains a policy once, and other findings for each certificate', () => {
    const found = (name: string, findings: readonly (readonly [event: string, detail: string])[]) =>
      certificate(name, 'ok', 200, {
        findings: findings.map(([one, detail]) => {
          const qualifier = one === 'policy_violation' ? 'short' : '';
          return {
            event: `certificate.${one}`,
            qualifier,
            severity: 'critical',
            code: 'x',
            detail,
            locations: [],
          } as never;
        }),
      });
    const digest = digestWith([
      found('a', [
        ['policy_violation', 'It is valid for 301 days.'],
        ['revoked', 'Replace a.'],
      ]),
      found('b', [
        ['policy_violation', 'It is valid for 302 days.'],
        ['revoked', 'Replace b.'],
      ]),
      found('c', [['policy_violation', 'It is valid for 303 days.']]),
    ]);
    const text = renderDigestTable(digest, { color: false, columns: 120 });
    expect(text).toContain(
      '  Each of 3 certificates (a, b, c) violates policy short\n      For example, a: It is valid for 301 days.\n',
    );
    expect(text).toContain('  a was revoked\n      Replace a.\n  b was revoked\n      Replace b.\n');
    const composed = composeMail(createEmail(), createContext(digest), { env: {}, reveal: true });
    if (!composed.ok) throw new Error('the mail was not composed');
    for (const mail of [composed.mail.text, composed.mail.html ?? '']) {
      expect(mail.match(/violates policy short/g)).toHaveLength(3);
      expect(mail.match(/It is valid for \d+ days/g)).toEqual(['It is valid for 301 days']);
      expect(mail.match(/Replace [ab]\./g)).toEqual(['Replace a.', 'Replace b.']);
    }
  });

  it('has the same counts as the scan, whatever is found or silenced', () => {
    const statuses = ['expired', 'critical', 'critical', 'unknown', 'not_yet_valid', 'warning', 'ok'] as const;
    const found = {
      event: 'certificate.policy_violation',
      qualifier: 'x',
      severity: 'critical',
      code: 'x',
      detail: 'x',
    };
    const all = statuses.map((status, index) =>
      certificate(`c${index}`, status, status === 'unknown' ? null : status === 'expired' ? -1 : 10, {
        findings: [{ ...found, locations: [] } as never],
      }),
    );
    const silence = { silence: { until: '2026-12-01T00:00:00Z', reason: 'known' } };
    const scanned = report(
      all,
      all.map((one) =>
        event(one.status === 'unknown' ? 'certificate.unreachable' : 'certificate.expired', one, 'silenced', silence),
      ),
    );
    for (const one of [report(all), scanned]) {
      const { certificates, ok, warning, critical, expired, not_yet_valid, unknown } = one.summary;
      const { summary } = buildDigest({ report: one, comparison, log });
      expect(summary).toMatchObject({ certificates, ok, warning, critical, expired, not_yet_valid, unknown });
    }
    const { headline } = buildDigest({ report: scanned, comparison, log });
    // The headline is for people: each certificate violates a critical policy.
    expect(headline).toBe('1 expired, 6 critical of 7 certificates (7 silenced)');
  });

  it('lists a certificate with an unreachable location, unless that is silenced', () => {
    const [shop, mail, old] = [
      certificate('shop', 'ok', 200),
      certificate('mail', 'ok', 200),
      certificate('old', 'expired', -2),
    ];
    const lost = (of: ReportCertificate, more: Partial<ReportEvent> = {}): ReportEvent => {
      const one = event('certificate.unreachable', of, 'first', more);
      return { ...one, data: { ...one.data, location: `${of.certificate}.example.com:443` } };
    };
    const silence = { silence: { until: '2026-12-01T00:00:00Z', reason: 'moves' } };
    expect(digestWith([shop, mail, old], [lost(shop), lost(mail, silence), lost(old, silence)])).toMatchObject({
      is_due: true,
      findings: [{ certificate: 'shop', problems: ['cannot be read at shop.example.com:443'] }],
      silenced: [{ certificate: 'mail' }],
      expired: [{ certificate: 'old' }],
    });
  });

  it('explains findings, a chain that expires first, and a certificate that is not valid yet', () => {
    const detail = 'shop was revoked at 2026-11-01T00:00:00Z, with the reason keyCompromise. Replace it now.';
    const finding = {
      event: 'certificate.revoked',
      qualifier: '',
      severity: 'critical',
      code: 'revoked',
      detail,
      locations: [],
    };
    const chain = {
      limited_by: { subject: 'Issuing CA', fingerprint_sha256: 'cc' },
      effective_valid_to: '2026-12-01T00:00:00Z',
      valid_to: '2027-06-01T00:00:00Z',
    };
    const { critical, warning, not_yet_valid } = digestWith([
      certificate('shop', 'critical', 200, { findings: [finding as never] }),
      certificate('chained', 'warning', 14, chain),
      certificate('young', 'not_yet_valid', 300, { valid_from: '2027-01-01T00:00:00Z' }),
    ]);
    expect(critical).toMatchObject([{ problems: ['was revoked'], details: [detail] }]);
    expect(warning).toMatchObject([
      {
        problems: ['expires on 2026-12-01, when Issuing CA in its chain expires'],
        details: [expect.stringContaining('The certificate itself is valid until 2027-06-01. Replace the expiring')],
      },
    ]);
    expect(not_yet_valid).toMatchObject([
      {
        problems: ['is not valid before 2027-01-01'],
        details: [expect.stringContaining('starts at 2027-01-01T00:00:00Z')],
      },
    ]);
    const digest = digestWith([certificate('shop', 'critical', 200, { findings: [finding as never] })]);
    for (const text of [renderDigestTable(digest, { color: false, columns: 500 }), renderDigestSummary(digest)]) {
      expect(text).toContain('was revoked');
      expect(text).toContain('keyCompromise. Replace it now.');
    }
  });

  it('lists findings with the same text once on a terminal, as a scan does', () => {
    const finding = {
      event: 'certificate.revoked',
      qualifier: '',
      severity: 'critical',
      code: 'revoked',
      locations: [],
    };
    const revoked = (name: string, detail: string) =>
      certificate(name, 'critical', 200, { findings: [{ ...finding, detail } as never] });
    const digest = digestWith([revoked('a', 'Replace it.'), revoked('b', 'Other.'), revoked('c', 'Replace it.')]);
    const table = renderDigestTable(digest, { color: false, columns: 500 });
    expect(table).toContain(
      'FINDINGS\n  Each of 2 certificates (a, c) was revoked\n      Replace it.\n  b was revoked\n      Other.\n',
    );
  });

  it('lists each certificate whose revocation status is unknown, also if nothing else is wrong', () => {
    const problem = { code: 'revocation-unreachable', detail: 'The revocation list could not be fetched.' };
    const revocation = { status: 'unknown', source: null, revoked: null, problems: [problem] } as const;
    const digest = digestWith([certificate('shop', 'ok', 200, { revocation: { ...revocation, problems: [problem] } })]);
    const detail = 'has an unknown revocation status: no trusted response. The revocation list could not be fetched.';
    expect(digest).toMatchObject({ is_due: false, unchecked: [{ display_name: 'shop', detail }] });
    expect(renderDigestTable(digest, { color: false, columns: 500 })).toContain(`shop ${detail}`);
    expect(renderDigestSummary(digest)).toContain('unknown revocation status');
  });

  it('counts full days since the expiry', () => {
    const old = certificate('old', 'expired', -4, { effective_valid_to: '2026-11-13T21:36:00Z' });
    const silence = { silence: { until: '2026-12-01T00:00:00Z', reason: 'moves' } };
    const silenced = report([old], [event('certificate.expired', old, 'silenced', silence)]);
    const digest = buildDigest({ report: { ...silenced, scanned_at: '2026-11-17T12:00:00Z' }, comparison, log });
    expect(renderDigestTable(digest, { color: false, columns: 200 })).toMatch(/^expired +-3 +old /m);
  });

  it('lists silenced certificates separately: by expiry if they were read, else by unreachability', () => {
    const [shop, mail, lost] = [
      certificate('shop', 'critical', 5),
      certificate('mail', 'critical', 6),
      certificate('lost', 'unknown', null, { assigned_objects: [{ type: 'endpoint', name: 'lost.example.com:443' }] }),
    ];
    const silence = { silence: { until: '2026-12-01T00:00:00Z', reason: 'moves' } };
    const digest = digestWith(
      [shop, mail, lost],
      [
        event('certificate.expiry_warning', shop, 'silenced', silence),
        // The silence covers `unreachable`, not the expiry.
        event('certificate.unreachable', mail, 'silenced', silence),
        event('certificate.unreachable', lost, 'silenced', silence),
      ],
    );
    expect(digest.silenced.map((one) => one.certificate)).toEqual(['shop', 'lost']);
    expect(digest.critical.map((one) => one.certificate)).toEqual(['mail']);
    expect(digest.summary).toMatchObject({ certificates: 3, critical: 2, unknown: 1, silenced: 2 });
    expect(digest.is_due).toBe(true);
  });

  it.each([
    ['2026-12-27T23:59:59Z', '2026-W52', '2026-12-21', '2026-12-27'],
    ['2026-12-28T00:00:00Z', '2026-W53', '2026-12-28', '2027-01-03'],
    ['2027-01-03T12:00:00Z', '2026-W53', '2026-12-28', '2027-01-03'],
    ['2027-01-04T00:00:00Z', '2027-W01', '2027-01-04', '2027-01-10'],
    ['2030-01-01T00:00:00Z', '2030-W01', '2029-12-31', '2030-01-06'],
  ])('assigns an expiry at %s to the week %s', (valid_to, week, from, to) => {
    const digest = digestWith([certificate('a', 'warning', 20, { valid_to })]);
    expect(digest.upcoming.map(({ certificates: _, ...rest }) => rest)).toEqual([{ week, from, to }]);
  });

  it('lists expiries of the next 90 days only', () => {
    const digest = digestWith(
      [91, 90, 0, -1].map((days) => certificate(`d${days}`, days < 0 ? 'expired' : 'ok', days)),
    );
    expect(digest.upcoming.flatMap(({ certificates }) => certificates.map((one) => one.certificate))).toEqual([
      'd0',
      'd90',
    ]);
  });
});

describe('untrusted names in a digest', () => {
  const hostile = HOSTILE_NAMES.map((name, index) =>
    certificate(`c${index}`, 'critical', index, {
      common_name: name,
      owner: name,
      renewal_instructions: name,
      locations: [{ location: name, observed: {}, error: null }],
    }),
  );
  const digest = digestWith(hostile);

  it('are escaped in the mail, which stays short', () => {
    const composed = composeMail(createEmail(), createContext(digest), { env: {}, reveal: true });
    if (!composed.ok) throw new Error(composed.failure.detail);
    expect(composed.mail.html).not.toMatch(/<script|<img/);
    const many = digestWith(Array.from({ length: 20_000 }, (_, index) => certificate(`c${index}`, 'critical', 5)));
    const long = composeMail(createEmail(), createContext(many), { env: {}, reveal: true });
    if (!long.ok) throw new Error(long.failure.detail);
    expect(long.mail.text).toContain('and 19950 more');
    expect(long.mail.html?.length).toBeLessThan(100_000);
  });

  it.each(PRESET_NAMES)('keep the body of the preset %s valid', (name) => {
    const body = renderBody(name, digest);
    expect(body).toContain('critical');
    if (name === 'ntfy') expect(Buffer.byteLength(body)).toBeLessThanOrEqual(4096);
    if (PRESETS[name].content_type.includes('json')) JSON.parse(body);
  });
});

it.each(PRESET_NAMES.filter((name) => name !== 'cloudevents' && !PRESETS[name].stateful))(
  'the preset %s names silenced certificates and counts the expiries of each week',
  (name) => {
    const shop = certificate('shop', 'critical', 5);
    const mail = certificate('mail', 'warning', 20, { valid_to: '2027-01-01T00:00:00Z' });
    const silence = { silence: { until: '2026-12-01T00:00:00Z', reason: 'moves' } };
    const body = renderBody(
      name,
      digestWith([shop, mail], [event('certificate.expiry_warning', shop, 'silenced', silence)]),
    );
    expect(body).toMatch(/Silenced[^\n]*\n?[^\n]*shop \(5 d\)/);
    expect(body).toContain('2026-12-28 to 01-03: 1');
  },
);

it.each(PRESET_NAMES.filter((name) => name !== 'cloudevents' && !PRESETS[name].stateful))(
  'the preset %s sends a text if all certificates are ok, because receivers reject an empty one',
  (name) => {
    const body = renderBody(name, digestWith([certificate('shop', 'ok', 200)]));
    expect(body).toContain('Certificates');
    expect(body).not.toContain('"text": ""');
  },
);

/** The body that the preset sends for a digest. */
function renderBody(name: keyof typeof PRESETS, digest: Digest): string {
  const { url, content_type, headers, body_template }: Preset = PRESETS[name];
  const fields = { url: url ?? 'https://receiver.example/', content_type, headers, body_template };
  const secrets = { routing_key: 'x'.repeat(32) };
  const rendered = renderRequest(createWebhook({ ...fields, secrets }), createContext(digest), {
    env: {},
    reveal: true,
  });
  if (!rendered.ok) throw new Error(rendered.failure.detail);
  return rendered.request.body ?? '';
}

it('an event template renders a digest too', () => {
  const digest = digestWith([certificate('shop', 'critical', 5)]);
  const template =
    '{{ data.certificate }} {{ data.status }} {{ data.common_name or "-" }} {{ data.assigned_objects | length }}';
  const rendered = renderTemplate(template, createContext(digest), { mode: 'text' });
  expect(rendered).toMatchObject({ ok: true, text: '(digest) critical - 0' });
});
