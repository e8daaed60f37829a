import { expect, it } from 'vitest';
import { describeChange, INPUTS, serialize } from './damaged-inputs.ts';

/** One line for each run of offsets with the same result. */
function joinRuns(results: readonly string[]): string {
  const starts = results.flatMap((result, at) => (result === results[at - 1] ? [] : [at]));
  return starts.map((at, index) => `${at}-${(starts[index + 1] ?? results.length) - 1}: ${results[at]}\n`).join('');
}

it.each(INPUTS)('each damaged byte of a file changes what depends on it: %s', async (name, bytes, read) => {
  const intact = await read(bytes);
  const describeAll = async (damage: (at: number) => Buffer) => {
    const results: string[] = [];
    for (let at = 0; at < bytes.length; at += 1) results.push(describeChange(intact, await read(damage(at))));
    return joinRuns(results);
  };
  const flip = (mask: number) => (at: number) => {
    const damaged = Buffer.from(bytes);
    damaged[at] = (damaged[at] ?? 0) ^ mask;
    return damaged;
  };
  const text = [
    ...['intact\n', ...Object.entries(intact).map(([key, value]) => `${key}: ${serialize(value)}\n`)],
    ...['\nlowest bit\n', await describeAll(flip(0x01))],
    ...['\nall bits\n', await describeAll(flip(0xff))],
    ...['\ntruncated\n', await describeAll((at) => bytes.subarray(0, at))],
  ].join('');
  await expect(text).toMatchFileSnapshot(`../golden/certificate/damaged/${name}.txt`);
});
