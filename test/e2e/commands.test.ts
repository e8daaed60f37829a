import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './certvigil.ts';
import { buildTimeOptions } from './environment.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
let files: Shop['files'];
let receiver: Shop['receiver'];
let run: Shop['run'];
let counted: Shop['runAndCount'];
beforeAll(async () => {
  shop = await openShop();
  ({ files, receiver, run, runAndCount: counted } = shop);
});
afterAll(() => shop[Symbol.asyncDispose]());

describe('test', () => {
  it('sends the simulated notification, marked as a test, and records nothing', async () => {
    const { status, stdout, requests } = await counted('test', 'wiki');
    expect({ status, stdout, requests }).toEqual({
      status: 0,
      stdout: 'sent    webhook:chat (rule soon, certificate.expiry_warning, 90 days before expiry), status 200\n',
      requests: 1,
    });
    const request = receiver.requests.at(-1);
    expect(request?.headers['x-certvigil-test']).toBe('1');
    expect(JSON.parse(request?.body ?? '')).toEqual({
      event: 'certificate.expiry_warning',
      name: 'wiki.example.com',
      days: 90,
      test: true,
    });
    expect(await files.read('.certvigil/event-log.json')).toBeNull();
  });

  it('uses a sample certificate if none can be read', async () => {
    expect(await counted('test', 'lost', '--days-remaining', '5')).toMatchObject({ status: 0, requests: 1 });
    expect(JSON.parse(receiver.requests.at(-1)?.body ?? '')).toMatchObject({ name: 'lost', days: 5, test: true });
  });

  it('explains why nothing is sent', async () => {
    const far = await counted('test', 'wiki', '--days-remaining', '200');
    expect(far).toMatchObject({ status: 2, stdout: '', requests: 0 });
    expect(far.stderr).toContain('error[nothing-to-send]: nothing is sent for wiki at 200 days from expiry');
    const nobody = await run('test', 'wkii');
    expect(nobody).toMatchObject({ status: 2, stdout: '' });
    expect(nobody.stderr).toContain('error[no-such-certificate]: certvigil.yaml has no certificate named wkii');
  });

  it('prints JSON', async () => {
    const { status, stdout } = await runCli(['test', 'wiki', '--format', 'json'], { cwd: files.root });
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      deliveries: [{ destination: 'webhook:chat', status: 'failed', error: { code: 'variable-unset' } }],
    });
  });
});

describe('render', () => {
  it('prints the request with *** for secrets, without needing them', async () => {
    const before = receiver.requests.length;
    const { status, stdout } = await runCli(['render', 'shop'], { cwd: files.root });
    expect(status).toBe(0);
    expect(stdout).toContain(`# webhook:chat (rule soon)\nPOST ${receiver.origin}/chat/***\n`);
    expect(stdout).toContain('Authorization: Bearer ***\n');
    expect(stdout).toContain(
      '{"event": "certificate.expiry_warning", "name": "shop.example.com", "days": 90, "test": true}',
    );
    expect(receiver.requests).toHaveLength(before);
  });

  it('renders a webhook that no rule uses', async () => {
    const { status, stdout } = await run('render', 'unused', '--format', 'json');
    expect(status).toBe(0);
    const [delivery] = JSON.parse(stdout).deliveries;
    expect(delivery).toMatchObject({
      destination: 'webhook:unused',
      request: { method: 'POST', url: `${receiver.origin}/unused` },
    });
    expect(JSON.parse(delivery.request.body)).toMatchObject({ event: 'certificate.expiry_warning' });
  });

  it('prints a body that is not valid JSON', async () => {
    const manifest = `version: 1
certificates: [{ name: a, expires: 2031-03-20 }]
webhooks:
  chat:
    url: "${receiver.origin}"
    secrets: { token: "\${TOKEN}" }
    body_template: |
      {"names": ["a","b"{% if not data.labels.quiet %},{% endif %}], "token": "{{ secrets.token }}"}
`;
    await files.write('trailing.yaml', manifest);
    const { status, stdout } = await run('render', 'chat', '-m', 'trailing.yaml');
    expect(status).toBe(3);
    expect(stdout).toContain(
      'The rendered body is not valid JSON: nothing follows the comma or colon (line 1 of the body).',
    );
    expect(stdout).toContain('\n{"names": ["a","b",], "token": "***"}\n');
    const { deliveries } = JSON.parse((await run('render', 'chat', '-m', 'trailing.yaml', '--format', 'json')).stdout);
    expect(deliveries[0]).toMatchObject({ request: null, body: expect.stringContaining('"b",]') });
  });

  it('rejects an unknown name', async () => {
    const { status, stderr } = await run('render', 'nope');
    expect(status).toBe(2);
    expect(stderr).toContain(
      'error[no-such-name]: certvigil.yaml has no certificate, webhook or email receiver named nope',
    );
    expect(stderr).toContain('Certificates: shop, wiki, lost, legacy. Webhooks: chat, unused.');
  });
});

// The last tests clear events that the first ones list.
describe('log', { shuffle: false }, () => {
  const LOG = ['--event-log', 'listed.json'];
  beforeAll(async () => {
    await run('scan', ...buildTimeOptions(0, 'listed.json'));
  });

  it('lists events and their deliveries', async () => {
    const { status, stdout, stderr } = await run('log', 'list', ...LOG);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(`EVENT                       CERTIFICATE  THRESHOLD  FIRED
certificate.expired         legacy       -          2031-03-10 12:00
    webhook:chat: sent 2031-03-10 12:00
certificate.expiry_warning  shop         14         2031-03-10 12:00
    webhook:chat: sent 2031-03-10 12:00

2 events, 0 cleared. Last scan 2031-03-10 12:00 UTC.
`);
  });

  it.each([
    [['--certificate', 'sh*'], ['shop']],
    [['--event', 'certificate.expired'], ['legacy']],
    [
      ['--event', 'certificate.*'],
      ['legacy', 'shop'],
    ],
    [['--certificate', 'shop', '--event', 'certificate.expired'], []],
  ])('lists only matching events: %j gives %j', async (args, names) => {
    const { stdout } = await run('log', 'list', '--format', 'json', ...args, ...LOG);
    const { events } = JSON.parse(stdout) as { events: { certificate: string }[] };
    expect(events.map(({ certificate }) => certificate)).toEqual(names);
  });

  it('lists nothing, with a note, if nothing matches or there is no log', async () => {
    const none = await run('log', 'list', '--certificate', 'none', ...LOG);
    expect(none.stdout).toBe('No matching events; 2 without --certificate and --event.\n');
    const missing = await run('log', 'list');
    expect(missing).toMatchObject({ status: 0, stdout: 'No events recorded. No scan recorded.\n' });
    expect(missing.stderr).toContain(`No event log at ${files.at('.certvigil/event-log.json')} yet`);
  });

  it('clears the selected events, and only those are sent again', async () => {
    const cleared = await run(
      'log',
      'clear',
      '--certificate',
      'shop',
      '--event',
      'certificate.expiry_warning',
      '--format',
      'json',
      ...buildTimeOptions(0.1, 'listed.json'),
    );
    expect(JSON.parse(cleared.stdout)).toEqual({ version: 1, cleared: 1 });
    expect(await counted('scan', ...buildTimeOptions(0.2, 'listed.json'))).toMatchObject({ status: 1, requests: 2 });
    // The other one is about the entry that two scans could not read, which nobody was notified of before.
    const sent = receiver.requests.slice(-2).filter(({ body }) => body.includes('shop.example.com'));
    expect(sent).toHaveLength(1);
  });

  it.each([
    [['--certificate', 'shpo', ...LOG], 'certificate-matches-nothing', 'Nothing was cleared. Did you mean shop?'],
    [['--certificate', 'mail-*', ...LOG], 'certificate-matches-nothing', 'Certificates: '],
    [['--certificate', 'nobody'], 'certificate-matches-nothing', 'Certificates: '],
    [['--event', 'expir*', ...LOG], 'usage', 'Events: certificate.expiry_warning, '],
  ])('rejects clear %j, which matches nothing', async (args, code, hint) => {
    const before = await files.read('listed.json');
    const { status, stdout, stderr } = await run('log', 'clear', ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`error[${code}]`);
    expect(stderr).toContain(hint);
    expect(await files.read('listed.json')).toBe(before);
  });

  it('clears nothing, with a note, if there is no log', async () => {
    const { status, stdout, stderr } = await run('log', 'clear', '--event-log', 'nowhere.json');
    expect({ status, stdout }).toEqual({ status: 0, stdout: `Nothing to clear in ${files.at('nowhere.json')}.\n` });
    expect(stderr).toBe(`No event log at ${files.at('nowhere.json')} yet. The first scan creates it.\n`);
  });

  it('leaves the log unchanged if nothing matches', async () => {
    const before = await files.read('listed.json');
    const { status, stdout } = await run('log', 'clear', '--certificate', 'wiki', ...LOG);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Nothing to clear in .*listed\.json\.\n$/);
    const ends = await run('log', 'clear', '--event', 'certificate.renewed', ...LOG);
    expect(ends.stdout).toMatch(
      /^Nothing to clear in .*listed\.json: resolved events are sent once and have no cooldown\.\n$/,
    );
    expect(await files.read('listed.json')).toBe(before);
  });
});
