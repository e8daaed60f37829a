/** Freezes the headers of mails, and the labels and the hidden marker by which open issues are found again. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, expectSnapshot, SHOP, WORKFLOW_RUN, type World } from './environment.ts';

const MANIFEST = `version: 1
certificates:
  - { name: shop, file: shop.pem, owner: "@example/payments", labels: { tenant: blue } }
email:
  ops: { host: smtp.example.com, from: Certificates <certs@example.com>, to: ops@example.com, cc: [dev@example.com] }
rules:
  - { name: mail, events: [certificate.*], actions: [{ email: ops }] }
  - { name: issues, events: [certificate.*], actions: [{ issue: { labels: [certificate] } }] }
digest: { actions: [{ email: ops }] }
`;

interface Delivery {
  destination: string;
  mail?: Record<string, unknown>;
  issue?: { title: string; body: string; labels: string[] };
}

let world: World;
beforeAll(async () => {
  world = await createWorld({ 'certvigil.yaml': MANIFEST, 'shop.pem': SHOP });
});
afterAll(() => world[Symbol.asyncDispose]());

async function runForDeliveries(...argv: string[]): Promise<Delivery[]> {
  const printed = await world.json([...argv, '--format', 'json'], { env: WORKFLOW_RUN });
  return (printed as { deliveries: Delivery[] }).deliveries;
}

/** Replaces prose with `<text>`, and the hash in a Message-ID, which depends on the scan, with `<hash>`. */
function withoutTexts(mail: Record<string, unknown>): unknown {
  const texts = ['subject', 'text', 'html'].map((name) => [
    name,
    typeof mail[name] === 'string' ? '<text>' : mail[name],
  ]);
  const shown = JSON.stringify({ ...mail, ...Object.fromEntries(texts) });
  return JSON.parse(shown.replace(/(certvigil\.event\.)[0-9a-f]{32}/g, '$1<hash>'));
}

const EVENTS = ['certificate.expiry_warning', 'certificate.expired', 'certificate.renewed'];

describe('the fields and headers are the same', () => {
  it.each(EVENTS)('in a mail of %s', async (event) => {
    const [delivery] = await runForDeliveries('render', 'shop', '--email', 'ops', '--event', event);
    await expectSnapshot(`mail.${event}.json`, withoutTexts(delivery?.mail ?? {}));
  });

  it('in the mail of a digest', async () => {
    const [delivery] = await runForDeliveries('digest', '--messages');
    await expectSnapshot('mail.digest.json', withoutTexts(delivery?.mail ?? {}));
  });
});

it.each(EVENTS.slice(0, 2))('an issue of %s keeps its labels and its marker', async (event) => {
  const deliveries = await runForDeliveries(
    'render',
    'shop',
    '--rule',
    'issues',
    '--event',
    event,
    '--days-remaining',
    '13',
  );
  const issues = deliveries.flatMap(({ issue }) => (issue === undefined ? [] : [issue]));
  expect(issues).toHaveLength(1);
  const shown = issues.map(({ body, labels }) => ({ labels, markers: body.match(/<!--.*?-->/gs) }));
  await expectSnapshot(`issue.${event}.json`, shown);
});
