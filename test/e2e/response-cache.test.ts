import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CreatedCertificate } from '../../src/app/demo/create-certificate.ts';
import type { Report } from '../../src/generated/report.ts';
import { type CacheService, SIGNATURE, startCacheService } from '../helpers/cache-service.ts';
import { type FakeGitHub, REPOSITORY, startGitHub, TOKEN } from '../helpers/github/server.ts';
import { leaf, link, NOW } from '../helpers/paths.ts';
import { describeWith } from '../helpers/programs.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { createRevocationExtensions, makeList } from '../helpers/revocation.ts';
import { createWorkspace, type Workspace } from './certvigil.ts';
import { collectVisibleOutput, runScheduled } from './scheduled.ts';

// Revocation information in the cache of GitHub Actions, between scheduled runs of the action.

let server: Receiver;
let cache: CacheService;
let files: Workspace;
let root: CreatedCertificate;
/** Served instead of the list. */
let list: Uint8Array;

beforeEach(async () => {
  cache = await startCacheService();
  server = await startReceiver(({ path }) => answerTo(path));
  // The action always uses the current time.
  const days = Math.ceil((Date.now() - NOW) / 86_400_000);
  root = await link({ subject: 'root', to: days + 900 });
  const more = createRevocationExtensions({ lists: [`${server.origin}/ca.crl`] });
  const shop = await leaf({ issuer: root, to: days + 90, more });
  list = makeList({ issuer: root, now: Date.now() });
  files = await createWorkspace({
    'certvigil.yaml': manifest(true),
    'shop.pem': shop.certificate,
    'root.pem': root.certificate,
    'event.json': JSON.stringify({ schedule: '17 5 * * *', repository: { default_branch: 'main' } }),
  });
});
afterEach(async () => {
  await files[Symbol.asyncDispose]();
  await server.close();
  await cache.close();
});

function answerTo(path: string): ReceiverResponse {
  if (path === '/ca.crl') return { status: 200, body: list };
  return path.startsWith('/hang/') || path.startsWith('/twirp/') ? 'hang' : 200;
}

function manifest(revocation: boolean): string {
  return `version: 1
certificates: [{ name: shop, file: shop.pem, ca_file: root.pem, revocation: ${revocation} }]
network: { allow: [127.0.0.0/8] }
webhooks: { chat: { url: "${server.origin}/hook" } }
rules: [{ name: all, events: [certificate.*], actions: [{ webhook: chat }] }]
`;
}

/** One run: how often it requested the list, and the result for the certificate. */
async function scheduled(inputs: Record<string, string> = {}, runner: Record<string, string> = {}) {
  const asked = () => server.requests.filter(({ path }) => path === '/ca.crl').length;
  const [before, calls] = [asked(), cache.calls.length];
  const step = await runScheduled(
    files,
    server,
    { store: 'cache', report: 'json=report.json', ...inputs },
    { ...cache.env, GITHUB_RUN_ID: String(cache.calls.length), ...runner },
  );
  expect(collectVisibleOutput(step)).not.toMatch(
    new RegExp(`${SIGNATURE}|Cache (hit|Size|restored)|::debug::|internal error`),
  );
  expect(step.stderr).toBe('');
  expect(readdirSync(files.at('runner')).filter((name) => name.startsWith('certvigil-revocation-'))).toEqual([]);
  const report: Report = JSON.parse((await files.read('report.json')) ?? '');
  return {
    status: step.status,
    commands: step.commands,
    asked: asked() - before,
    said: report.certificates[0]?.revocation?.status,
    calls: cache.calls.length - calls,
  };
}

const kept = () => cache.entries.filter(({ key }) => key.startsWith('certvigil-revocation-')).map(({ key }) => key);

describeWith('tar', 'what issuers said', () => {
  it('is stored in one entry between runs, and requested again if the entry is missing', async () => {
    expect(await scheduled()).toMatchObject({ status: 0, asked: 1, said: 'good' });
    expect(kept()).toEqual([expect.stringMatching(/^certvigil-revocation-[0-9a-f]{12}-0-1-[0-9a-f]{8}$/)]);
    expect(await scheduled()).toMatchObject({ status: 0, asked: 0, said: 'good' });
    expect(kept()).toHaveLength(1);
    cache.entries.length = 0;
    expect(await scheduled()).toMatchObject({ status: 0, asked: 1, said: 'good' });
  });

  it('is not saved by a run that changes nothing, and not restored if revocation is not checked', async () => {
    expect(await scheduled({ 'dry-run': 'true' })).toMatchObject({ asked: 1 });
    expect(kept()).toEqual([]);
    const asking = await scheduled();
    await files.write('certvigil.yaml', manifest(false));
    cache.entries.length = 0;
    const silent = await scheduled();
    expect(silent).toMatchObject({ status: 0, asked: 0, said: undefined });
    // Only the event log is restored and saved.
    expect(silent.calls).toBeLessThan(asking.calls);
    expect(kept()).toEqual([]);
  });

  it('is verified again: an entry with another signature is not accepted', async () => {
    list = makeList({ issuer: root, signer: await link({ subject: 'root' }), now: Date.now() });
    expect(await scheduled()).toMatchObject({ status: 0, said: 'unknown' });
    expect(kept()).toEqual([]);
  });
});

describeWith('tar', 'beside a log in a branch', () => {
  let github: FakeGitHub;
  beforeEach(async () => {
    github = await startGitHub();
  });
  afterEach(() => github.close());
  const branch = (inputs: Record<string, string> = {}) =>
    scheduled(
      { store: 'commit', token: TOKEN, ...inputs },
      { GITHUB_REPOSITORY: REPOSITORY, GITHUB_API_URL: github.api_url },
    );

  it('is also stored in the cache', async () => {
    expect(await branch()).toMatchObject({ status: 0, asked: 1, said: 'good' });
    expect(kept()).toHaveLength(1);
    expect(await branch({ 'dry-run': 'true' })).toMatchObject({ status: 0, asked: 0, said: 'good' });
  });

  it('is not missed if a cache may not be written', async () => {
    cache.mode = 'read';
    const { commands, ...run } = await branch();
    expect(run).toMatchObject({ status: 0, asked: 1, said: 'good' });
    expect(commands.filter((line) => /^::(error|warning)/.test(line))).toEqual([]);
  });

  it.each<[string, () => void]>([
    ['may not be read', () => void Object.assign(cache, { mode: 'none' })],
    ['fails', () => cache.fail('GetCacheEntryDownloadURL', 404)],
    ['has lost what it names', () => cache.fail('download', 404)],
    ['returns an invalid archive', () => cache.fail('download', 200, 'answer-of-the-service')],
    ['is not there', () => void Object.assign(cache.env, { ACTIONS_RESULTS_URL: '' })],
    ['refuses connections', () => void Object.assign(cache.env, { ACTIONS_RESULTS_URL: 'http://127.0.0.1:1/' })],
    ['hangs', () => void Object.assign(cache.env, { ACTIONS_RESULTS_URL: `${server.origin}/hang/` })],
  ])('is fetched if a cache %s', async (_, happens) => {
    await scheduled();
    happens();
    const { commands, ...run } = await branch({ 'dry-run': 'true' });
    expect(run).toMatchObject({ status: 0, asked: 1, said: 'good' });
    expect(commands.filter((line) => /^::(error|warning)/.test(line))).toEqual([]);
  });
});
