import { expect, it } from 'vitest';
import { formatProgress } from '../../src/cli/commands/terminal.ts';
import { createEndpointSource } from '../../src/domain/sources/endpoint.ts';
import { createProgressCounter, type Progress } from '../../src/scan/progress.ts';
import { entry } from '../events/scenario.ts';

const server = (name: string, host: string) =>
  entry(name, { source: createEndpointSource([{ host, port: 443, location: `${host}:443` }]) });

it('names the read in progress that began first, by its server', async () => {
  let now = 0;
  const seen: Progress[] = [];
  const [slow, fast] = [server('a', 'slow.example'), server('b', 'fast.example')];
  const counter = createProgressCounter(
    [slow, fast],
    (progress) => seen.push(progress),
    () => now,
  );
  const finish: (() => void)[] = [];
  const begin = (one: typeof slow) =>
    counter.track(one, () => new Promise<void>((resolve) => void finish.push(resolve)));
  const first = begin(slow);
  now = 1000;
  const second = begin(fast);
  counter.finishJob();
  const latest = () => seen.at(-1)?.findSlowest();
  expect(seen.at(-1)).toMatchObject({ done: 1, total: 2 });
  expect(latest()).toEqual({ name: 'slow.example:443', since: 0 });
  finish[0]?.();
  await first;
  expect(latest()).toEqual({ name: 'fast.example:443', since: 1000 });
  finish[1]?.();
  await second;
  expect(latest()).toBeNull();
});

it('replaces the number that the source of an entry tells by that of its jobs, once they are listed', () => {
  const totals: number[] = [];
  const [first, second] = [server('a', 'a.example'), server('b', 'b.example')];
  const counter = createProgressCounter(
    [first, second],
    ({ total }) => totals.push(total),
    () => 0,
  );
  counter.addJobs(first, 1);
  counter.addJobs(second, 4);
  expect(totals).toEqual([2, 5]);
});

it.each([
  [8500, 'Reading 3 of 1,200 sources, slowest: db\\u{a}:5432 (8 s)'],
  [1500, 'Reading 3 of 1,200 sources'],
])('a read is shown after two seconds: %i ms', (elapsed, text) => {
  const findSlowest = () => ({ name: 'db\n:5432', since: 1000 });
  expect(formatProgress({ done: 3, total: 1200, findSlowest }, 1000 + elapsed)).toBe(text);
});
