import { afterEach, describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createWorkspace, runCli } from './certvigil.ts';
import { buildTimeOptions, parseReport } from './environment.ts';

const open: Receiver[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
});

const COUNT = 40;

/** 40 certificates, of which one has expired. `webhook`: the fields of the webhook besides its URL. */
async function createSetup(webhook: string, respond: (body: string) => number = () => 200) {
  const receiver = await startReceiver(({ body }) => respond(body));
  open.push(receiver);
  const files = await createWorkspace({
    'certvigil.yaml': `version: 1
settings: { expiry_scan_repeat: false }
certificates:
${Array.from({ length: COUNT }, (_, index) => `  - { name: c${index}, expires: 2031-03-${index === 7 ? '01' : '20'} }\n`).join('')}webhooks:
  chat: { url: "${receiver.origin}/", ${webhook} }
rules:
  - { name: all, events: [certificate.*], actions: [{ webhook: chat }] }
`,
  });
  const scan = async (days = 0) => {
    const before = receiver.requests.length;
    const outcome = await runCli(['scan', '--format', 'json', ...buildTimeOptions(days)], { cwd: files.root });
    const { summary } = parseReport(outcome);
    return {
      status: outcome.status,
      fired: summary.events_fired,
      bodies: receiver.requests.slice(before).map(({ body }) => body),
    };
  };
  return { files, scan };
}

describe('the first scan of many certificates', () => {
  it.each([
    ['slack', 'preset: slack', 11],
    ['generic', 'preset: generic', 11],
    ['with its own limit', 'preset: generic, max_messages: 1', 2],
    ['alertmanager, which is stateful', 'preset: alertmanager', COUNT],
    ['with its own template', `preset: slack, body_template: '{"text": "{{ event }}"}'`, COUNT],
    ['without a preset', 'method: POST', COUNT],
  ])('sends to a webhook %s as many messages as it should, and records every event', async (_, webhook, messages) => {
    const { files, scan } = await createSetup(webhook);
    await using _files = files;
    const first = await scan();
    expect(first).toMatchObject({ status: 0, fired: COUNT, bodies: { length: messages } });
    expect((await scan()).bodies).toHaveLength(0);
  });

  it('sends the most severe events one by one, and counts the others in one message', async () => {
    const { files, scan } = await createSetup('preset: generic, max_messages: 3');
    await using _files = files;
    const bodies = (await scan()).bodies.map((body) => JSON.parse(body));
    const sizes = bodies.map(({ events, more }) => events.length + more).sort((a, b) => a - b);
    expect(sizes).toEqual([1, 1, 1, COUNT - 3]);
    expect(bodies.find(({ title }) => title.startsWith('c7 '))?.events).toHaveLength(1);
    const group = bodies.find(({ more }) => more > 0);
    expect(group.title).toMatch(/, and 36 more$/);
    expect(group.events).toHaveLength(20);
  });

  it('repeats a group that was rejected, and nothing else', async () => {
    let isDown = true;
    const respond = (body: string) => (isDown && JSON.parse(body).events.length > 1 ? 400 : 200);
    const { files, scan } = await createSetup('preset: generic', respond);
    await using _files = files;
    expect(await scan()).toMatchObject({ status: 3, bodies: { length: 11 } });
    isDown = false;
    expect(await scan(1)).toMatchObject({ status: 0, fired: COUNT - 10, bodies: { length: 11 } });
    expect((await scan(2)).bodies).toHaveLength(0);
  });
});
