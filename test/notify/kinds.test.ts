/** Messages about a domain registration or a hard-coded date, which are not certificates. */

import { describe, expect, it } from 'vitest';
import { EMPTY_FACTS } from '../../src/domain/event-data.ts';
import type { EventContext, EventData, EventName } from '../../src/domain/index.ts';
import { composeMail } from '../../src/notify/email/compose.ts';
import {
  renderBlock,
  renderReopenComment,
  renderResolutionComment,
  renderTitle,
} from '../../src/notify/issue/render.ts';
import { renderRequest } from '../../src/notify/webhook/send.ts';
import { PRESET_NAMES } from '../../src/presets/index.ts';
import { createContext } from './context.ts';
import { createEmail } from './email/events.ts';
import { createPresetWebhook } from './preset-webhook.ts';

const DATES = { valid_to: '2026-06-01T00:00:00Z', effective_valid_to: '2026-06-01T00:00:00Z' };

const SUBJECTS: Record<string, Partial<EventData>> = {
  'Domain registration of example.org': {
    ...{ kind: 'domain', what: 'domain registration', certificate: 'shop-domain', common_name: 'example.org' },
    assigned_objects: [{ type: 'domain', name: 'domain:example.org' }],
  },
  'Signing key release': {
    ...{ kind: 'date', what: 'signing key', certificate: 'release', common_name: 'release' },
    assigned_objects: [{ type: 'declared', name: 'declared' }],
  },
};

const EVENTS: Partial<Record<EventName, Partial<EventData>>> = {
  'certificate.expiry_warning': {},
  'certificate.expired': { status: 'expired', days_remaining: -4, days_since_expiry: 3 },
  'certificate.changed': {
    previous: { fingerprint_sha256: null, valid_to: '2027-06-01T00:00:00Z', common_name: 'example.org' },
  },
  'certificate.unreachable': {
    unreachable: { never_read: false, since: '2026-05-01T00:00:00Z', days: 4 },
    error: { code: 'rdap-unreachable', detail: 'rdap.example did not respond within 10 s.' },
  },
  'certificate.registration_status': {
    finding: {
      ...{ event: 'certificate.registration_status', qualifier: 'client-hold', severity: 'critical' },
      ...{ code: 'domain-client-hold', detail: 'It was taken out of the DNS.' },
    },
    error: { code: 'domain-client-hold', detail: 'It was taken out of the DNS.' },
  },
  'certificate.renewed': {},
  'certificate.removed': {},
  'certificate.recovered': {},
};

const CASES = Object.entries(SUBJECTS).flatMap(([display_name, subject]) =>
  Object.entries(EVENTS).map(([event, changes]): [string, string, EventContext] => {
    const data = { ...EMPTY_FACTS, ...DATES, ...subject, display_name, sans: [], ...changes };
    const context = createContext({ ...data, event_type: event as EventName });
    return [display_name, event, { ...context, event: event as EventName }];
  }),
);

const OPTIONS = { env: {}, reveal: true };

/** Names of events and fields stay: `certificate.expired`, `certificate_id`, `"certificate": `, and the default of PagerDuty's group. */
function omitNames(text: string): string {
  return text
    .replaceAll(/certificate\.[a-z_]+/g, '')
    .replaceAll(/certvigil\.certificate|certificate_id/g, '')
    .replaceAll(/\\?"certificate\\?":|"model": ?"certificate"|certificate=|"group":\s*"certificates"/g, '');
}

/** A form has spaces as `+`. */
function decodeBody(text: string): string {
  return text.startsWith('{') ? text : decodeURIComponent(text.replaceAll('+', ' '));
}

describe.each(CASES)('a message about "%s" for %s', (display_name, event, context) => {
  const isAboutLocation = event === 'certificate.unreachable';

  it.each(PRESET_NAMES)('does not call it a certificate: preset %s', (name) => {
    const rendered = renderRequest(createPresetWebhook(name), context, { ...OPTIONS, hasIssues: true });
    if (!rendered.ok) throw new Error(rendered.failure.detail);
    const { headers, body: sent } = rendered.request;
    // The title of ntfy is a header.
    const body = decodeBody(String(sent)) + JSON.stringify(headers);
    expect(body).toContain(display_name);
    expect(omitNames(body)).not.toMatch(/certificate/i);
  });

  it('does not call it a certificate: issue', () => {
    const isResolution = ['certificate.renewed', 'certificate.removed', 'certificate.recovered'].includes(event);
    const texts = isResolution
      ? [renderResolutionComment(context)]
      : [renderTitle(context), renderBlock([context]), renderReopenComment(context)];
    expect(omitNames(texts.join('\n'))).not.toMatch(/certificate/i);
    if (!isResolution) expect(texts[0]).toContain(display_name);
    if (!isResolution && !isAboutLocation) expect(texts[1]).toContain(`This ${context.data.what} `);
  });

  it('does not call it a certificate: mail', () => {
    const composed = composeMail(createEmail(), context, OPTIONS);
    if (!composed.ok) throw new Error(composed.failure.detail);
    const { subject, text, html } = composed.mail;
    expect(subject).toContain(display_name);
    expect(omitNames(`${subject}\n${text}\n${html}`)).not.toMatch(/certificate/i);
  });
});
