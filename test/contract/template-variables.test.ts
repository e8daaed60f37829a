/** Freezes the names that templates see, and the types of their values over every event and the digest. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, EVENT_NAMES, expectSnapshot, SHOP, WORKFLOW_RUN, type World } from './environment.ts';
import { listTypes } from './shapes.ts';

/** A body without a template is the context as JSON; a template prints what it omits. */
const manifest = (url: string) => `version: 1
certificates:
  - name: shop
    file: shop.pem
    owner: "@example/payments"
    labels: { team: payments, tenant: blue }
    assignments: [lb-1]
    renewal_instructions: https://wiki.example/renew-shop
  - { name: removed, expires: 2026-12-01 }
  - { name: soon, expires: 2027-01-20 }
  - { name: fine, expires: 2027-02-20 }
  - { name: nowhere, file: nowhere.pem }
  - { name: hidden, expires: 2026-12-20 }
silences:
  - { match: { names: [hidden] }, until: 2027-02-01, reason: being replaced }
webhooks:
  context: { url: "${url}/" }
  beside:
    url: "${url}/"
    secrets: { token: ABCDEFGH }
    body_template: '{ "events": {{ events | tojson }}, "more": {{ more }}, "secrets": {{ secrets | tojson }} }'
rules:
  - { name: all, events: ["*"], actions: [{ webhook: context }, { webhook: beside }] }
digest: { actions: [{ webhook: context }, { webhook: beside }] }
`;

interface Rendered {
  deliveries: { destination: string; request: { body: string } | null }[];
}

interface Context {
  event: string;
  object_type: string;
  model: string;
  data: Record<'event_type' | 'certificate' | 'status' | 'level' | 'alert_key', string | null>;
}

let world: World;
beforeAll(async () => {
  world = await createWorld({ 'certvigil.yaml': manifest('https://receiver.example'), 'shop.pem': SHOP });
});
afterAll(() => world[Symbol.asyncDispose]());

/** The bodies of the requests to a webhook. */
async function runForBodies(webhook: string, argv: string[]): Promise<unknown[]> {
  const { deliveries } = (await world.json([...argv, '--format', 'json'], { env: WORKFLOW_RUN })) as Rendered;
  return deliveries
    .filter(({ destination }) => destination === `webhook:${webhook}`)
    .map(({ request }) => {
      if (request === null) throw new Error(`no request of ${argv.join(' ')}`);
      return JSON.parse(request.body) as unknown;
    });
}

async function eventBodies(webhook: string, names = ['shop', 'removed']): Promise<unknown[]> {
  const all = await Promise.all(
    EVENT_NAMES.flatMap((event) =>
      names.map((name) => runForBodies(webhook, ['render', name, '--event', event, '--days-remaining', '13'])),
    ),
  );
  return all.flat();
}

describe('a template', () => {
  it('of an event sees the same names', async () => {
    const bodies = await eventBodies('context');
    expect(bodies).toHaveLength(2 * EVENT_NAMES.length);
    await expectSnapshot('template.event.json', listTypes(bodies));
  });

  it('of an event sees `events`, `more` and `secrets` in addition', async () => {
    const bodies = await eventBodies('beside');
    expect(bodies).toHaveLength(2 * EVENT_NAMES.length);
    await expectSnapshot('template.beside.json', listTypes(bodies));
  });

  it('of the digest sees the same names', async () => {
    const bodies = await runForBodies('context', ['digest', '--messages']);
    expect(bodies).toHaveLength(1);
    await expectSnapshot('template.digest.json', listTypes(bodies));
  });

  it('of the digest sees `events`, `more` and `secrets` in addition', async () => {
    const bodies = await runForBodies('beside', ['digest', '--messages']);
    expect(bodies).toHaveLength(1);
    await expectSnapshot('template.digest-beside.json', listTypes(bodies));
  });

  it('distinguishes messages by the same values', async () => {
    const bodies = [
      ...(await eventBodies('context', ['shop'])),
      ...(await runForBodies('context', ['digest', '--messages'])),
    ] as Context[];
    const kinds = bodies.map(
      ({ event, object_type, model, data: { event_type, certificate, status, level, alert_key } }) => {
        return { event, object_type, model, data: { event_type, certificate, status, level, alert_key } };
      },
    );
    await expectSnapshot('template.kinds.json', kinds);
  });

  // Rarely filled names, and Jinja2's own: `validate` knows them, and reports any other.
  it.each([
    ['data.handshakes', 'served'],
    ['data.limited_by', 'subject'],
    ['data.limited_by', 'fingerprint_sha256'],
    ['data.renewal.window', 'start'],
    ['data.renewal.window', 'end'],
    ['data.renewal', 'explanation_url'],
    ['data.renewal', 'error'],
    ['data.renewed[0]', 'certificate'],
    ['data.renewed[0]', 'common_name'],
    ['data.renewed[0]', 'locations'],
    ['data.renewed[0]', 'renewed_at'],
    ['data.renewed[0]', 'valid_to'],
    ['data.renewed[0]', 'previous_valid_to'],
  ])('can use %s.%s, and validate reports an unknown name there', async (object, name) => {
    const statuses = await Promise.all(
      [name, 'no_such_name'].map(async (asked) => {
        await world.write(`${object}.${asked}.yaml`, manifestThatPuts(object, asked));
        return (await world.run(['validate', `${object}.${asked}.yaml`, '--strict'])).status;
      }),
    );
    expect(statuses).toEqual([0, 2]);
  });
});

function manifestThatPuts(object: string, name: string): string {
  const template = `{% if data.renewal and ${object} %}{{ ${object}.${name} | tojson }}{% else %}0{% endif %}`;
  return `version: 1
certificates:
  - { name: shop, expires: 2027-01-01 }
webhooks:
  chat: { url: "https://receiver.example/", body_template: "${template}" }
rules:
  - { name: all, events: ["*"], actions: [{ webhook: chat }] }
digest: { actions: [{ webhook: chat }] }
`;
}
