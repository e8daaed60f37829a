/** Freezes the requests that webhooks and presets send when an alert fires and when it resolves. */

import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Received, type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createWorld, expectSnapshot, NOW, RENEWED, SHOP, WORKFLOW_RUN, type World } from './environment.ts';
import { withoutProse } from './shapes.ts';

const PRESETS = [
  'slack',
  'teams',
  'pagerduty',
  'discord',
  'google_chat',
  'mattermost',
  'ntfy',
  'webex',
  'cloudevents',
  'alertmanager',
  'opsgenie',
  'splunk_oncall',
  'gitlab_alerts',
  'servicenow',
  'telegram',
  'matrix',
  'pushover',
  'jira',
  'gitlab',
  'generic',
];
const WEBHOOKS = [...PRESETS, 'plain', 'signed'];

const KEY = '0123456789abcdef0123456789ABCDEF';
const PUSHOVER_KEY = 'abcdefghijklmnopqrstuvwxyz0123';

/** The required secrets, as flow mappings of YAML. */
const SECRETS: Record<string, string> = {
  pagerduty: `{ routing_key: ${KEY} }`,
  opsgenie: '{ api_key: 01234567-89ab-cdef-0123-456789abcdef }',
  gitlab_alerts: '{ key: 0123456789abcdef0123456789abcdef }',
  telegram: '{ chat_id: "-1001234567890" }',
  matrix: '{ access_token: syt_example }',
  pushover: `{ token: ${PUSHOVER_KEY}, user: ${PUSHOVER_KEY} }`,
  jira: '{ project: OPS }',
  gitlab: '{ token: glpat-example }',
};
const LATER = '2026-12-21T00:00:00Z';

const manifest = (origin: string) => `version: 1
certificates:
  - name: shop
    file: shop.pem
    owner: "@example/payments"
    labels: { team: payments, tenant: blue }
    assignments: [lb-1]
    renewal_instructions: https://wiki.example/renew-shop
webhooks:
${PRESETS.map((name) => `  ${name}: { preset: ${name}, url: "${origin}/${name}"${name in SECRETS ? `, secrets: ${SECRETS[name]}` : ''} }\n`).join('')}  plain: { url: "${origin}/plain" }
  signed: { url: "${origin}/signed/{{ data.certificate }}?event={{ event }}", method: PUT, secret: key, headers: { X-Own: "{{ data.status }}" } }
rules:
  - { name: all, events: ["certificate.*"], actions: [${WEBHOOKS.map((name) => `{ webhook: ${name} }`).join(', ')}] }
`;

let world: World;
let receiver: Receiver;
let firing: Received[];
let resolved: Received[];
beforeAll(async () => {
  receiver = await startReceiver();
  world = await createWorld({ 'certvigil.yaml': manifest(receiver.origin), 'shop.pem': SHOP });
  firing = await runForRequests(NOW);
  await world.write('shop.pem', RENEWED);
  resolved = await runForRequests(LATER);
});
afterAll(async () => {
  await receiver.close();
  await world[Symbol.asyncDispose]();
});

/** The requests of one scan, ordered by path. */
async function runForRequests(now: string): Promise<Received[]> {
  const before = receiver.requests.length;
  const { status, stderr } = await world.run(['scan', '--quiet'], { now, env: WORKFLOW_RUN });
  if (status !== 0) throw new Error(stderr);
  return receiver.requests.slice(before).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * What people read is prose, and only that it is there counts: titles, texts, summaries, the labels and the values of facts,
 * and details of errors. All else is read by machines, and is kept as it is: names of events, statuses, severities, keys
 * that alerts are known by, colors, types of blocks, URLs, times, and what the manifest and the certificate say. So a key
 * is taken for a machine's unless it is in this list.
 */
const PROSE_KEYS =
  /\.(text|title|content|fallback|fallbackText|summary|markdown|header|topLabel|value|detail|headline|description|message|note|body|formatted_body|state_message|entity_display_name|url_title|label)$/;
/** Prose under keys that are machine-read elsewhere: the label of a fact, and the display values under `facts`. */
const PROSE_LOCATIONS = [
  /^\.embeds\[\]\.fields\[\]\.name$/,
  /^\.events\[\]\.facts\./,
  /\.card\.header\.title$/,
  /\.error$/,
];

function isProse(at: string): boolean {
  return PROSE_KEYS.test(at) || PROSE_LOCATIONS.some((location) => location.test(at));
}

/** Differs from run to run: scan IDs, the port of the receiver, the version, and text lengths. */
function stable(text: string): string {
  return (
    text
      .replaceAll(receiver.host, '<host>')
      .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<id>')
      // Mattermost shows two short facts side by side.
      .replace(/"short":(true|false)/g, '"short":"<boolean>"')
      .replace(/certvigil\/\d+\.\d+\.\d+/g, 'certvigil/<version>')
  );
}

/** Headers whose value depends on the body, or is written by the client. */
const UNSTABLE_HEADERS: Record<string, string> = {
  'content-length': '<length>',
  'x-hook-signature': '<signature>',
  title: '<text>',
};

function shown({ method, path, headers, body }: Received): object {
  const fixed = Object.entries(headers).map(([name, value]) => [name, UNSTABLE_HEADERS[name] ?? value]);
  const isJson = String(headers['content-type']).includes('json');
  const content: unknown = isJson ? withoutProse(JSON.parse(body), isProse) : '<text>';
  return JSON.parse(stable(JSON.stringify({ method, path, headers: Object.fromEntries(fixed), body: content })));
}

const nameIn = ({ path }: Received) => path.split('/')[1]?.split('?')[0];

describe('a scan', () => {
  it('sends one request to each webhook when an alert fires, and one when it resolves', () => {
    const expected = [...WEBHOOKS].sort();
    expect(firing.map(nameIn).sort()).toEqual(expected);
    expect(resolved.map(nameIn).sort()).toEqual(expected);
  });

  it.each(WEBHOOKS)('sends the same requests to %s', async (name) => {
    const [fired, ended] = [firing, resolved].map((requests) => requests.filter((one) => nameIn(one) === name));
    expect([fired?.length, ended?.length]).toEqual([1, 1]);
    await expectSnapshot(`request.${name}.json`, { firing: fired?.map(shown)[0], resolved: ended?.map(shown)[0] });
  });

  it('signs a body with HMAC-SHA512 in lower-case hex', () => {
    const signed = [...firing, ...resolved].filter((one) => nameIn(one) === 'signed');
    expect(signed).toHaveLength(2);
    for (const { headers, body } of signed) {
      expect(headers['x-hook-signature']).toBe(createHmac('sha512', 'key').update(body).digest('hex'));
    }
  });
});
