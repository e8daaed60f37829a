import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Webhook } from '../../src/domain/index.ts';
import type { Io } from '../../src/lib/io.ts';
import { createConnectionPool } from '../../src/notify/webhook/connections.ts';
import { evaluateResponse, findResponseAdvice } from '../../src/notify/webhook/read-response.ts';
import { sendWebhook } from '../../src/notify/webhook/send.ts';
import { PRESET_NAMES, type PresetName } from '../../src/presets/index.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { startTcpServer } from '../helpers/tls-server.ts';
import { createContext, createWebhook, RECEIVER_SETTINGS } from './context.ts';

/** Bodies of successful requests, as the receivers document them. */
const ACCEPTED: Record<PresetName, string[]> = {
  slack: ['ok', '{"ok":true,"warning":"missing_charset"}', '{"success":true}', 'OK, no_service was not meant'],
  teams: ['', '1', '{"error":null}', 'The last message said: Webhook message delivery failed with error'],
  pagerduty: ['{"status":"success","message":"Event processed","dedup_key":"a"}', '{"status":"ok"}', '{"errors":[]}'],
  discord: [
    '',
    '{"id":"1","type":0,"content":"","channel_id":"2","embeds":[{"title":"code"}]}',
    '{"code":10015}',
    '{"code":0,"message":"success"}',
  ],
  google_chat: ['{"name":"spaces/A/messages/B","cardsV2":[{"card":{"header":{"title":"error"}}}]}', '{"error":""}'],
  mattermost: ['ok', '{"id":"a","status_code":200}', '{"status_code":400}'],
  ntfy: ['{"id":"a","time":1,"expires":2,"event":"message","topic":"t","message":"error"}', '{"error":"none"}'],
  webex: ['', '{"id":"a","roomId":"b","markdown":"message","created":"2026-01-01"}', '{"trackingId":"a"}'],
  cloudevents: ['', '{"error":{"code":1}}'],
  alertmanager: ['', '{"status":"success"}', '"accepted"', '{"code":602}', '{"code":200,"message":"ok"}'],
  opsgenie: [
    '{"result":"Request will be processed","took":0.3,"requestId":"a"}',
    '{"message":"accepted"}',
    '{"message":"a","took":1,"result":"b"}',
  ],
  splunk_oncall: ['{"result":"success","entity_id":"a"}'],
  servicenow: ['{"result":{"Default Bulk Endpoint":"1 events were inserted"}}', '{"error":"","status":"success"}'],
  telegram: ['{"ok":true,"result":{"message_id":1,"text":"\\"ok\\":false"}}', '{"ok":true,"result":{"ok":false}}'],
  matrix: ['{"event_id":"$a"}', '{"errcode":null}'],
  pushover: ['{"status":1,"request":"a"}', '{"status":"0"}', '{"status":200}'],
  jira: ['{"id":"1","key":"OPS-1","self":"https://example.atlassian.net"}', '{"key":"OPS-1","errors":{}}'],
  gitlab: ['{"id":1,"iid":2,"title":"error","message":null}', '[]', '{"message":"201 Created","error":null}'],
  gitlab_alerts: ['[{"iid":1,"title":"a","message":"b"}]', '[]', '{"message":"queued"}', '{"message":null,"error":{}}'],
  generic: ['', '{"ok":false}', '{"status":"error","errors":["a"]}'],
};

/** Bodies of errors, as the receivers document them. */
const REJECTED: Record<PresetName, string[]> = {
  slack: ['{"ok":false,"error":"not_in_channel"}', 'no_service', ' invalid_payload\n', '"channel_is_archived"'],
  teams: [
    'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId tcid=0',
    '{"error":{"code":"WorkflowNotFound","message":"The workflow could not be found."}}',
  ],
  pagerduty: [
    '{"status":"invalid event","message":"Event object is invalid","errors":["Length of \'routing_key\' is incorrect"]}',
    '{"status":"throttle exceeded","message":"Requests are arriving too quickly."}',
    '{"errors":["a"]}',
  ],
  discord: [
    '{"message":"Unknown Webhook","code":10015}',
    '{"message":"401: Unauthorized","code":0}',
    '{"message":"You are being rate limited.","retry_after":1.5,"global":false}',
  ],
  google_chat: ['{"error":{"code":404,"message":"Space not found","status":"NOT_FOUND"}}'],
  mattermost: ['{"id":"web.incoming_webhook.invalid.app_error","message":"Invalid webhook","status_code":400}'],
  ntfy: ['{"code":40101,"http":401,"error":"unauthorized","link":"https://ntfy.sh/docs/publish/#authentication"}'],
  webex: ['{"message":"The requested resource could not be found.","errors":[{"description":"a"}],"trackingId":"b"}'],
  cloudevents: [],
  alertmanager: [
    '{"status":"error","errorType":"bad_data","error":"a"}',
    '{"code":602,"message":"body is required"}',
    '{"status":"deprecated","error":"a"}',
  ],
  opsgenie: [
    '{"message":"Request body is not processable.","errors":{"message":"may not be empty"},"took":0.01,"requestId":"a"}',
    '{"message":"Could not authenticate","took":0.001}',
  ],
  splunk_oncall: ['{"result":"failure","message":"a","entity_id":"b"}'],
  servicenow: [
    '{"error":{"message":"User Not Authenticated","detail":"a"},"status":"failure"}',
    '{"status":"failure"}',
    '{"error":{}}',
  ],
  telegram: ['{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}', '\uFEFF {"ok" : false}'],
  matrix: ['{"errcode":"M_UNKNOWN_TOKEN","error":"Unrecognised access token"}'],
  pushover: ['{"status":0,"request":"a","errors":["user identifier is invalid"]}'],
  jira: ['{"errorMessages":[],"errors":{"project":"project is required"}}', '{"errorMessages":[]}'],
  gitlab: ['{"message":"401 Unauthorized"}', '{"error":"insufficient_scope"}', '{"message":{"title":["is too long"]}}'],
  gitlab_alerts: ['{"message":"403 Forbidden"}', '{"error":"a"}'],
  generic: [],
};

/** The start of a page of HTML, in many ways. */
const PAGES = [
  '<!doctype html><title>Sign in</title>',
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">',
  '<!DOCTYPE\n  HTML>',
  '<html>',
  '<HTML LANG="en">',
  '<html\nlang="en">',
  '\uFEFF<html>',
  '\uFEFF\r\n\t <html>',
  '<!-- a --><!-- b --> <!doctype html>',
  '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>',
  '<?xml version="1.0"?><!-- a --><html xmlns="http://www.w3.org/1999/xhtml">',
  '<html',
];

const TEXTS = [
  '',
  'ok',
  '<p>ok</p>',
  '<body>ok</body>',
  '<htmlx>',
  '<!doctype htmlx>',
  '<!doctype svg>',
  '<?xml version="1.0"?><response status="ok"/>',
  '<!-- <html> -->',
  '<!-- <html>',
  '<?xml <html>',
  'See <html>',
  '{"page":"<html>"}',
];

const evaluate = (preset: PresetName | null, body: string | null) => evaluateResponse(preset, { body });

/** Bodies of gateways, automation tools and servers that are compatible with a receiver, for a message that they took. */
const RELAYED = [
  ...['ok', 'OK', 'true', 'null', '1', '0', '"ok"', '[]', '{}', '<p>ok</p>', 'queued: 2 errors before'],
  ...[
    '{"ok":true}',
    '{"success":true}',
    '{"status":"ok"}',
    '{"status":"success","id":"a","request_id":"b"}',
    '{"status":200}',
  ],
  ...[
    '{"result":"ok"}',
    '{"message":"Workflow was started"}',
    '{"message":"ok","requestId":"a"}',
    '{"id":"a","message":"sent"}',
  ],
  ...['{"code":0,"message":"success"}', '{"code":200,"message":"ok","data":null}', '{"errcode":0,"errmsg":"ok"}'],
  ...['{"error":null}', '{"error":""}', '{"error":false}', '{"errors":[]}', '{"errors":null,"data":{}}', '{"error":0}'],
];

describe('the body of a response with the status 200', () => {
  it.each(PRESET_NAMES)('is not an error if it is that of a relay instead of %s', (name) => {
    expect(RELAYED.filter((body) => evaluate(name, body) !== 'accepted')).toEqual([]);
  });

  it.each(PRESET_NAMES)('is an error if %s documents it as one', (name) => {
    expect(ACCEPTED[name].filter((body) => evaluate(name, body) !== 'accepted')).toEqual([]);
    expect(REJECTED[name].filter((body) => evaluate(name, body) !== 'rejected')).toEqual([]);
  });

  it('is not an error without a preset', () => {
    expect(
      Object.values(REJECTED)
        .flat()
        .map((body) => evaluate(null, body)),
    ).not.toContain('rejected');
  });

  it.each(PAGES)('is a page: %j', (body) => {
    for (const name of [null, ...PRESET_NAMES]) expect(evaluate(name, body)).toBe('page');
  });

  it.each(TEXTS)('is not a page: %j', (body) => {
    for (const name of [null, ...PRESET_NAMES]) expect(evaluate(name, body)).toBe('accepted');
  });

  it('is not an error if nothing was read', () => {
    for (const name of [null, ...PRESET_NAMES]) expect(evaluate(name, null)).toBe('accepted');
  });

  it('is read in linear time', () => {
    for (const part of ['<!--', '<!-- -->', '<?', '<?xml?>', ' ', '\uFEFF', '[', '{"a":'])
      expect(evaluate('slack', part.repeat(16_384))).toBe('accepted');
  });

  it('never throws, and is never an error if it is a number, a list or a truncated error', () => {
    const any = fc.oneof(
      fc.string(),
      fc.json(),
      fc.double().map(String),
      fc.array(fc.jsonValue()).map((all) => JSON.stringify(all)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...PRESET_NAMES), any, (name, body) => {
        expect(['accepted', 'rejected', 'page']).toContain(evaluate(name, body));
      }),
    );
    for (const name of PRESET_NAMES)
      for (const body of REJECTED[name].filter((one) => one.startsWith('{')))
        expect([evaluate(name, body.slice(0, -1)), evaluate(name, `[${body}]`)]).toEqual(['accepted', 'accepted']);
  });
});

describe('the advice for a response', () => {
  const find = (name: PresetName, status: number, body: string) =>
    findResponseAdvice(name, { responded: true, status, retry_after: null, body });

  it('is that of the error, not that of the status', () => {
    expect(find('slack', 200, '{"ok":false,"error":"channel_not_found"}')).toContain('was deleted or archived');
    expect(find('splunk_oncall', 200, '{"result":"failure"}')).toBeNull();
    expect(find('pagerduty', 202, '{"status":"invalid event","errors":["routing_key"]}')).toContain('routing key');
  });

  it('is that of the status for a success, and for an error with the status of one', () => {
    expect(find('splunk_oncall', 200, '{"result":"success"}')).toContain('accepted the alert');
    expect(find('telegram', 401, '{"ok":false}')).toContain('the token of the bot');
    expect(find('splunk_oncall', 404, '')).toContain('does not know this URL');
    expect(find('splunk_oncall', 302, '')).toBeNull();
  });

  it('is not given for a page', () => {
    expect(find('splunk_oncall', 200, '<html>')).toBeNull();
    expect(find('slack', 200, '<html>no_service')).toBeNull();
  });
});

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function openReceiver(answers: ReceiverResponse[]): Promise<Receiver> {
  const receiver = await startReceiver(answers);
  open.push(receiver);
  return receiver;
}

const IO = { env: {}, now: () => 0, sleep: () => Promise.resolve() } as unknown as Io;

async function send(changes: Partial<Webhook>) {
  const connections = createConnectionPool({ ...RECEIVER_SETTINGS, root: '/' }, { env: {} });
  open.push(connections);
  return sendWebhook(createWebhook(changes), createContext(), { io: IO, connections });
}

async function sendTo(preset: PresetName | null, answer: ReceiverResponse) {
  const receiver = await openReceiver([answer]);
  const sent = await send({ preset, url: `${receiver.origin}/in`, secrets: { chat_id: '1' } });
  return { ...sent, requests: receiver.requests.length };
}

describe('a delivery', () => {
  it('fails after one request if the body is an error, and does not show it', async () => {
    const sent = await sendTo('telegram', { status: 200, body: '{"ok":false,"description":"token-12345"}' });
    expect(sent).toMatchObject({ status: 'failed', attempts: 1, requests: 1, error: { code: 'webhook-rejected' } });
    expect(sent.error?.detail).toMatch(
      /^webhook "receiver" at 127\.0\.0\.1:\d+: the receiver responded with status 200, but/,
    );
    expect(sent.error?.detail).not.toContain('token-12345');
  });

  it('fails with the advice for the error', async () => {
    const { error } = await sendTo('telegram', { status: 201, body: '{"ok":false,"description":"chat not found"}' });
    expect(error?.detail).toContain('with status 201');
    expect(error?.detail).toContain('Telegram does not know the chat.');
  });

  it('fails with a page if it has a preset', async () => {
    const sent = await sendTo('slack', { status: 200, body: '<!doctype html><title>Sign in</title>' });
    expect(sent).toMatchObject({ status: 'failed', attempts: 1, doubt: null, error: { code: 'webhook-page' } });
  });

  it('is sent with a doubt if it gets a page without a preset', async () => {
    const sent = await sendTo(null, { status: 200, body: '<!doctype html><title>Sign in</title>' });
    expect(sent).toMatchObject({ status: 'sent', error: null, doubt: { code: 'webhook-page-accepted' } });
    expect(sent.doubt?.detail).toMatch(/^webhook "receiver" at 127\.0\.0\.1:\d+: /);
  });

  it.each<[string, ReceiverResponse]>([
    ['200 and text of the type of a page', { status: 200, headers: { 'content-type': 'text/html' }, body: 'ok' }],
    ['202 without a body', 202],
    ['204', 204],
    ['a body that is longer than what is read', { status: 200, body: `{"ok":false,"a":"${'x'.repeat(20_000)}"}` }],
    ['an endless body', 'endless'],
    ['a body that is not gzip, but says so', { status: 200, headers: { 'content-encoding': 'gzip' }, body: 'ok' }],
  ])('is sent with %s', async (_, answer) => {
    expect(await sendTo('slack', answer)).toMatchObject({ status: 'sent', attempts: 1, error: null, doubt: null });
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('fails with a page that is compressed with %s', async (encoding, compress) => {
    const respond = (body: Buffer) => ({ status: 200, headers: { 'content-encoding': encoding }, body });
    const page = compress(Buffer.from('<html>page</html>'));
    expect((await sendTo('slack', respond(page))).error?.code).toBe('webhook-page');
    // Text that compresses badly, so that the start of the compressed page is only the start of the page.
    const long = Buffer.from(`<html>${Array.from({ length: 20_000 }, (_, index) => (index * 7919) % 9973).join('')}`);
    expect((await sendTo('slack', respond(compress(long)))).error?.code).toBe('webhook-page');
  });

  it('is sent if the compressed body is much longer than what is read', async () => {
    const body = gzipSync(Buffer.concat([Buffer.from('<html>'), Buffer.alloc(5_000_000)]));
    expect((await sendTo('slack', { status: 200, headers: { 'content-encoding': 'gzip' }, body })).status).toBe('sent');
  });

  it.each([
    ['cut off', (body: string) => `HTTP/1.1 200 OK\r\nContent-Length: 9999\r\nConnection: close\r\n\r\n${body}`, true],
    ['never complete', (body: string) => `HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n${body}`, false],
  ] as const)('counts by the received part of a body that is %s', async (_, respond, ends) => {
    const results = [];
    for (const body of ['{"ok":fal', '<html>']) {
      const server = await startTcpServer((socket) => {
        socket.once('data', () => (ends ? socket.end(respond(body)) : socket.write(respond(body))));
      });
      open.push(server);
      const sent = await send({ preset: 'slack', url: `http://${server.location}/in`, timeout_seconds: 0.2 });
      results.push(sent.error?.code ?? sent.status);
    }
    expect(results).toEqual(['sent', 'webhook-page']);
  });
});
