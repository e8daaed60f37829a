import { afterEach, expect, it, vi } from 'vitest';
import type { Io } from '../../src/lib/io.ts';
import { DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { fetchRenewalInfo } from '../../src/scan/acme/renewal-info.ts';
import { parseWindow } from '../../src/scan/acme/renewal-info-response.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { INJECTED } from './harness.ts';

vi.mock('../../src/scan/acme/renewal-info-response.ts', { spy: true });

afterEach(() => {
  vi.resetAllMocks();
});

it('a bug about the renewal window of one certificate leaves the others theirs', async () => {
  const suggestedWindow = { start: '2027-03-01T00:00:00Z', end: '2027-03-02T00:00:00Z' };
  const server = await startReceiver(({ path }) => {
    const body = path === '/directory' ? { renewalInfo: `${server.origin}/ari` } : { suggestedWindow, path };
    return { status: 200, body: JSON.stringify(body) };
  });
  const actual = await vi.importActual<{ parseWindow: typeof parseWindow }>(
    '../../src/scan/acme/renewal-info-response.ts',
  );
  vi.mocked(parseWindow).mockImplementation((body, ...others) => {
    if (String(body).includes('/ari/victim')) throw new Error(INJECTED);
    return actual.parseWindow(body, ...others);
  });
  let printed = '';
  const io = {
    env: {},
    now: () => Date.UTC(2027, 0, 1),
    sleep: async () => {},
    stderr: (text: string) => {
      printed += text;
    },
  } as Partial<Io> as Io;
  const requests = ['victim', 'other'].map((id) => {
    const directory = `${server.origin}/directory`;
    return { fingerprint: id, certificate_id: id, expiry: Date.UTC(2027, 3, 1), directory, ca_file: null };
  });
  const network = { deny: [], allow: ['127.0.0.0/8'], dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy };
  const results = await fetchRenewalInfo(requests, io, { root: '/', concurrency: 10, timeout_seconds: 5, network });
  await server.close();
  expect(results.get('victim')).toMatchObject({ code: 'internal-error' });
  expect(results.get('other')).toMatchObject({ window: { start: '2027-03-01T00:00:00Z' } });
  expect(printed).toContain(INJECTED);
});
