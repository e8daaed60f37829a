/** The requests of presets: URLs, alerts that open and close, mentions, links, and limits in the worst case. */

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { EventContext, EventData, EventName, Webhook } from '../../src/domain/index.ts';
import type { HttpRequest } from '../../src/lib/http/client.ts';
import { isJsonMediaType } from '../../src/notify/render-template.ts';
import { renderRequest } from '../../src/notify/webhook/send.ts';
import { PRESET_NAMES, PRESETS, type PresetName } from '../../src/presets/index.ts';
import { createContext } from './context.ts';
import { createPresetWebhook } from './preset-webhook.ts';
import { SHAPES } from './receiver-shapes.ts';

function render(
  preset: PresetName,
  context: EventContext,
  changes: Partial<Webhook> = {},
  hasIssues = false,
): HttpRequest {
  const rendered = renderRequest(createPresetWebhook(preset, changes), context, { env: {}, reveal: true, hasIssues });
  if (!rendered.ok) throw new Error(rendered.failure.detail);
  return rendered.request;
}

const createEvent = (event: EventName, changes: Partial<EventData> = {}): EventContext => ({
  ...createContext({
    event_type: event,
    run_url: 'https://git.example/o/r/actions/runs/1',
    repository: 'o/r',
    ...changes,
  }),
  event,
});
const FIRING = createEvent('certificate.expired', { status: 'expired', level: 'error' });
const RESOLVED = createEvent('certificate.renewed', { status: 'ok', level: 'info' });

describe('the URL', () => {
  it('of Opsgenie closes an alert by its alias', () => {
    const { url, body } = render('opsgenie', RESOLVED);
    expect(url).toBe('https://api.opsgenie.com/v2/alerts/certvigil%3Ashop%3A0123/close?identifierType=alias');
    expect(JSON.parse(body ?? '').note).toContain('shop was renewed');
  });

  it('of Matrix is the same for the same message, and different for every other one', () => {
    const url = (context: EventContext) => render('matrix', context).url;
    expect(url(FIRING)).toBe(
      'https://receiver.example/hook/send/m.room.message/scan-1.certificate.expired.1.14.certvigil%3Ashop%3A0123',
    );
    expect(render('matrix', FIRING).method).toBe('PUT');
    const others = [
      RESOLVED,
      { ...FIRING, request_id: 'scan-2' },
      createEvent('certificate.expired', { alert_key: 'certvigil/wiki/0123' }),
      createEvent('certificate.expired', { threshold: 30 }),
    ];
    expect(new Set([url(FIRING), ...others.map(url)]).size).toBe(others.length + 1);
  });
});

/** The alerts that a stateful receiver has open after these requests, by its own key. */
const RECEIVERS: Partial<Record<PresetName, (open: Set<string>, request: HttpRequest) => void>> = {
  pagerduty: (open, { body }) => {
    const { event_action, dedup_key } = JSON.parse(body ?? '');
    setOpen(open, dedup_key, event_action === 'trigger');
  },
  opsgenie: (open, { url, body }) => {
    const closed = /\/v2\/alerts\/([^/]+)\/close\?identifierType=alias$/.exec(url)?.[1];
    setOpen(
      open,
      closed === undefined ? JSON.parse(body ?? '').alias : decodeURIComponent(closed),
      closed === undefined,
    );
  },
  splunk_oncall: (open, { body }) => {
    const { message_type, entity_id } = JSON.parse(body ?? '');
    setOpen(open, entity_id, message_type !== 'RECOVERY');
  },
  gitlab_alerts: (open, { body }) => {
    const { fingerprint, end_time } = JSON.parse(body ?? '');
    setOpen(open, fingerprint, end_time === undefined);
  },
  servicenow: (open, { body }) => {
    const [{ message_key, severity }] = JSON.parse(body ?? '').records;
    setOpen(open, message_key, severity !== '0');
  },
  alertmanager: (open, { body }) => {
    for (const { labels, startsAt, endsAt } of JSON.parse(body ?? '')) {
      setOpen(open, JSON.stringify(labels), endsAt > startsAt);
    }
  },
};

function setOpen(open: Set<string>, key: string, isOpen: boolean): void {
  if (isOpen) open.add(key);
  else open.delete(key);
}

describe('a stateful receiver', () => {
  it('is tested for each stateful preset', () => {
    expect(Object.keys(RECEIVERS).sort()).toEqual(PRESET_NAMES.filter((name) => PRESETS[name].stateful).sort());
  });

  it.each(Object.entries(RECEIVERS))(
    '%s opens one alert, updates it, and closes it with each resolution',
    (name, receive) => {
      const preset = name as PresetName;
      const long = `certvigil/${'e'.repeat(400)}/${'f'.repeat(900)}/trust`;
      for (const alert_key of ['certvigil/shop/0123', 'certvigil/büro und "so"/0123/trust', long]) {
        for (const resolution of ['certificate.renewed', 'certificate.removed', 'certificate.recovered'] as const) {
          const open = new Set<string>();
          const other = createEvent('certificate.expired', { alert_key: `${alert_key}x`, status: 'expired' });
          const send = (context: EventContext) => receive(open, render(preset, context));
          send(other);
          send(createEvent('certificate.expiry_warning', { alert_key, status: 'warning' }));
          send(createEvent('certificate.expired', { alert_key, status: 'expired' }));
          expect(open.size).toBe(2);
          send(createEvent(resolution, { alert_key, status: 'ok' }));
          expect(open.size).toBe(1);
        }
      }
    },
  );
});

describe('a mention', () => {
  const mentions = { '@example/payments': '<@TEAM>', 'env=prod': '@prod:example.org', 'env=test': 'nobody' };
  const CHATS: PresetName[] = [
    'slack',
    'teams',
    'discord',
    'google_chat',
    'mattermost',
    'webex',
    'telegram',
    'matrix',
    'gitlab',
  ];

  it.each(CHATS)('of the owner and of a label is in an alert of %s, and not in its resolution', (preset) => {
    const text = (context: EventContext) => render(preset, context, { mentions }).body ?? '';
    const escaped = preset === 'telegram' || preset === 'matrix' ? '&lt;@TEAM&gt;' : '<@TEAM>';
    expect(text(FIRING)).toContain(escaped);
    expect(text(FIRING)).toContain('@prod:example.org');
    expect(text(FIRING)).not.toContain('nobody');
    expect(text(RESOLVED)).not.toMatch(/TEAM|@prod/);
    const unowned = createEvent('certificate.expired', { owner: null, labels: {} });
    expect(text(unowned)).not.toMatch(/TEAM|@prod/);
  });

  it.each(CHATS)('makes a valid message for %s', (preset) => {
    const validate = new Ajv2020({ strict: false }).compile((SHAPES as Record<string, object>)[preset] ?? {});
    const body = JSON.parse(render(preset, FIRING, { mentions }).body ?? '');
    expect(validate(body) ? [] : validate.errors).toEqual([]);
  });

  it('is made once for a group', () => {
    const context = { ...FIRING, events: [FIRING, createEvent('certificate.expired'), RESOLVED], more: 0 };
    const { blocks } = JSON.parse(render('slack', context, { mentions }).body ?? '');
    expect(blocks[1].text.text).toBe('<@TEAM> @prod:example.org');
  });

  it('cannot be made by a name in Discord, whose own mentions are disabled otherwise', () => {
    const hostile = createEvent('certificate.expired', { common_name: '@everyone <@123>' });
    const body = JSON.parse(render('discord', hostile, { mentions }).body ?? '');
    expect(body.allowed_mentions).toEqual({ parse: ['users', 'roles'] });
    expect(JSON.stringify(body)).not.toContain('<@123>'.replace('<', '"<'));
    expect(JSON.stringify(body.embeds)).toContain('\\\\<@123');
    expect(JSON.parse(render('discord', hostile).body ?? '').allowed_mentions).toEqual({ parse: [] });
  });
});

describe('links', () => {
  const event = createEvent('certificate.expired', { renewal_instructions: 'https://wiki.example/renew' });
  const ISSUES = 'https://git.example/o/r/issues?q=is%3Aissue%20is%3Aopen%20in%3Atitle%20%22shop%22';
  const WITH_BUTTONS: PresetName[] = [
    'slack',
    'teams',
    'discord',
    'google_chat',
    'mattermost',
    'webex',
    'telegram',
    'jira',
    'gitlab',
    'pagerduty',
  ];

  it.each(WITH_BUTTONS)('of %s lead to the run, the renewal instructions and the issue', (preset) => {
    const body = render(preset, event, {}, true).body ?? '';
    for (const url of ['https://wiki.example/renew', 'https://git.example/o/r/actions/runs/1', ISSUES])
      expect(body).toContain(url);
    expect(render(preset, event).body).not.toContain('/issues?q=');
  });

  it.each([
    ['https://git.example/forge/o/r/actions/runs/1', 'https://git.example/forge/o/r/issues?q='],
    ['https://git.example/o/r/o/r/actions/runs/1', 'https://git.example/o/r/o/r/issues?q='],
    ['https://ci.example/jobs/1', null],
    ['http://git.example/o/r/actions/runs/1', null],
  ])('lead to the issues on the server of %s, also below a path', (run_url, expected) => {
    const body = render('slack', createEvent('certificate.expired', { run_url }), {}, true).body ?? '';
    if (expected === null) expect(body).not.toContain('/issues?q=');
    else expect(body).toContain(expected);
  });

  const STEPS = [
    'https://wiki.example/renew\nThen restart nginx.',
    'https://wiki.example/renew shop',
    'https://',
    'https:// x',
  ];
  it.each(PRESET_NAMES.flatMap((preset) => STEPS.map((text) => [preset, text] as const)))(
    'of %s do not contain instructions that only begin like a URL: %j',
    (preset, renewal_instructions) => {
      const request = render(preset, createEvent('certificate.expired', { renewal_instructions }), {}, true);
      expect(request.headers.Actions ?? '').not.toContain('wiki');
      // Where links are objects, the instructions are not one.
      expect(request.body).not.toMatch(
        /"(?:url|href|runbook_url|vo_annotate\.u\.How to renew)": "https:\/\/(?:wiki|"| )/,
      );
    },
  );

  it.each(PRESET_NAMES)('of %s contain a URL also if it is a block in the manifest', (preset) => {
    const [block, plain] = ['https://wiki.example/renew\n', 'https://wiki.example/renew'].map((renewal_instructions) =>
      render(preset, createEvent('certificate.expired', { renewal_instructions }), {}, true),
    );
    expect(block?.headers.Actions).toBe(plain?.headers.Actions);
    if (preset === 'slack') expect(block?.body).toContain('"url": "https://wiki.example/renew"');
  });

  it('of ntfy are actions in a header', () => {
    expect(render('ntfy', event, {}, true).headers.Actions).toBe(
      `view, How to renew, "https://wiki.example/renew"; view, Open the run, "https://git.example/o/r/actions/runs/1"; view, Open issues, "${ISSUES}"`,
    );
  });
});

describe('colors', () => {
  const bad = createEvent('certificate.expired', { status: 'expired' });
  const warning = createEvent('certificate.expiry_warning', { status: 'warning' });

  it.each<[PresetName, [string, string, string]]>([
    ['slack', ['"#d32f2f"', '"#ffa500"', '"#2e7d32"']],
    ['mattermost', ['"#d32f2f"', '"#ffa500"', '"#2e7d32"']],
    ['discord', [0xd32f2f, 0xffa500, 0x2e7d32].map(String) as [string, string, string]],
    ['teams', ['"attention"', '"warning"', '"good"']],
    ['google_chat', ['#d32f2f', '#ffa500', '#2e7d32']],
    ['matrix', ['#d32f2f', '#ffa500', '#2e7d32']],
    ['telegram', ['🔴', '🟠', '🟢']],
    ['webex', ['🔴', '🟠', '🟢']],
    ['gitlab', ['🔴', '🟠', '🟢']],
    ['pushover', ['🔴', '🟠', '🟢']],
  ])('of %s are red, orange and green', (preset, expected) => {
    for (const [index, context] of [bad, warning, RESOLVED].entries()) {
      const body = render(preset, context).body ?? '';
      expect(expected.map((color) => body.includes(color))).toEqual([0, 1, 2].map((location) => location === index));
    }
  });
});

describe('the worst case', () => {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  const validators = new Map(Object.entries(SHAPES).map(([name, schema]) => [name, ajv.compile(schema)]));
  const createWorst = (event: EventName, text: string): EventContext =>
    createEvent(event, {
      certificate: 'n'.repeat(200),
      display_name: text,
      common_name: text,
      issuer: text,
      subject: text,
      owner: text,
      tenant: text,
      renewal_instructions: `https://wiki.example/${'r'.repeat(970)}`,
      error: { code: 'x', detail: text },
      limited_by: {
        subject: text,
        fingerprint_sha256: 'ab',
        valid_to: '2026-05-30T00:00:00Z',
      } as EventData['limited_by'],
      previous: { fingerprint_sha256: null, valid_to: '2026-06-01T00:00:00Z', common_name: text },
      assigned_objects: Array.from({ length: 5 }, () => ({ type: 'endpoint', name: text })),
      assignment_count: 5,
      last_seen: '2026-05-12T05:17:00Z',
      repository: `o/${'r'.repeat(100)}`,
    });
  const mentions = { [`${'n'.repeat(1)}`]: 'x'.repeat(200), 'env=prod': `@${'x'.repeat(150)}:example.org` };

  /** Discord counts all texts of all embeds together. */
  const countEmbeds = (body: string) =>
    JSON.parse(body).embeds.reduce(
      (
        sum: number,
        {
          title,
          description = '',
          fields,
        }: { title: string; description?: string; fields: { name: string; value: string }[] },
      ) => {
        return (
          sum +
          title.length +
          description.length +
          fields.reduce((size, { name, value }) => size + name.length + value.length, 0)
        );
      },
      0,
    );

  it.each(
    PRESET_NAMES.flatMap((name) =>
      ['ü', '漢', '&', '\\', '<', '*', '"', '\n', '😀'].map((character) => [name, character] as const),
    ),
  )('is a valid message of %s within its limits: %j', (preset, character) => {
    const text = character.repeat(600);
    for (const event of ['certificate.unreachable', 'certificate.renewed'] as const) {
      const one = createWorst(event, text);
      const group = { ...one, events: Array.from({ length: 12 }, () => one), more: 5000 };
      for (const context of PRESETS[preset].stateful ? [one] : [one, group]) {
        const { body } = render(preset, context, { mentions }, true);
        if (body === null) continue;
        // Nine facts of nothing but characters of four bytes are longer: ntfy makes an attachment of them.
        const limit = character === '😀' ? 6000 : 4096;
        if (preset === 'ntfy') expect(Buffer.byteLength(body)).toBeLessThanOrEqual(limit);
        if (!isJsonMediaType(PRESETS[preset].content_type)) continue;
        const validate = validators.get(preset);
        const parsed = JSON.parse(body);
        expect(parsed).toBeTypeOf('object');
        if (preset !== 'generic' && validate) expect(validate(parsed) ? [] : validate.errors).toEqual([]);
        if (preset === 'discord') expect(countEmbeds(body)).toBeLessThanOrEqual(6000);
        if (preset === 'telegram') {
          const shown = parsed.text.replace(/<\/?b>/g, '').replace(/&(?:amp|lt|gt);/g, '&');
          expect(shown.length).toBeLessThanOrEqual(4096);
          expect(parsed.text.replace(/<\/?b>/g, '')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        }
      }
    }
  });

  /** Every list is full, of certificates with long names and findings. */
  function createDigest(text: string): EventContext {
    const certificates = Array.from({ length: 30 }, () => ({
      certificate: 'n',
      display_name: text,
      days_remaining: 5,
      found: [text, text],
    }));
    const names = ['expired', 'critical', 'unknown', 'not_yet_valid', 'warning', 'renewed', 'silenced'];
    const weeks = Array.from({ length: 13 }, () => ({ from: '2026-06-01', to: '2026-06-07', certificates }));
    const lists = Object.fromEntries(names.map((name) => [name, certificates]));
    const data = {
      ...FIRING.data,
      ...lists,
      headline: '9 expired',
      upcoming: weeks,
      summary: { certificates: 300 },
      event_type: 'digest',
    };
    return {
      ...FIRING,
      event: 'digest',
      data: { ...data, certificate: '(scan)', common_name: null },
    } as unknown as EventContext;
  }

  it.each(
    PRESET_NAMES.filter((name) => !PRESETS[name].stateful).flatMap((name) =>
      ['漢', '&', '*'].map((text) => [name, text] as const),
    ),
  )('is a valid digest of %s within its limits: %j', (preset, character) => {
    const { body } = render(preset, createDigest(character.repeat(200)), {}, true);
    if (preset === 'ntfy') return expect(Buffer.byteLength(body ?? '')).toBeLessThanOrEqual(4096);
    const validate = validators.get(preset);
    const parsed = JSON.parse(body ?? '');
    expect(parsed).toBeTypeOf('object');
    if (preset !== 'generic' && validate) expect(validate(parsed) ? [] : validate.errors).toEqual([]);
    if (preset === 'discord') expect(countEmbeds(body ?? '')).toBeLessThanOrEqual(6000);
    if (preset === 'webex') expect(Buffer.byteLength(parsed.markdown)).toBeLessThanOrEqual(7439);
    if (preset === 'telegram')
      expect(parsed.text.replace(/<\/?b>/g, '').replace(/&(?:amp|lt|gt);/g, '&').length).toBeLessThanOrEqual(4096);
  });
});
