import { describe, expect, it } from 'vitest';
import { parseShard } from '../../../src/app/observations/shard.ts';
import { computeShardIndex } from '../../../src/app/observations/shard-index.ts';
import { selectEntries } from '../../../src/app/observe/select-entries.ts';
import type { Manifest } from '../../../src/domain/index.ts';
import { entry } from '../../events/scenario.ts';

const names = Array.from({ length: 1600 }, (_, nth) => `entry-${nth}`);
const createManifest = (entries: Manifest['entries']) => ({ file: 'certvigil.yaml', entries }) as Manifest;

describe('shards', () => {
  it('have every entry exactly once, and about as many each', () => {
    const manifest = createManifest(names.map((name) => entry(name)));
    const shards = Array.from({ length: 16 }, (_, at) =>
      selectEntries(manifest, { probe: null, shard: { index: at + 1, count: 16 }, only: [] }).map(({ name }) => name),
    );
    expect(shards.flat().sort()).toEqual(names.toSorted());
    for (const shard of shards) expect(Math.abs(shard.length - 100)).toBeLessThan(40);
  });

  it('keep an entry, whatever other entries there are', () => {
    expect(['shop', 'mail', 'intranet'].map((name) => computeShardIndex(name, 16))).toEqual([11, 10, 5]);
  });

  it.each(['0/16', '17/16', '1/0', '1', 'a/b', '1/2/3', '-1/2', '01/2', '1/1001', '1.5/2', ' 1/2', ''])(
    'are not written as %s',
    (text) => expect(parseShard(text)).toBeNull(),
  );

  it.each(['1/1', '3/16', '1000/1000'])('are written as %s', (text) => expect(parseShard(text)).not.toBeNull());
});

describe('the entries of a probe', () => {
  const manifest = createManifest([
    entry('shop'),
    entry('printer', { probe: 'office' }),
    entry('vault', { probe: 'datacenter' }),
    entry('old', { probe: 'office', enabled: false }),
  ]);
  const select = (probe: string | null, only: string[] = []) =>
    selectEntries(manifest, { probe, shard: null, only }).map(({ name }) => name);

  it('are those that name it, and without a probe those that name none', () => {
    expect([select(null), select('office'), select('datacenter')]).toEqual([['shop'], ['printer'], ['vault']]);
    expect(select(null, ['v*'])).toEqual([]);
  });

  it('are an error for an unknown probe, with the known names', () => {
    expect(() => select('ofice')).toThrow(
      expect.objectContaining({
        code: 'unknown-probe',
        hint: 'Did you mean office? Probes in the manifest: datacenter, office.',
      }),
    );
    expect(() => select('none')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('Leave out --probe') }),
    );
  });
});
