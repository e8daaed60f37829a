/** Names in certificates cannot imitate rows of a message, hide text or reverse it, in any preset, mail or template. */

import { describe, expect, it } from 'vitest';
import { EVENT_NAMES, type EventContext, type EventData } from '../../src/domain/index.ts';
import { composeMail } from '../../src/notify/email/compose.ts';
import { isJsonMediaType } from '../../src/notify/render-template.ts';
import { renderRequest } from '../../src/notify/webhook/send.ts';
import { PRESET_NAMES } from '../../src/presets/index.ts';
import { createContext, createWebhook } from './context.ts';
import { createEmail } from './email/events.ts';
import { createPresetWebhook } from './preset-webhook.ts';

/** What a certificate can contain: line breaks of all kinds, and characters that hide or reverse text. */
const BREAKS = ['\n', '\r\n', '\r', '\v', '\f', '\x85', '\u2028', '\u2029'];
const HIDDEN = ['\0', '\x1b[2K', '\u202e', '\u2066', '\u200b', '\ufeff', '\u00ad', '\u{e0041}'];
const HOSTILE = `shop${[...BREAKS, ...HIDDEN].map((character) => `${character}FORGED: row`).join('')}`;

const DATA: Partial<EventData> = {
  display_name: HOSTILE,
  common_name: HOSTILE,
  subject: HOSTILE,
  issuer: HOSTILE,
  sans: [HOSTILE],
  location: HOSTILE,
  assigned_objects: [{ type: 'endpoint', name: HOSTILE }],
  finding: { event: 'certificate.untrusted', qualifier: 'trust', severity: 'critical', code: 'x', detail: HOSTILE },
  error: { code: 'x', detail: HOSTILE },
  limited_by: {
    subject: HOSTILE,
    fingerprint_sha256: 'ab',
    valid_to: '2026-05-30T00:00:00Z',
  } as EventData['limited_by'],
};

/** All texts of a JSON value, or the text itself. */
function listTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listTexts) : [];
}

function expectHarmless(texts: string[]): void {
  expect(texts.length).toBeGreaterThan(0);
  for (const shown of texts) {
    // Mattermost's own zero-width space prevents mentions.
    const text = shown.replaceAll('@\u200b', '@');
    expect(text).not.toMatch(/^[\s>*_#|-]*FORGED/m);
    expect(text).not.toMatch(/[^\P{Cc}\n\r]|[\u0085\u2028\u2029\u202e\u2066\u200b\ufeff\u00ad]|\u{e0041}/u);
  }
}

const events = (count: number): EventContext[] =>
  EVENT_NAMES.slice(0, count).map((event) => ({ ...createContext({ ...DATA, event_type: event }), event }));

describe.each(PRESET_NAMES)('the preset %s', (name) => {
  const webhook = createPresetWebhook(name);

  it.each([...events(99).map((event) => [event]), events(4)])('shows names on one line: %#', (...all) => {
    const [first] = all as [EventContext];
    const context = all.length === 1 ? first : { ...first, events: all, more: 3 };
    const rendered = renderRequest(webhook, context as EventContext, { env: {}, reveal: true });
    if (!rendered.ok) throw new Error(rendered.failure.detail);
    const { body, headers: sent } = rendered.request;
    expectHarmless(listTexts(isJsonMediaType(webhook.content_type) ? JSON.parse(body ?? '') : body));
    expectHarmless(Object.values(sent));
  });
});

it.each(events(99))('a mail for $event shows names on one line', (context) => {
  const composed = composeMail(createEmail({}), context, { env: {}, reveal: true });
  if (!composed.ok) throw new Error(composed.failure.detail);
  const { subject, text, html } = composed.mail;
  expectHarmless([subject, text, html ?? '']);
});

it('a template without a preset shows them as code points', () => {
  const webhook = createWebhook({ body_template: '{"text": "{{ data.common_name }} {{ events[0].data.sans[0] }}"}' });
  const context = createContext({ common_name: 'a\nb\u202e', sans: ['c\r'] });
  const rendered = renderRequest(webhook, context, { env: {}, reveal: true });
  expect(rendered.ok && JSON.parse(rendered.request.body ?? '')).toEqual({ text: 'a\\u{a}b\\u{202e} c\\u{d}' });
});

it('fields of the manifest keep their lines', () => {
  const webhook = createWebhook({
    body_template: '{{ [data.renewal_instructions, data.labels.note, data.owner] | tojson }}',
  });
  const context = createContext({ renewal_instructions: '1. a\n2. b', labels: { note: 'a\nb' }, owner: 'team 👩‍💻' });
  const rendered = renderRequest(webhook, context, { env: {}, reveal: true });
  expect(rendered.ok && JSON.parse(rendered.request.body ?? '')).toEqual(['1. a\n2. b', 'a\nb', 'team 👩‍💻']);
});

it('a body without a template is the exact data', () => {
  const rendered = renderRequest(createWebhook({}), createContext({ common_name: HOSTILE }), { env: {}, reveal: true });
  expect(rendered.ok && JSON.parse(rendered.request.body ?? '').data.common_name).toBe(HOSTILE);
});
