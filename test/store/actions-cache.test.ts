import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCacheKeys, restoreEntry, saveEntry } from '../../src/store/actions-cache-client.ts';
import { type CacheService, startCacheService } from '../helpers/cache-service.ts';

const KEYS = createCacheKeys('certvigil', 'log.json', {});

let service: CacheService;
let directory: string;
beforeEach(async () => {
  service = await startCacheService();
  directory = mkdtempSync(path.join(tmpdir(), 'certvigil-cache-'));
  const workspace = { GITHUB_WORKSPACE: directory, RUNNER_TEMP: directory };
  for (const [name, value] of Object.entries({ ...service.env, ...workspace })) vi.stubEnv(name, value);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await service.close();
  rmSync(directory, { recursive: true, force: true });
});

describe('an entry of the Actions cache', () => {
  const save = () => {
    const at = path.join(directory, 'state');
    mkdirSync(at, { recursive: true });
    writeFileSync(path.join(at, 'log.json'), '{}');
    return saveEntry(at, KEYS.createSaveKey());
  };
  const restore = () => restoreEntry(path.join(directory, 'state'), KEYS);

  it('is found once it was saved', async () => {
    expect(await restore()).toBe('none');
    expect(await save()).toBe('saved');
    expect(await restore()).toBe('found');
  });

  it('cannot be read or saved without permission', async () => {
    service.mode = 'none';
    expect([await restore(), await save()]).toEqual(['denied', 'denied']);
    service.mode = 'read';
    expect([await restore(), await save()]).toEqual(['none', 'denied']);
  });

  it('is not taken for a first run if the service fails', async () => {
    service.fail('GetCacheEntryDownloadURL', 400, '{"code":"internal","msg":"It failed."}');
    expect(await restore()).toBe('failed');
    service.fail('CreateCacheEntry', 400, '{"code":"internal","msg":"It failed."}');
    expect(await save()).toBe('failed');
  });
});
