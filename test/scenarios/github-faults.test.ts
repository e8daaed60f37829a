/**
 * A scan with the log on a branch, an issue and a chat, in which GitHub fails once at a request, or from it on. Whatever fails: the
 * alert is not lost, a scan is green only if the alert was sent and recorded, and the next scan repairs the rest without a second issue.
 */

import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Fault } from '../helpers/github/server.ts';
import { createWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.serve(5, 'shop');
  await world.write(MANIFEST);
});
afterEach(() => world.close());

const MANIFEST = `version: 1
network: { dns_servers: ["$DNS"] }
event_log: { store: commit }
defaults: { trust: none }
certificates:
  - { name: shop, endpoint: "shop.example.com:$PORT_SHOP" }
issues: { from: warning }
webhooks:
  chat: { url: "\${CHAT_URL}", content_type: text/plain, body_template: "{{ event }} {{ data.display_name }}" }
rules:
  - { name: ends, events: [certificate.expiry_warning], actions: [{ webhook: chat }] }
`;
const ALERT = 'certificate.expiry_warning shop';

const json = (message: string) => JSON.stringify({ message });
const ANSWERS: Fault['answer'][] = [
  { status: 401, body: json('Bad credentials') },
  { status: 403, body: json('Resource not accessible by integration') },
  { status: 403, headers: { 'retry-after': '60' }, body: json('secondary rate limit') },
  { status: 404, body: json('Not Found') },
  { status: 409, body: json('Conflict') },
  { status: 422, body: json('Validation Failed') },
  { status: 502, body: '<html>bad gateway</html>' },
  { status: 200, body: '{}' },
  { status: 200, body: '[]' },
  { status: 200, body: 'null' },
  'reset',
  'cut',
];

/** The number of failures that are drawn. All of them take several minutes. */
const COUNT = Number(process.env.CERTVIGIL_COUNT ?? 25);

/** The scan of a day, with GitHub's failures in it. */
async function scan(day: number, fault: Fault | null) {
  if (fault !== null) world.github.fail(fault);
  const act = await world.act(day, 'scan');
  world.github.clearFaults();
  expect(act.output).not.toMatch(/internal-error|\bundefined\b|\[object |\n\s+at /);
  return { ...act, sent: act.alerts.filter((text) => text === ALERT).length };
}

/** The number of requests of the first scan and of one after it that sends again, without failures. */
const REQUESTS = 24;

it('the scans make as many requests as are tried here, or fewer', async () => {
  await scan(0, null);
  const first = world.github.requests.length;
  await scan(3, null);
  expect(first).toBeGreaterThan(10);
  expect(Math.max(first, world.github.requests.length - first)).toBeLessThanOrEqual(REQUESTS);
});

/** One failure, or all from a request on. Whatever is not a refusal (4xx) may have taken effect. */
const drawFault = fc.record({
  answer: fc.constantFrom(...ANSWERS),
  times: fc.constantFrom(1, Number.POSITIVE_INFINITY),
  after: fc.nat({ max: REQUESTS - 1 }),
  isApplied: fc.boolean(),
});

it('loses no alert, and repeats none after a green scan, whichever request fails', async () => {
  await fc.assert(
    fc.asyncProperty(drawFault, async ({ isApplied, ...drawn }) => {
      const isRefusal = typeof drawn.answer === 'object' && drawn.answer.status >= 400 && drawn.answer.status < 500;
      const fault = { ...drawn, isApplied: isApplied && !isRefusal };
      await world.close();
      world = await createWorld();
      await world.serve(5, 'shop');
      await world.write(MANIFEST);
      const first = await scan(0, fault);
      if (first.exit === 0) expect(first.sent).toBe(1);
      const second = await scan(0.1, null);
      expect([second.exit, first.sent + second.sent >= 1], second.output).toEqual([0, true]);
      if (first.exit === 0) expect(second.sent).toBe(0);
      const third = await scan(0.2, null);
      expect([third.exit, third.sent]).toEqual([0, 0]);
      expect(world.listOpen().issues).toHaveLength(1);
    }),
    { numRuns: COUNT, interruptAfterTimeLimit: 40_000 },
  );
}, 60_000);
