/**
 * What webhooks and presets send when an alert fires and when it resolves: the requests of webhooks are frozen, and those of presets
 * are valid messages, which test/golden/presets freezes.
 */

import { createHmac } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PRESET_NAMES } from '../../src/presets/index.ts';
import { type Received, type Receiver, startReceiver } from '../helpers/receiver.ts';
import { SHAPES } from '../notify/receiver-shapes.ts';
import { createWorld, expectSnapshot, NOW, RENEWED, SHOP, WORKFLOW_RUN, type World } from './environment.ts';

const WEBHOOKS = [...PRESET_NAMES, 'plain', 'signed'];

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
${PRESET_NAMES.map((name) => `  ${name}: { preset: ${name}, url: "${origin}/${name}"${name in SECRETS ? `, secrets: ${SECRETS[name]}` : ''} }\n`).join('')}  plain: { url: "${origin}/plain" }
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

/** Differs from run to run: scan IDs, the port of the receiver, and the version. */
function stable(text: string): string {
  return text
    .replaceAll(receiver.host, '<host>')
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<id>')
    .replace(/certvigil\/\d+\.\d+\.\d+/g, 'certvigil/<version>');
}

/** Headers whose value depends on the body. */
const UNSTABLE_HEADERS: Record<string, string> = {
  'content-length': '<length>',
  'x-hook-signature': '<signature>',
};

function showHead({ method, path, headers }: Received): object {
  const fixed = Object.entries(headers).map(([name, value]) => [name, UNSTABLE_HEADERS[name] ?? value]);
  return JSON.parse(stable(JSON.stringify({ method, path, headers: Object.fromEntries(fixed) })));
}

const nameIn = ({ path }: Received) => path.split('/')[1]?.split('?')[0];
const findRequest = (requests: Received[], name: string): Received | undefined =>
  requests.find((one) => nameIn(one) === name);

const ajv = new Ajv2020({ allErrors: true, strict: false });

describe('a scan', () => {
  it('sends one request to each webhook when an alert fires, and one when it resolves', () => {
    const expected = [...WEBHOOKS].sort();
    expect(firing.map(nameIn).sort()).toEqual(expected);
    expect(resolved.map(nameIn).sort()).toEqual(expected);
  });

  it('sends the same requests to a webhook', async () => {
    const [fired, ended] = [firing, resolved].map((requests) => {
      const request = findRequest(requests, 'plain');
      return request && { ...showHead(request), body: JSON.parse(stable(request.body)) };
    });
    await expectSnapshot('request.plain.json', { firing: fired, resolved: ended });
  });

  it('sends a webhook with a template in its URL and headers the same body', async () => {
    const heads = [firing, resolved].map((requests) => {
      const [plain, signed] = ['plain', 'signed'].map((name) => findRequest(requests, name));
      expect(signed?.body).toBe(plain?.body);
      return signed && showHead(signed);
    });
    await expectSnapshot('request.signed.json', { firing: heads[0], resolved: heads[1] });
  });

  it.each(Object.entries(SHAPES))('sends valid messages to %s', (name, shape) => {
    const validate = ajv.compile(shape);
    for (const requests of [firing, resolved]) {
      const { body = 'null' } = findRequest(requests, name) ?? {};
      expect(validate(JSON.parse(body)) ? [] : validate.errors).toEqual([]);
    }
  });

  it('signs a body with HMAC-SHA512 in lower-case hex', () => {
    const signed = [...firing, ...resolved].filter((one) => nameIn(one) === 'signed');
    expect(signed).toHaveLength(2);
    for (const { headers, body } of signed) {
      expect(headers['x-hook-signature']).toBe(createHmac('sha512', 'key').update(body).digest('hex'));
    }
  });
});
