import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type CacheService, SIGNATURE, startCacheService } from '../helpers/cache-service.ts';
import { describeWith } from '../helpers/programs.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { runCli, type Workspace } from './certvigil.ts';
import { collectVisibleOutput, createSmallRepository, runScheduled } from './scheduled.ts';

// The action on a schedule, with its event log in the cache of GitHub Actions, which the runner's tar packs.

let receiver: Receiver;
let cache: CacheService;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());
beforeEach(async () => {
  cache = await startCacheService();
});
afterEach(() => cache.close());

async function scheduled(files: Workspace, inputs: Record<string, string> = {}, runner: Record<string, string> = {}) {
  const step = await runScheduled(files, receiver, { store: 'cache', ...inputs }, { ...cache.env, ...runner });
  expect(collectVisibleOutput(step)).not.toMatch(
    new RegExp(`${SIGNATURE}|${cache.env.ACTIONS_RUNTIME_TOKEN}|answer-of-the-service`),
  );
  expect(collectVisibleOutput(step)).not.toMatch(/Cache (hit|Size|restored)|::debug::|internal error/);
  expect(step.stderr).toBe('');
  expect(existsSync(files.at('.certvigil-cache'))).toBe(false);
  return step;
}

const keys = () => cache.entries.filter(({ finalized }) => finalized).map(({ key }) => key);

describeWith('tar', 'a log in the cache', () => {
  it('persists between runs, and has a new key for each save', async () => {
    await using files = await createSmallRepository(receiver);
    expect(await scheduled(files)).toMatchObject({ status: 0, requests: 1 });
    expect(await scheduled(files, {}, { GITHUB_RUN_ID: '8' })).toMatchObject({ status: 0, requests: 0 });
    expect(keys()).toHaveLength(3);
    expect(new Set(keys()).size).toBe(3);
    for (const key of keys()) expect(key).toMatch(/^certvigil-[0-9a-f]{12}-[78]-1-[0-9a-f]{8}$/);
  });

  it('has other keys for another manifest', async () => {
    await using files = await createSmallRepository(receiver);
    await files.write('ops/certvigil.yaml', 'version: 1\ncertificates: [{ name: a, expires: 2099-01-01 }]\n');
    await scheduled(files);
    await scheduled(files, { manifest: 'ops/certvigil.yaml' });
    expect(new Set(keys().map((key) => key.slice(0, 22))).size).toBe(2);
  });

  it('is used if the manifest sets it, without a warning about files', async () => {
    await using files = await createSmallRepository(receiver);
    await files.write('certvigil.yaml', `${await files.read('certvigil.yaml')}event_log: { store: cache }\n`);
    const { status, commands } = await scheduled(files, { store: '' });
    expect({ status, entries: keys().length }).toEqual({ status: 0, entries: 2 });
    expect(commands.join()).not.toContain('file-store-on-hosted-runner');
  });
});

describeWith('tar', 'a read-only cache', () => {
  const denials: [string, () => void, Record<string, string>][] = [
    [
      'because of the token',
      () => {
        cache.mode = 'read';
      },
      {},
    ],
    ['because of the mode of the runner', () => {}, { ACTIONS_CACHE_MODE: 'read' }],
  ];

  it.each(denials)('%s: the first run sends nothing', async (_, deny, runner) => {
    await using files = await createSmallRepository(receiver);
    deny();
    const { status, requests, commands, summary } = await scheduled(files, {}, runner);
    expect({ status, requests }).toEqual({ status: 3, requests: 0 });
    expect(commands.at(-1)).toContain('error[cache-denied]');
    expect(summary).toContain('cache-denied');
  });

  it.each(denials)('%s: a later run reports what was not recorded', async (_, deny, runner) => {
    await using files = await createSmallRepository(receiver);
    await scheduled(files);
    deny();
    const { status, requests, commands, summary } = await scheduled(files, { 'ignore-cooldown': 'true' }, runner);
    expect({ status, requests, entries: keys().length }).toEqual({ status: 3, requests: 1, entries: 2 });
    expect(commands.filter((line) => line.startsWith('::error'))).toEqual([]);
    const [warned] = commands.filter((line) => line.startsWith('::warning title=cache-denied'));
    expect(warned).toContain('warning[cache-denied]: the event log was NOT saved');
    expect(summary).toContain('The event log was NOT saved');
  });
});

describeWith('tar', 'a cache that fails is not treated as a first run', () => {
  it.each<[string, () => void, Record<string, string>, string]>([
    [
      'no permission to read',
      () => {
        cache.mode = 'none';
      },
      {},
      'cache-denied',
    ],
    ['a write-only mode', () => {}, { ACTIONS_CACHE_MODE: 'write-only' }, 'cache-denied'],
    ['a wrong token', () => {}, { ACTIONS_RUNTIME_TOKEN: 'wrong' }, 'cache-failed'],
    ['429', () => cache.fail('GetCacheEntryDownloadURL', 429), {}, 'cache-failed'],
    ['a missing blob', () => cache.fail('download', 404), {}, 'cache-failed'],
    ['an invalid archive', () => cache.fail('download', 200, 'answer-of-the-service'), {}, 'cache-failed'],
  ])('%s', async (_, happens, runner, code) => {
    await using files = await createSmallRepository(receiver);
    await scheduled(files);
    happens();
    const { status, requests, commands } = await scheduled(files, { 'ignore-cooldown': 'true' }, runner);
    expect({ status, requests, entries: keys().length }).toEqual({ status: 3, requests: 0, entries: 2 });
    expect(commands.at(-1)).toContain(`error[${code}]`);
  });

  it.each<[string, Parameters<CacheService['fail']>]>([
    ['429', ['CreateCacheEntry', 429]],
    ['a rejected upload', ['upload', 403]],
    ['an unfinished upload', ['FinalizeCacheEntryUpload', 404]],
  ])('a first run that cannot be recorded sends nothing: %s', async (_, fault) => {
    await using files = await createSmallRepository(receiver);
    cache.fail(...fault);
    const { status, requests, commands } = await scheduled(files);
    expect({ status, requests, entries: keys().length }).toEqual({ status: 3, requests: 0, entries: 0 });
    expect(commands.at(-1)).toContain('error[cache-failed]');
  });

  it('is unavailable outside of an action, and the error names another store', async () => {
    await using files = await createSmallRepository(receiver);
    const step = await scheduled(files, {}, { ACTIONS_RUNTIME_TOKEN: '' });
    expect(step.commands.at(-1)).toContain('error[cache-unavailable]');
    await files.write('certvigil.yaml', `${await files.read('certvigil.yaml')}event_log: { store: cache }\n`);
    const shell = await runCli(['log', 'list'], { cwd: files.root });
    expect(shell).toMatchObject({ status: 3, stderr: expect.stringContaining('error[cache-unavailable]') });
  });
});
