import { getHeapSpaceStatistics } from 'node:v8';
import { expect, it } from 'vitest';
import { limitHeapGrowth, limitHeapOfScan, limitNewSpace } from '../../src/lib/process/limit-heap.ts';

function readNewSpaceSize(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
}

it('the space for new objects is at least 4 MiB, and does not grow after its limit is set', () => {
  limitHeapGrowth();
  const size = readNewSpaceSize();
  expect(size).toBeGreaterThanOrEqual(4 * 1024 * 1024);
  const kept = Array.from({ length: 1_000_000 }, (_, index) => ({ index }));
  expect(readNewSpaceSize()).toBeLessThanOrEqual(size);
  expect(kept).toHaveLength(1_000_000);
});

it('a scan with very many entries has more space for new objects, which does not grow either', () => {
  limitHeapGrowth();
  const before = readNewSpaceSize();
  limitHeapOfScan(10_000);
  expect(readNewSpaceSize()).toBe(before);
  limitHeapOfScan(12_500);
  expect(readNewSpaceSize()).toBeGreaterThanOrEqual(10 * 1024 * 1024);
  limitHeapOfScan(1_000_000);
  const size = readNewSpaceSize();
  expect(size).toBe(32 * 1024 * 1024);
  const kept = Array.from({ length: 1_000_000 }, (_, index) => ({ index }));
  expect(readNewSpaceSize()).toBeLessThanOrEqual(size);
  expect(kept).toHaveLength(1_000_000);
});

it('a lower limit later does not let the space for new objects grow', () => {
  limitHeapOfScan(1_000_000);
  const size = readNewSpaceSize();
  limitNewSpace();
  const kept = Array.from({ length: 1_000_000 }, (_, index) => ({ index }));
  // V8 may shrink it by itself.
  expect(readNewSpaceSize()).toBeLessThanOrEqual(size);
  expect(kept).toHaveLength(1_000_000);
});
