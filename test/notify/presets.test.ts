// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is what a hostile certificate might say

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canRecover, FINDING_NAMES, formatFinding, formatFindingResolved } from '../../src/domain/event-definitions.ts';
import type { EventContext, EventData, EventName, Webhook } from '../../src/domain/index.ts';
import { lintTemplate } from '../../src/jinja/index.ts';
import { isJsonMediaType } from '../../src/notify/render-template.ts';
import { createContextSchema } from '../../src/notify/template-context-schema.ts';
import { renderRequest } from '../../src/notify/webhook/send.ts';
import { PRESET_NAMES, PRESETS, type PresetName } from '../../src/presets/index.ts';
import { createContext } from './context.ts';
import { createPresetWebhook } from './preset-webhook.ts';

function render(preset: PresetName, context: EventContext, changes: Partial<Webhook> = {}) {
  return renderRequest(createPresetWebhook(preset, changes), context, { env: {}, reveal: true });
}

/** Renders the body of a preset for one event, or for a group with the most severe event first. */
function renderBody(preset: PresetName, events: EventContext[], more = 0): string {
  const [first] = events;
  if (first === undefined) throw new Error('a group has an event');
  const rendered = render(preset, { ...first, events, more } as EventContext);
  if (!rendered.ok) throw new Error(`${preset}: ${rendered.failure.detail}`);
  return rendered.request.body ?? '';
}

function createEvent(event: EventName, changes: Partial<EventData> = {}): EventContext {
  return { ...createContext({ event_type: event, ...changes }), event };
}

const renderJson = (preset: PresetName, ...events: EventContext[]) => JSON.parse(renderBody(preset, events));

/** The maximum body size, from the documentation of each receiver. */
const MAX_BYTES: Record<PresetName, number> = {
  slack: 100_000,
  teams: 28 * 1024,
  pagerduty: 512 * 1024,
  discord: 100_000,
  google_chat: 32_000,
  mattermost: 16_383 * 4,
  ntfy: 4096,
  webex: 7439,
  cloudevents: 65_536,
  alertmanager: 512 * 1024,
  opsgenie: 100_000,
  splunk_oncall: 100_000,
  gitlab_alerts: 100_000,
  servicenow: 100_000,
  telegram: 4096 * 4,
  matrix: 60_000,
  pushover: 20_000,
  jira: 100_000,
  gitlab: 1_048_576,
  generic: Number.POSITIVE_INFINITY,
};

const EVERY_EVENT: EventName[] = [
  'certificate.expiry_warning',
  'certificate.expired',
  'certificate.changed',
  'certificate.unreachable',
  'certificate.renewed',
  'certificate.removed',
  'certificate.recovered',
  'scan.stale',
];

it.each(FINDING_NAMES)('%s is described as in the table of events', (event) => {
  const finding = { event, qualifier: 'strong-keys', severity: 'critical', code: 'a-code', detail: null } as const;
  const alert = createEvent(event, { finding });
  expect(renderJson('generic', alert).title).toBe(`shop ${formatFinding(finding)}`);
  if (!canRecover(event)) return;
  const resolution = createEvent('certificate.recovered', { finding });
  expect(renderJson('generic', resolution).title).toBe(`shop ${formatFindingResolved(finding)}`);
});

it('scan.stale names the time of the last scan', () => {
  const gap = createEvent('scan.stale', { certificate: '(scan)', last_seen: '2026-05-12T05:17:00Z' });
  expect(renderBody('generic', [gap])).toContain('Certificates have not been scanned since 2026-05-12 05:17 UTC');
});

describe.each(PRESET_NAMES)('the preset %s', (preset) => {
  it('has a template without problems', () => {
    const { body_template, content_type } = PRESETS[preset];
    const mode = isJsonMediaType(content_type) ? 'json' : 'text';
    const context = createContextSchema(Object.keys(PRESETS[preset].secrets ?? {}));
    expect(lintTemplate(body_template ?? '', { mode, schema: context })).toEqual([]);
  });

  it('renders a valid body from hostile names', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom('"', '\\', '\r\n', '<!channel> @all', '${HOME}', '{{ 123 * 321 }}', '`](', '<script>', '\u202e'),
    );
    const data = fc.record({
      common_name: fc.option(text),
      issuer: text,
      owner: fc.option(text),
      renewal_instructions: fc.option(text),
      tenant: fc.option(text),
      sans: fc.array(text, { maxLength: 4 }),
      error: fc.option(fc.record({ code: fc.constant('x'), detail: text })),
    });
    const events = fc.array(fc.tuple(fc.constantFrom(...EVERY_EVENT), data), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(events, fc.nat(100), (all, more) => {
        const body = renderBody(
          preset,
          all.map(([event, changes]) => createEvent(event, changes)),
          more,
        );
        if (isJsonMediaType(PRESETS[preset].content_type)) JSON.parse(body);
        expect(body).not.toContain('39483');
      }),
      { numRuns: 20 },
    );
  });

  it.each(['漢', '&', '"'])('stays within the size limit of the receiver with long names of %j', (character) => {
    const long = character.repeat(5000);
    const worst = createEvent('certificate.unreachable', {
      certificate: 'n'.repeat(200),
      common_name: long,
      issuer: long,
      owner: long,
      renewal_instructions: long,
      error: { code: 'x', detail: long },
      sans: Array.from({ length: 1000 }, (_, index) => `${index}.example`),
      assigned_objects: Array.from({ length: 100 }, (_, index) => ({
        type: 'endpoint',
        name: `${index}.${long.slice(0, 300)}`,
      })),
      assignment_count: 100,
    });
    const group = preset === 'generic' ? [worst] : Array.from({ length: 20 }, () => worst);
    expect(Buffer.byteLength(renderBody(preset, group, 40))).toBeLessThanOrEqual(MAX_BYTES[preset]);
    expect(Buffer.byteLength(renderBody(preset, [worst]))).toBeLessThanOrEqual(MAX_BYTES[preset]);
  });
});

it('a CloudEvent that would be too large says so, and keeps what identifies it', () => {
  const labels = Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`label-${index}`, 'x'.repeat(60)]));
  const large = createEvent('certificate.expired', { labels, days_remaining: -3 });
  expect(renderJson('cloudevents', large).data).toMatchObject({
    ...{ truncated: true, event_type: 'certificate.expired', certificate: 'shop', days_remaining: -3, labels: {} },
    ...{ alert_key: large.data.alert_key, valid_to: large.data.valid_to },
  });
  const small = createEvent('certificate.expired');
  expect(renderJson('cloudevents', small).data).toEqual(small.data);
  const group = renderJson('cloudevents', ...Array.from({ length: 200 }, () => small)).data;
  expect(group.events[0]).toMatchObject({ certificate: 'shop', location: null, labels: small.data.labels });
  expect(group.events.length + group.more).toBe(200);
});

it('all blocks of a Slack message have less than 13,000 characters together', () => {
  const long = 'x'.repeat(500);
  const event = createEvent('certificate.unreachable', {
    certificate: 'n'.repeat(200),
    common_name: long,
    issuer: long,
    owner: long,
    renewal_instructions: long,
    error: { code: 'x', detail: long },
    last_seen: '2026-05-12T05:17:00Z',
    assigned_objects: [{ type: 'endpoint', name: long }],
  });
  const { blocks } = JSON.parse(
    renderBody(
      'slack',
      Array.from({ length: 60 }, () => event),
    ),
  );
  const texts = blocks.flatMap((block: { text?: { text: string } }) => block.text?.text ?? '');
  expect(texts.join('').length).toBeLessThan(13_000);
});

describe('ntfy headers', () => {
  it('contain title and priority in ASCII', () => {
    const rendered = render(
      'ntfy',
      createEvent('certificate.expired', { common_name: 'ä\nb', status: 'expired', level: 'error' }),
    );
    expect(rendered.ok && rendered.request.headers).toMatchObject({ Title: 'shop has expired', Priority: 'urgent' });
  });
});

describe('the preset pagerduty', () => {
  it.each([
    ['certificate.expiry_warning', 'trigger'],
    ['certificate.expired', 'trigger'],
    ['certificate.renewed', 'resolve'],
    ['certificate.removed', 'resolve'],
    ['certificate.recovered', 'resolve'],
  ] as const)('sends %s as %s, with the same dedup_key', (event, action) => {
    expect(renderJson('pagerduty', createEvent(event))).toMatchObject({
      event_action: action,
      dedup_key: 'certvigil/shop/0123',
    });
  });

  it('keeps dedup_keys distinct and within 255 characters for long names', () => {
    const found = ['untrusted', ...['a', 'b'].map((end) => `policy_violation/${'p'.repeat(99)}${end}`)];
    const keys = ['0', '1'].flatMap((digit) =>
      found.map((topic) => `certvigil/${'e'.repeat(200)}/${digit.repeat(64)}/${topic}`),
    );
    const sent = keys.map(
      (alert_key) => renderJson('pagerduty', createEvent('certificate.untrusted', { alert_key })).dedup_key,
    );
    expect(new Set(sent).size).toBe(keys.length);
    expect(Math.max(...sent.map((key) => key.length))).toBeLessThanOrEqual(255);
  });

  it('derives the severity from the status', () => {
    const severity = (status: EventData['status']) =>
      renderJson('pagerduty', createEvent('certificate.changed', { status })).payload.severity;
    const statuses = ['expired', 'critical', 'unknown', 'warning', 'not_yet_valid', 'ok'] as const;
    expect(statuses.map(severity)).toEqual(['critical', 'critical', 'critical', 'warning', 'warning', 'info']);
  });

  it('is not sent with a malformed key', () => {
    const rendered = render('pagerduty', createContext(), { secrets: { routing_key: 'my-service' } });
    expect(rendered.ok ? null : rendered.failure.code).toBe('secret-malformed');
    expect(JSON.stringify(rendered)).not.toContain('my-service');
  });
});

describe('the preset alertmanager', () => {
  const active = (event: EventContext) =>
    renderJson('alertmanager', event).filter(({ endsAt }: { endsAt: string }) => endsAt > event.timestamp);

  it('fires one alert with the current severity, and resolves the others', () => {
    const alerts = active(createEvent('certificate.expired', { status: 'expired' }));
    expect(alerts).toHaveLength(1);
    expect(alerts[0].labels).toMatchObject({
      alertname: 'CertificateExpiry',
      certificate: 'shop',
      severity: 'critical',
    });
    expect(alerts[0].endsAt).toBe('2027-05-01T00:00:00Z');
  });

  it('names the effective expiry, and the certificate that limits it', () => {
    const limited_by = { subject: 'CN=Issuing', fingerprint_sha256: 'ab'.repeat(32) };
    const event = createEvent('certificate.expired', { effective_valid_to: '2026-05-01T00:00:00Z', limited_by });
    const end = { valid_to: '2026-05-01T00:00:00Z', limited_by: 'CN=Issuing' };
    expect(active(event)[0].annotations).toMatchObject(end);
    expect(renderJson('pagerduty', event).payload.custom_details).toMatchObject(end);
  });

  it('resolves all alerts with a resolution', () => {
    expect(active(createEvent('certificate.renewed', { status: 'ok' }))).toEqual([]);
  });
});

describe('labels of an entry', () => {
  /** Where a receiver that routes by fields finds them. */
  const READ: [PresetName, (body: ReturnType<typeof JSON.parse>) => Record<string, string>][] = [
    ['alertmanager', ([alert]) => alert.labels],
    ['opsgenie', ({ details }) => details],
    ['servicenow', ({ records: [record] }) => JSON.parse(record.additional_info)],
    ['splunk_oncall', (body) => body],
    ['gitlab_alerts', (body) => body],
  ];
  const labels = { team: 'payments', certificate: 'x', 'cost center': '"7"' };
  const send = (preset: PresetName, changes: Partial<Webhook>) => {
    const rendered = render(preset, createEvent('certificate.expired', { labels }), changes);
    if (!rendered.ok) throw new Error(rendered.failure.detail);
    return JSON.parse(rendered.request.body ?? '');
  };

  it.each(READ)('are fields of %s, and never replace its own', (preset, read) => {
    const fields = read(send(preset, {}));
    const spaced = preset === 'alertmanager' ? 'cost_center' : 'cost center';
    expect(fields).toMatchObject({ team: 'payments', certificate: 'shop', label_certificate: 'x', [spaced]: '"7"' });
  });

  it.each(READ)('have the prefix of the webhook in %s', (preset, read) => {
    const fields = read(send(preset, { label_prefix: 'cv_' }));
    expect(fields).toMatchObject({ cv_team: 'payments', cv_certificate: 'x' });
    expect(fields).not.toHaveProperty('team');
  });

  it('are valid names for Alertmanager', () => {
    const context = createEvent('certificate.expired', { labels: { '1st': 'a', 'x.y/z-é': 'b' } });
    const [{ labels: named }] = renderJson('alertmanager', context);
    expect(named).toMatchObject({ _1st: 'a', x_y_z__: 'b' });
  });

  it('are left out where they would exceed the 8,000 characters of details that Opsgenie accepts', () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`label-${100 + index}`, 'v'.repeat(300)]),
    );
    const long = 'x'.repeat(3_000);
    const found = Array.from({ length: 9 }, () => ({ type: 'endpoint', name: long }));
    const context = createEvent('certificate.expired', {
      ...{ labels: many, certificate: long, common_name: long, owner: long, renewal_instructions: long },
      ...{ assigned_objects: found, run_url: `https://example.com/${'a'.repeat(500)}` },
    });
    const { details } = renderJson('opsgenie', context);
    expect(JSON.stringify(details).length).toBeLessThan(8_000);
    expect(Object.keys(details)).toContain('label-100');
    expect(Object.keys(details).length).toBeGreaterThan(20);
    // A short label is not left out because of a long one.
    expect(
      renderJson('opsgenie', createEvent('certificate.expired', { labels: { ...many, zone: 'a' } })).details.zone,
    ).toBe('a');
  });

  it('are tags of Opsgenie', () => {
    expect(send('opsgenie', {})).toMatchObject({ tags: expect.arrayContaining(['team:payments']) });
  });
});
