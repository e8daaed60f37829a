import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { DashboardData } from '../../src/dashboard/data.ts';
import { DAY } from '../../src/domain/thresholds.ts';
import type { Report } from '../../src/generated/report.ts';
import {
  type Change,
  createFakeLog,
  type FakeProvider,
  startCertSpotter,
  startCrtSh,
} from '../helpers/ct-providers.ts';
import type { ApiReply } from '../helpers/inventory/fake-api.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { type Resolver, startResolver } from '../helpers/resolver.ts';
import { startTlsServer } from '../helpers/tls-server.ts';
import { readData } from '../report/pages.ts';
import { createWorkspace, runCli, WITHOUT_WAITS } from './certvigil.ts';
import {
  buildTimeOptions,
  createCertificateWithDaysLeft,
  expectSchema,
  listEncodings,
  parseReport,
} from './environment.ts';

const opened: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

function keep<T extends { close: () => Promise<void> }>(one: T): T {
  opened.push(one);
  return one;
}

const TOKEN = 'k12345_abcdefghijklmnop';

const manifest = (api: string, receiver: string, dns: string, more = '') => `version: 1
settings: { stale_after_hours: 1000 }
network: { dns_servers: ["${dns}"] }
certificates:
  - name: transparency
    ct: [example.org]
    api_url: ${api}
    token: "\${CERTSPOTTER_TOKEN}"
${more}
  - { name: shop, file: "certs/*.pem" }
webhooks:
  hook: { url: "${receiver}" }
rules:
  - { name: all, events: ["*"], actions: [{ webhook: hook }] }
`;

interface World {
  api: FakeProvider;
  receiver: Receiver;
  log: ReturnType<typeof createFakeLog>;
  resolver: Resolver;
  files: Awaited<ReturnType<typeof createWorkspace>>;
  /** The events that the receiver got in this scan, and the report. */
  scan: (days: number) => Promise<{ sent: string[]; report: Report; status: number | null }>;
}

/** A shop whose certificate is watched, and a provider. `more`: of the entry. */
async function openWorld({
  more = '',
  start = startCertSpotter as (log: ReturnType<typeof createFakeLog>) => Promise<FakeProvider>,
} = {}): Promise<World> {
  const log = createFakeLog();
  const api = keep(await start(log));
  const receiver = keep(await startReceiver());
  const resolver = keep(await startResolver());
  const files = await createWorkspace({
    'certvigil.yaml': manifest(api.origin, receiver.origin, resolver.address, more),
  });
  keep({ close: async () => files[Symbol.asyncDispose]() });
  const shop = log.issue({ names: ['shop.example.org'], from: '2031-01-25', to: '2031-04-25' });
  await files.write('certs/shop.pem', shop.certificate);
  return {
    ...{ api, receiver, log, files, resolver },
    scan: async (days) => {
      const before = receiver.requests.length;
      const now = () => Date.now() + days * DAY;
      const args = ['scan', '--format', 'json', ...buildTimeOptions(days)];
      const outcome = await runCli(
        args,
        { cwd: files.root, env: { CERTSPOTTER_TOKEN: TOKEN } },
        { ...WITHOUT_WAITS, now },
      );
      expectSchema('event-log', JSON.parse((await files.read('log.json')) ?? ''));
      const sent = receiver.requests.slice(before).map(({ body }) => {
        const { event, data } = JSON.parse(body);
        return `${event.replace('certificate.', '')} ${data.display_name} ${data.status}`;
      });
      return { sent, report: parseReport(outcome), status: outcome.status };
    },
  };
}

const getDomain = ({ transparency = [] }: Report) => transparency[0] as NonNullable<Report['transparency']>[number];

describe('certificate transparency', () => {
  it('lists what was there before the first scan, and alerts about what is issued later', async () => {
    const { scan, log, receiver } = await openWorld();
    log.issue({ names: ['old.example.org', 'example.org'], from: '2031-02-01' });
    const first = await scan(0);
    expect(first.sent).toEqual([]);
    expect(first.status).toBe(0);
    expect(getDomain(first.report)).toMatchObject({ issuances: 2, known: 1, baseline_complete: true, error: null });
    expect(getDomain(first.report).unwatched.map(({ name, entry }) => [name, entry?.endpoint])).toEqual([
      ['example.org', 'example.org'],
      ['old.example.org', 'old.example.org'],
    ]);
    log.issue({ names: ['pay.example.org'], from: '2031-03-11' });
    log.issue({ names: ['*.pay.example.org'], from: '2031-03-11', ca: 'Other CA' });
    const second = await scan(1);
    expect(second.sent).toEqual(['discovered example.org warning']);
    const { data } = JSON.parse(receiver.requests.at(-1)?.body ?? '');
    expect(data.finding.detail).toContain('2 unknown certificates: ');
    expect(data.finding.detail).toContain('If your team ordered them, add entries for them.');
    expect(data.finding.detail).toContain(
      '*.pay.example.org (issued by CN=Other CA R1,O=Other CA,C=US on 2031-03-11, expires 2031-05-30)',
    );
    expect((await scan(2)).sent, 'only once').toEqual([]);
    log.issue({ names: ['vpn.example.org'], from: '2031-03-13' });
    expect((await scan(3)).sent).toEqual(['discovered vpn.example.org warning']);
  });

  it('has what nobody watches in the dashboard, with the files of the repository only if they are asked for', async () => {
    const { scan, log, files } = await openWorld();
    log.issue({ names: ['old.example.org', 'shop.example.org'], from: '2031-02-01' });
    await files.write('site/CNAME', 'docs.example.org\n');
    await scan(0);
    const text = (await files.read('certvigil.yaml')) ?? '';
    const readReport = async (kind: 'html' | 'watched') => {
      const file = kind === 'html' ? 'html=page.html' : 'watched[format=json]=page.html';
      const options = { cwd: files.root, env: { CERTSPOTTER_TOKEN: TOKEN } };
      const now = () => Date.now() + DAY;
      await runCli(['scan', '--report', file, ...buildTimeOptions(1)], options, { ...WITHOUT_WAITS, now });
      return (await files.read('page.html')) ?? '';
    };
    const readPage = async () => readData(await readReport('html'));
    const listNames = ({ known }: DashboardData) => known?.rows[0]?.map(({ name, note }) => [name, note]);
    const OLD = ['old.example.org', '- { name: old.example.org, endpoint: old.example.org }'];
    expect(listNames(await readPage())).toEqual([OLD]);
    await files.write('certvigil.yaml', `${text}discovery: { domains: [example.org] }\n`);
    const DOCS = ['docs.example.org', '- { name: docs.example.org, endpoint: docs.example.org }'];
    expect(listNames(await readPage())).toEqual([DOCS, OLD]);
    expect(JSON.parse(await readReport('watched')).counts).toMatchObject({ unwatched: 2, logged: 1 });
    await files.write('certvigil.yaml', text.replace(/ {2}- name: transparency[\s\S]*?\n(?= {2}- \{)/, ''));
    expect((await readPage()).known).toBeNull();
  });

  it('is silent about the renewal of a watched certificate, which is shown until it is deployed', async () => {
    const { scan, log, files } = await openWorld();
    expect((await scan(0)).sent).toEqual([]);
    const renewal = log.issue({ names: ['shop.example.org'], from: '2031-03-22', to: '2031-06-20' });
    const second = await scan(12);
    expect(second.sent).toEqual([]);
    const [shop] = second.report.certificates;
    expect(shop?.renewed_not_deployed).toMatchObject([
      { valid_from: '2031-03-22T00:00:00Z', serial_number: renewal.serial },
    ]);
    await files.write('certs/shop.pem', renewal.certificate);
    const third = await scan(12.1);
    expect(third.sent).toEqual([]);
    expect(third.report.certificates[0]?.renewed_not_deployed).toBeUndefined();
    expect(getDomain(third.report)).toMatchObject({ issuances: 2, known: 2, unknown: [] });
  });

  it('reports a renewal that nobody deploys, and a second certificate that is no renewal', async () => {
    const { scan, log, files } = await openWorld();
    await scan(0);
    const spare = log.issue({ names: ['shop.example.org'], from: '2031-03-10', to: '2031-06-09', ca: 'Other CA' });
    expect((await scan(0.1)).sent).toEqual([]);
    // It is not deployed after the hours that a deployment may take.
    expect((await scan(0.5)).sent).toEqual(['discovered shop.example.org warning']);
    const renewal = log.issue({ names: ['shop.example.org'], from: '2031-03-22', to: '2031-06-20' });
    expect((await scan(12)).sent).toEqual([]);
    expect((await scan(13)).sent).toEqual(['lagging shop warning']);
    await files.write('certs/shop.pem', renewal.certificate);
    expect((await scan(13.1)).sent).toEqual(['renewed shop ok']);
    await files.write('certs/spare.pem', spare.certificate);
    expect((await scan(13.2)).sent, 'a certificate that was only seen has no end to tell').toEqual([]);
  });

  it('expects the certificates that somebody adds to the manifest, and no others for their names', async () => {
    const { scan, log, files, receiver } = await openWorld({ more: '    # The spares' });
    log.issue({ names: ['*.example.org', 'example.org'], from: '2031-02-01', ca: 'Spare, Inc.' });
    // An earlier certificate of the server, which is replaced.
    log.issue({ names: ['shop.example.org'], from: '2030-12-25', to: '2031-03-25' });
    await scan(0);
    const discover = (...args: string[]) =>
      runCli(['discover', '--expected', ...args, ...buildTimeOptions(0)], { cwd: files.root, env: {} });
    const item = '{ names: ["*.example.org", example.org], issuers: ["Spare, Inc."], reason: Not served by us }';
    expect((await discover()).stdout).toContain(`  transparency:\n    expected:\n      - ${item}\nKeep`);
    expect((await discover('--write')).stderr).toContain('Added 1 item to certvigil.yaml.');
    expect(await files.read('certvigil.yaml')).toContain(
      `    token: "\${CERTSPOTTER_TOKEN}"\n    expected:\n      - ${item}\n    # The spares\n`,
    );
    expect((await discover('--write')).stdout).toContain('no other certificate');
    log.issue({ names: ['*.example.org', 'example.org'], from: '2031-03-11', ca: 'Spare, Inc.' });
    log.issue({ names: ['status.example.org'], from: '2031-03-11', ca: "Let's Encrypt" });
    const { sent, report } = await scan(1);
    expect(sent).toEqual(['discovered status.example.org warning']);
    expect(getDomain(report).expected.map(({ reason }) => reason)).toEqual(['Not served by us', 'Not served by us']);
    const { proposal } = JSON.parse(receiver.requests.at(-1)?.body ?? '').data.finding;
    expect(proposal).toBe(`- { names: [status.example.org], issuers: ["Let's Encrypt"], reason: Not served by us }`);
    const text = (await files.read('certvigil.yaml')) ?? '';
    await files.write('certvigil.yaml', text.replace('    # The spares', `      ${proposal}`));
    log.issue({ names: ['status.example.org'], from: '2031-03-12', ca: "Let's Encrypt" });
    expect((await scan(2)).sent, 'the alert ends silently').toEqual([]);
    log.issue({ names: ['status.example.org'], from: '2031-03-13', ca: 'Rogue CA' });
    log.issue({ names: ['status.example.org', 'pay.example.org'], from: '2031-03-13', ca: "Let's Encrypt" });
    expect((await scan(3)).sent).toEqual(['discovered example.org warning']);
  });

  it('is critical if the CA is not expected, also for watched names', async () => {
    const { scan, log } = await openWorld({ more: '    expect: { issuer: "*Example CA*" }' });
    await scan(0);
    log.issue({ names: ['shop.example.org'], from: '2031-03-11', ca: 'Other, Inc.' });
    log.issue({ names: ['pay.example.org'], from: '2031-03-11' });
    expect((await scan(1)).sent).toEqual(['discovered example.org critical']);
  });

  it('fails by the severity of what is unknown, and is in the digest until it is silenced', async () => {
    const { scan, log, files, api } = await openWorld({ more: '    expect: { issuer: "*Example CA*" }' });
    await scan(0);
    log.issue({ names: ['pay.example.org'], from: '2031-03-11' });
    await scan(1);
    const run = async (...args: string[]) =>
      runCli(
        [...args, '--dry-run', ...buildTimeOptions(2)],
        { cwd: files.root, env: { CERTSPOTTER_TOKEN: TOKEN } },
        { ...WITHOUT_WAITS, now: () => Date.now() + 2 * DAY },
      );
    expect((await run('scan', '--fail-on', 'critical')).status).toBe(0);
    expect((await run('scan', '--fail-on', 'warning')).status).toBe(1);
    expect((await run('digest')).stdout).toContain(
      'Nothing to do for 1 certificate; 1 unknown certificate in transparency logs.',
    );
    log.issue({ names: ['pay.example.org'], from: '2031-03-12', ca: 'Other, Inc.' });
    expect((await run('scan', '--fail-on', 'critical')).status).toBe(1);
    log.issued.pop();
    api.change = () => ({ status: 503, body: '' });
    expect((await run('scan', '--fail-on', 'critical')).status).toBe(0);
    api.change = null;
    const silence = '{ match: { names: [transparency] }, until: 2031-12-31, reason: known }';
    await files.write('certvigil.yaml', `${await files.read('certvigil.yaml')}silences: [${silence}]\n`);
    expect((await run('digest')).stdout).toContain('Nothing to do for 1 certificate.');
  });

  it('reads crt.sh, and does not take what it has read from Cert Spotter for new', async () => {
    const { scan, log, files, api } = await openWorld({ start: startCrtSh, more: '    provider: crtsh' });
    log.issue({ names: ['old.example.org'], from: '2031-02-01', ca: 'Other, Inc.' });
    expect(getDomain((await scan(0)).report)).toMatchObject({ issuances: 2, known: 1, error: null });
    log.issue({ names: ['pay.example.org', '*.pay.example.org'], from: '2031-03-11' });
    expect((await scan(1)).sent).toEqual(['discovered *.pay.example.org warning']);
    expect(api.calls.at(-1)?.url.search).toBe(
      '?dNSName=example.org&match=ILIKE&output=json&exclude=expired&deduplicate=Y',
    );
    const other = keep(await startCertSpotter(log));
    log.issue({ names: ['vpn.example.org'], from: '2031-03-12' });
    const text = (await files.read('certvigil.yaml')) ?? '';
    await files.write(
      'certvigil.yaml',
      text.replace('provider: crtsh', 'provider: certspotter').replace(api.origin, other.origin),
    );
    const switched = await scan(2);
    expect(switched.sent).toEqual(['discovered vpn.example.org warning']);
    expect(getDomain(switched.report)).toMatchObject({ issuances: 4, known: 1 });
  });

  it('is critical if the CAA records of a name do not allow the CA, and asks for no name of others', async () => {
    const { scan, log, resolver, receiver } = await openWorld();
    await scan(0);
    expect(resolver.asked).toEqual([]);
    resolver.zone['example.org'] = { CAA: ['0 issue other.example'] };
    log.issue({ names: ['pay.example.org', 'shop.example.net'], from: '2031-03-11' });
    expect((await scan(1)).sent).toEqual(['discovered pay.example.org critical']);
    expect(resolver.asked).toEqual(['CAA pay.example.org', 'CAA example.org']);
    expect(JSON.parse(receiver.requests.at(-1)?.body ?? '').data.finding.detail).toContain(
      'The CAA records of example.org do not allow this CA for pay.example.org. If your team uses it there, add the record ' +
        '`example.org. CAA 0 issue "ca.example"` (it also applies to other names below example.org).',
    );
  });

  it('compares each name with its own CAA records, not with those of the domain', async () => {
    const { scan, log, resolver, receiver } = await openWorld();
    await scan(0);
    resolver.zone['example.org'] = { CAA: ['0 issue other.example'] };
    resolver.zone['app.example.org'] = { CAA: ['0 issue CA.example', '0 issuewild ;'] };
    log.issue({ names: ['app.example.org', 'a.app.example.org'], from: '2031-03-11' });
    expect((await scan(1)).sent).toEqual(['discovered a.app.example.org warning']);
    log.issue({ names: ['app.example.org', '*.app.example.org'], from: '2031-03-12' });
    expect((await scan(2)).sent).toEqual(['discovered *.app.example.org critical']);
    expect(JSON.parse(receiver.requests.at(-1)?.body ?? '').data.finding.detail).toContain(
      'The CAA records of app.example.org do not allow this CA for *.app.example.org. If your team uses it there, add the record ' +
        '`app.example.org. CAA 0 issuewild "ca.example"`.',
    );
    resolver.zone['app.example.org'] = { CAA: ['0 issue other.example'] };
    resolver.zone['example.org'] = { CAA: ['0 issue ca.example'] };
    log.issue({ names: ['example.org', 'app.example.org'], from: '2031-03-13' });
    expect((await scan(3)).sent).toEqual(['discovered app.example.org critical']);
  });

  it('looks up CAA records again that could not be looked up, and says so until then', async () => {
    const { scan, log, resolver, receiver } = await openWorld();
    await scan(0);
    resolver.zone['pay.example.org'] = 'SERVFAIL';
    log.issue({ names: ['pay.example.org'], from: '2031-03-11' });
    const first = await scan(1);
    expect(first.sent).toEqual(['discovered pay.example.org warning']);
    expect(JSON.parse(receiver.requests.at(-1)?.body ?? '').data.finding.detail).toContain(
      'The next scan tries again.',
    );
    expect(first.report.coverage).toMatchObject({
      complete: true,
      lookups_failed: [{ certificate: 'transparency', records: 'CAA', tolerated: true }],
    });
    const late = await scan(4);
    expect(late.report.coverage.reasons).toEqual([{ code: 'lookups-failed', entries: ['transparency'] }]);
    resolver.zone['pay.example.org'] = { CAA: ['0 issue other.example'] };
    expect((await scan(5)).sent).toEqual(['discovered pay.example.org critical']);
    const before = resolver.asked.length;
    const last = await scan(6);
    expect(last.sent).toEqual([]);
    expect(last.report.coverage.lookups_failed).toBeUndefined();
    expect(resolver.asked.length).toBe(before);
  });

  it.each<[fault: string, change: Change]>([
    ['a server error', () => ({ status: 503, body: 'upstream failed' })],
    ['a web page', () => ({ headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Sorry</title>' })],
    ['an empty body', () => ({ body: '' })],
    ['an object', () => ({ body: { code: 'internal_error' } })],
    ['a missing page', () => ({ status: 404, body: { code: 'not_found' } })],
    ['nesting', () => ({ body: `${'['.repeat(100_000)}${']'.repeat(100_000)}` })],
  ])('is unknown after %s, which is no alert and not nothing new', async (_, change) => {
    const { scan, log, api } = await openWorld();
    await scan(0);
    log.issue({ names: ['pay.example.org'], from: '2031-03-11' });
    const good = api.change;
    api.change = change;
    const failed = await scan(1);
    expect(failed.sent).toEqual([]);
    expect(getDomain(failed.report).error).not.toBeNull();
    expect(failed.report.certificates[0]).toMatchObject({ certificate: 'transparency', status: 'unknown' });
    expect(failed.report.coverage).toMatchObject({
      complete: true,
      text: expect.stringContaining('not read in this scan'),
    });
    api.change = good;
    expect((await scan(2)).sent).toEqual(['discovered pay.example.org warning']);
  });

  it('does not follow pages that repeat, but what it read by then counts', async () => {
    const { scan, log, api } = await openWorld();
    await scan(0);
    log.issue({ names: ['pay.example.org'], from: '2031-03-11' });
    let page: ApiReply | null = null;
    api.change = (good) => {
      page ??= good;
      return page;
    };
    const { sent, report } = await scan(1);
    expect(sent).toEqual(['discovered pay.example.org warning']);
    expect(getDomain(report).error?.code).toBe('inventory-next-loop');
    expect(api.calls.length).toBeLessThan(8);
  });

  it('sends one alert after three days without an answer, and a resolve', async () => {
    const { scan, log, api } = await openWorld();
    await scan(0);
    api.change = () => ({ status: 502, body: '' });
    expect((await scan(1)).sent).toEqual([]);
    expect((await scan(2)).sent).toEqual([]);
    const late = await scan(4);
    expect(late.sent).toEqual(['unreachable Certificate transparency of example.org unknown']);
    expect(late.status).toBe(1);
    log.issue({ names: ['pay.example.org'], from: '2031-03-12' });
    api.change = null;
    expect((await scan(5)).sent).toEqual(['discovered pay.example.org warning', 'recovered transparency (ct) unknown']);
  });

  it('asks the fallback, and continues at its provider when that answers again', async () => {
    const log = createFakeLog();
    const crtsh = keep(await startCrtSh(log));
    const { scan, api } = await openWorld({
      start: () => startCertSpotter(log),
      more: `    fallback_url: ${crtsh.origin}`,
    });
    log.issue({ names: ['old.example.org'], from: '2031-02-01' });
    await scan(0);
    expect(crtsh.calls).toEqual([]);
    api.change = () => ({ status: 503, body: '' });
    log.issue({ names: ['pay.example.org'], from: '2031-03-11' });
    const fallback = await scan(1);
    expect(fallback.sent).toEqual(['discovered pay.example.org warning']);
    expect(getDomain(fallback.report).error).toBeNull();
    api.change = null;
    log.issue({ names: ['vpn.example.org'], from: '2031-03-12' });
    expect((await scan(2)).sent).toEqual(['discovered vpn.example.org warning']);
  });

  it('shows a token that the provider repeats nowhere', async () => {
    const { scan, log, api, files, receiver } = await openWorld();
    await scan(0);
    log.issue({ names: ['pay.example.org'], from: '2031-03-11' });
    api.change = (good) => {
      if (!Array.isArray(good.body)) return good;
      const body = good.body.map((one: object) => ({
        ...one,
        cert_der: null,
        id: TOKEN,
        dns_names: [`${TOKEN}.example.org`, 'a\u0000b.example.org', 'x'.repeat(300)],
        issuer: { name: `O=${TOKEN}\u001b[31m, CN=Evil` },
        not_after: '99999-01-01T00:00:00Z',
      }));
      return { body: body.slice(0, 1) };
    };
    const { report, sent } = await scan(1);
    expect(sent).toHaveLength(1);
    const everything = JSON.stringify([
      report,
      await files.read('log.json'),
      receiver.requests.map(({ body }) => body),
    ]);
    for (const encoding of listEncodings(TOKEN)) expect(everything).not.toContain(encoding);
    expect(everything).not.toContain('\\u001b[31m');
    expect(getDomain(report).unknown[0]?.valid_to).toBe('9999-12-31T23:59:59Z');
  });

  it('alerts once if another scan discovers the same while this one sends', async () => {
    const world = await openWorld();
    const { scan, log, files, receiver } = world;
    await scan(0);
    const before = (await files.read('log.json')) ?? '';
    log.issue({ names: ['pay.example.org'], from: '2031-03-11' });
    expect((await scan(1)).sent).toHaveLength(1);
    const after = (await files.read('log.json')) ?? '';
    log.issue({ names: ['vpn.example.org'], from: '2031-03-11' });
    // The second scan began with the log of before, and finds that of the first one when it wants to send.
    await files.write('log.json', before);
    world.api.change = (good, { url }) => {
      if (url.searchParams.has('after')) writeFileSync(files.at('log.json'), after);
      return good;
    };
    expect((await scan(1.01)).sent).toEqual(['discovered vpn.example.org warning']);
    world.api.change = null;
    expect((await scan(2)).sent).toEqual([]);
    expect(receiver.requests).toHaveLength(2);
  });
});

describe('inspect --ct', () => {
  it('shows the certificates of a server in the logs, and which of them it serves', async () => {
    const log = createFakeLog();
    const api = keep(await startCertSpotter(log));
    const key = await createCertificateWithDaysLeft(200, 'shop.example.org');
    const server = keep(await startTlsServer(key));
    log.issue({ names: ['shop.example.org', 'www.example.org'], from: '2031-03-01' });
    log.issue({ names: ['other.example.org'], from: '2031-03-02' });
    const options = ['--server-name', 'shop.example.org', '--ct', '--ct-url', api.origin, '--now', '2031-03-10'];
    const env = { CERTSPOTTER_TOKEN: TOKEN };
    const text = await runCli(['inspect', server.location, ...options], { cwd: '.', env });
    expect(text.stdout).toContain(
      'IN CERTIFICATE TRANSPARENCY LOGS: shop.example.org\n  2031-03-01 to 2031-05-30: CN=Example CA R1,O=Example CA,C=US (2 names)\n',
    );
    expect(api.calls[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    const cert_der = key.certificate.replace(/-----[^-]+-----|\s/g, '');
    api.change = (good, { url }) =>
      url.searchParams.has('after') ? { body: [] } : { ...good, body: [{ ...(good.body as object[])[0], cert_der }] };
    const served = await runCli(['inspect', server.location, ...options], { cwd: '.', env });
    expect(served.stdout).toContain('2030-08-25 to 2031-09-27: CN=shop.example.org (2 names), served here');
    api.change = () => ({ status: 503, body: '' });
    const json = await runCli(
      ['inspect', server.location, ...options, '--format', 'json'],
      { cwd: '.', env },
      WITHOUT_WAITS,
    );
    const parsed = JSON.parse(json.stdout);
    expectSchema('inspect', parsed);
    expect(parsed.targets[0].ct).toMatchObject([
      { domain: 'shop.example.org', certificates: [], error: { code: 'inventory-server-error' } },
    ]);
  });
});

describe('the limits of a provider', () => {
  it('leave domains for later scans, the one that waited longest first, and lose none', async () => {
    const log = createFakeLog();
    const domains = Array.from({ length: 6 }, (_, index) => `d${index}.example`);
    for (const domain of domains) log.issue({ names: [domain], from: '2031-02-01' });
    const limit = { left: 5 };
    const { scan, api, files } = await openWorld({ start: () => startCertSpotter(log, { limit }) });
    const text = (await files.read('certvigil.yaml')) ?? '';
    const list = text.replace('[example.org]', `[${domains.join(', ')}]`).replace(/^ {4}token:.*\n/m, '');
    await files.write('certvigil.yaml', list);
    const first = await scan(0);
    const listRead = ({ transparency = [] }: Report) => transparency.filter(({ error }) => error === null);
    // The domains that were read completely take two requests each: the second page is empty.
    expect(listRead(first.report).length).toBeLessThan(3);
    const before = api.calls.length;
    const second = await scan(0.001);
    expect(api.calls.length, 'the provider said when it permits more').toBe(before);
    expect(second.report.coverage).toMatchObject({
      complete: true,
      text: expect.stringContaining('not read in this scan'),
    });
    const codes = new Set((second.report.transparency ?? []).map(({ error }) => error?.code));
    expect([...codes]).toEqual(['ct-postponed']);
    for (const day of [1, 2]) {
      limit.left = 5;
      expect((await scan(day)).sent).toEqual([]);
    }
    limit.left = 12;
    const last = await scan(3);
    expect(listRead(last.report)).toHaveLength(6);
    expect(last.sent, 'all of them were there before').toEqual([]);
    expect((last.report.transparency ?? []).map(({ issuances }) => issuances)).toEqual(Array(6).fill(1));
  });

  it('leave the run green until unreachable_days, even for domains that were never read', async () => {
    const limit = { left: 0 };
    const { scan, files } = await openWorld({ start: (log) => startCertSpotter(log, { limit }) });
    await files.write('certvigil.yaml', ((await files.read('certvigil.yaml')) ?? '').replace(/^ {4}token:.*\n/m, ''));
    for (const day of [0, 1, 2]) {
      const { status, report } = await scan(day);
      expect({ day, status }).toEqual({ day, status: 0 });
      expect(report.coverage.text).toContain('1 of 2 entries has never been read (transparency)');
    }
    const { status, report } = await scan(3);
    expect(status).toBe(1);
    expect(report.coverage.reasons).toEqual([{ code: 'never-read', entries: ['transparency'] }]);
  });
});
