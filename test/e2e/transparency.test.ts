import { afterEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/generated/report.ts';
import { createFakeLog, type FakeProvider, startCertSpotter, startCrtSh } from '../helpers/ct-providers.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createWorkspace, runCli, WITHOUT_WAITS } from './certvigil.ts';
import { buildTimeOptions, expectSchema, parseReport } from './environment.ts';

const opened: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

function keep<T extends { close: () => Promise<void> }>(one: T): T {
  opened.push(one);
  return one;
}

const TOKEN = 'k12345_abcdefghijklmnop';

const manifest = (api: string, receiver: string, more = '') => `version: 1
settings: { stale_after_hours: 1000 }
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
  const files = await createWorkspace({ 'certvigil.yaml': manifest(api.origin, receiver.origin, more) });
  keep({ close: async () => files[Symbol.asyncDispose]() });
  const shop = log.issue({ names: ['shop.example.org'], from: '2031-01-25', to: '2031-04-25' });
  await files.write('certs/shop.pem', shop.certificate);
  return {
    ...{ api, receiver, log, files },
    scan: async (days) => {
      const before = receiver.requests.length;
      const args = ['scan', '--format', 'json', ...buildTimeOptions(days)];
      const outcome = await runCli(args, { cwd: files.root, env: { CERTSPOTTER_TOKEN: TOKEN } }, WITHOUT_WAITS);
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
      ['example.org', 'example.org:443'],
      ['old.example.org', 'old.example.org:443'],
    ]);
    log.issue({ names: ['pay.example.org'], from: '2031-03-11' });
    log.issue({ names: ['*.pay.example.org'], from: '2031-03-11', ca: 'Other CA' });
    const second = await scan(1);
    expect(second.sent).toEqual(['discovered example.org warning']);
    const { data } = JSON.parse(receiver.requests.at(-1)?.body ?? '');
    expect(data.finding.detail).toContain('2 unknown certificates: ');
    expect(data.finding.detail).toContain(
      '*.pay.example.org (issued by CN=Other CA R1,O=Other CA,C=US on 2031-03-11, expires 2031-05-30)',
    );
    expect((await scan(2)).sent, 'only once').toEqual([]);
    log.issue({ names: ['vpn.example.org'], from: '2031-03-13' });
    expect((await scan(3)).sent).toEqual(['discovered vpn.example.org warning']);
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
    expect((await scan(13.2)).sent).toEqual(['recovered example.org ok']);
  });

  it('is critical if the CA is not expected, also for watched names', async () => {
    const { scan, log } = await openWorld({ more: '    expect: { issuer: "*Example CA*" }' });
    await scan(0);
    log.issue({ names: ['shop.example.org'], from: '2031-03-11', ca: 'Other, Inc.' });
    log.issue({ names: ['pay.example.org'], from: '2031-03-11' });
    expect((await scan(1)).sent).toEqual(['discovered example.org critical']);
  });

  it('reads crt.sh, and does not take what it has read from Cert Spotter for new', async () => {
    const { scan, log, files, api } = await openWorld({ start: startCrtSh, more: '    provider: crtsh' });
    log.issue({ names: ['old.example.org'], from: '2031-02-01', ca: 'Other, Inc.' });
    expect(getDomain((await scan(0)).report)).toMatchObject({ issuances: 2, known: 1, error: null });
    log.issue({ names: ['pay.example.org', '*.pay.example.org'], from: '2031-03-11' });
    expect((await scan(1)).sent).toEqual(['discovered *.pay.example.org warning']);
    expect(api.calls.at(-1)?.url.search).toBe('?q=example.org&output=json&exclude=expired&deduplicate=Y');
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
});
