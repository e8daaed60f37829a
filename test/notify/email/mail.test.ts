import path from 'node:path';
import PostalMime from 'postal-mime';
import { afterEach, describe, expect, it } from 'vitest';
import type { Email, EventName } from '../../../src/domain/index.ts';
import { groupBy } from '../../../src/lib/collections.ts';
import { composeMail } from '../../../src/notify/email/compose.ts';
import { type SmtpServer, startSmtpServer } from '../../helpers/smtp-server.ts';
import { createContext } from '../context.ts';
import { createEmail, deliverEvents, type TestEvent } from './events.ts';

const open: SmtpServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** The mails as parsed by a mail client, and their raw text. */
async function sendMails(events: readonly TestEvent[], changes: Partial<Email> = {}) {
  const server = await startSmtpServer();
  open.push(server);
  const { receipts } = await deliverEvents([createEmail({ port: server.port, ...changes })], events);
  expect(receipts.map(({ error }) => error)).toEqual(events.map(() => null));
  return Promise.all(server.mails.map(async ({ raw }) => ({ raw, ...(await PostalMime.parse(raw)) })));
}

async function sendMail(event: TestEvent = {}, changes: Partial<Email> = {}) {
  const [mail] = await sendMails([event], changes);
  if (mail === undefined) throw new Error('no mail has arrived');
  return mail;
}

function getHeader(mail: { headers: { key: string; value: string }[] }, name: string): string | undefined {
  return mail.headers.find(({ key }) => key === name.toLowerCase())?.value;
}

describe('a mail', () => {
  it('has the headers that mail clients and autoresponders need', async () => {
    const mail = await sendMail({}, { cc: ['Audit <audit@example.com>'] });
    expect(mail).toMatchObject({
      from: { name: 'Certificates', address: 'certs@example.com' },
      to: [{ address: 'ops@example.com' }],
      cc: [{ name: 'Audit', address: 'audit@example.com' }],
      subject: '[certvigil] shop expires in 13 days',
      date: '2026-05-18T12:00:01.000Z',
    });
    expect(getHeader(mail, 'Auto-Submitted')).toBe('auto-generated');
    // RFC 2919: a filter can sort all mail of one receiver.
    expect(getHeader(mail, 'List-Id')).toMatch(/^certvigil notifications <[\w-]+\.certvigil\.example\.com>$/);
    expect(getHeader(mail, 'X-Certvigil-Test')).toBeUndefined();
    expect(getHeader(mail, 'Content-Type')).toMatch(/^multipart\/alternative;/);
    expect(mail.raw).not.toMatch(/nodemailer/i);
  });

  it('forms a thread with all mail about the same alert, and has a unique id', async () => {
    const other = { certificate: 'mail', alert_key: 'certvigil/mail/4567' };
    const mails = await sendMails([
      { data: { threshold: 14 } },
      { data: { threshold: 30 } },
      { event: 'certificate.renewed' },
      { data: other },
    ]);
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(4);
    const byThread = groupBy(mails, ({ references }) => references);
    expect([...byThread.values()].map((thread) => thread.length).sort()).toEqual([1, 3]);
    for (const { references, inReplyTo, messageId } of mails) {
      expect(inReplyTo).toBe(references);
      expect(messageId).toMatch(/^<certvigil\.event\.[0-9a-f]{32}@example\.com>$/);
    }
  });

  it('keeps its id when retried within a scan, and gets a new one in the next', () => {
    const idAt = (request_id: string) => {
      const composed = composeMail(createEmail(), { ...createContext(), request_id }, { env: {}, reveal: true });
      return composed.ok ? composed.mail.message_id : composed.failure;
    };
    expect(idAt('scan-1')).toBe(idAt('scan-1'));
    expect(idAt('scan-2')).not.toBe(idAt('scan-1'));
  });

  it('is marked as a test', async () => {
    const mail = await sendMail({ data: { test: true } });
    expect(getHeader(mail, 'X-Certvigil-Test')).toBe('1');
    expect(mail.subject).toBe('[certvigil] [test] shop expires in 13 days');
  });

  it('uses subject, text and HTML templates of the manifest', async () => {
    const mail = await sendMail(
      { data: { common_name: '<b>shop</b> & "co"' } },
      {
        subject: '{{ data.common_name }}: {{ data.days_remaining }}',
        text_template: 'text: {{ data.common_name }}',
        html_template: '<i title="{{ data.common_name }}">{{ data.common_name | safe }}</i>{{ "<hr>" }}',
      },
    );
    expect(mail.subject).toBe('<b>shop</b> & "co": 13');
    expect(mail.text?.trim()).toBe('text: <b>shop</b> & "co"');
    const escaped = '&lt;b&gt;shop&lt;/b&gt; &amp; &#34;co&#34;';
    expect(mail.html?.trim()).toBe(`<i title="${escaped}">${escaped}</i>&lt;hr&gt;`);
  });

  it.each<[string, Partial<Email>, boolean]>([
    ['a custom text only is plain text', { text_template: 'text' }, false],
    ['custom HTML only gets the built-in text as its alternative', { html_template: '<p>html</p>' }, true],
  ])('with %s', async (_, changes, hasHtml) => {
    const mail = await sendMail({}, changes);
    expect(mail.html !== undefined).toBe(hasHtml);
    expect(mail.text).toContain(changes.text_template ?? 'shop expires in 13 days');
  });
});

const HOSTILE =
  'x\r\nBcc: all@example.com\r\n\r\n.\r\nMAIL FROM:<evil@example.com>\r\n<script>alert(1)</script>\u2028\u202eend';

describe('untrusted text from a certificate', () => {
  it('cannot add a header or recipient, end the mail, or become HTML', async () => {
    const mail = await sendMail(
      { data: { certificate: 'shop', common_name: HOSTILE, issuer: HOSTILE, owner: HOSTILE, location: HOSTILE } },
      { subject: '{{ data.common_name }} by {{ data.issuer }}', to_owner: true },
    );
    expect(mail.bcc ?? []).toEqual([]);
    expect(mail.to).toEqual([{ name: '', address: 'ops@example.com' }]);
    expect(mail.subject).toMatch(/^x\\u\{d\}\\u\{a\}Bcc: all@example\.com\\u\{d\}/);
    expect(mail.subject).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
    expect(mail.html).not.toContain('<script>');
    expect(mail.html).toContain('&lt;script&gt;');
    expect(mail.text?.split('\n').filter((line) => /^(Bcc|MAIL)/.test(line))).toEqual([]);
  });

  it('arrives on one line in a text template, and the owner from the manifest unchanged', async () => {
    const lines = '.\n..\n.x\nFrom here\n';
    const data = { common_name: `${lines}é😀`, owner: `${lines}é😀` };
    const mail = await sendMail({ data }, { text_template: '{{ data.owner }}|{{ data.common_name }}' });
    const escaped = lines.replaceAll('\n', '\\u{a}');
    expect(mail.text?.replaceAll('\r\n', '\n').trim()).toBe(`${lines}é😀|${escaped}é😀`);
  });

  it('may be 10,000 names: the built-in mail stays short, and a template can list them all', async () => {
    const sans = Array.from({ length: 10_000 }, (_, index) => `name-${index}.example.com`);
    const assigned_objects = sans.map((name) => ({ type: 'endpoint', name }));
    const data = { sans, assigned_objects, assignment_count: sans.length };
    const short = await sendMail({ data });
    expect(short.raw.length).toBeLessThan(12_000);
    expect(short.text).toContain('and 9997 more');
    const long = await sendMail({ data }, { subject: "{{ data.sans | join(' ') }}", text_template: '{{ data.sans }}' });
    expect([...(long.subject ?? '')]).toHaveLength(250);
    expect(long.text).toContain('name-9999.example.com');
    // RFC 5322 section 2.1.1
    expect(Math.max(...long.raw.split('\r\n').map((line) => line.length))).toBeLessThan(998);
  });
});

const DATA = {
  owner: 'Payments <payments@example.com>',
  renewal_instructions: 'https://wiki.example.com/renew?cert=shop&how=1',
  run_url: 'https://github.com/octo-org/certs/actions/runs/1',
};

const MAILS: Record<string, TestEvent[]> = {
  expiry_warning: [{ data: { ...DATA, status: 'warning', days_remaining: 29, threshold: 30 } }],
  expired: [{ event: 'certificate.expired', data: { ...DATA, status: 'expired', days_remaining: -2 } }],
  unreachable: [
    {
      event: 'certificate.unreachable',
      data: {
        error: { code: 'endpoint-refused', detail: 'shop.example.com:443 refuses connections.' },
        location: 'shop.example.com:443',
      },
    },
  ],
  renewed: [
    {
      event: 'certificate.renewed',
      data: {
        ...DATA,
        status: 'ok',
        days_remaining: 89,
        previous: { fingerprint_sha256: null, valid_to: '2026-05-31T00:00:00Z', common_name: 'shop.example.com' },
      },
    },
  ],
  group: ['expired', 'critical', 'warning'].map((status, index) => ({
    event: index === 0 ? 'certificate.expired' : 'certificate.expiry_warning',
    data: {
      certificate: `shop-${index}`,
      alert_key: `shop-${index}`,
      status: status as 'expired',
      days_remaining: index * 10 - 1,
    },
  })),
};

describe('the built-in mail matches its golden file', () => {
  it.each(Object.entries(MAILS))('%s', async (name, testEvents) => {
    const server = await startSmtpServer();
    open.push(server);
    await deliverEvents([createEmail({ port: server.port })], testEvents, { group: { by: ['rule'], max_events: 2 } });
    const { subject, text = '', html = '' } = await PostalMime.parse(server.mails[0]?.raw ?? '');
    for (const [file, content] of Object.entries({
      [`${name}.txt`]: `${subject}\n\n${text}`,
      [`${name}.html`]: html,
    })) {
      await expect(content).toMatchFileSnapshot(path.resolve('test/golden/mail', file));
    }
  });
});

it('the built-in mail has a sentence and a color for every event', () => {
  const events: EventName[] = ['certificate.changed', 'certificate.removed', 'certificate.recovered', 'scan.stale'];
  for (const event of events) {
    const context = { ...createContext({ event_type: event, last_seen: '2026-05-01T00:00:00Z' }), event };
    const composed = composeMail(createEmail(), context, { env: {}, reveal: true });
    expect(composed).toMatchObject({ ok: true, mail: { subject: expect.not.stringContaining(event) } });
    expect(composed.ok && composed.mail.html).toMatch(/border-top:6px solid #[0-9a-f]{6};/);
  }
});
