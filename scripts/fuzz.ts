/**
 * Reads mutated inputs of every format, and inputs of formats in each other: `npm run fuzz -- [count] [first seed]`. Fails at the first
 * crash, if an input takes over a second, or if the process exceeds 256 MiB. npm starts it with a small V8 heap, so that the measured
 * memory is what reading needs, not what the garbage collector leaves on a large machine.
 */
import { fuzz } from '../test/fuzz/fuzz.ts';

const MEBIBYTE = 1024 * 1024;
const MAX_MILLISECONDS = 1000;
const MAX_MEBIBYTES = 256;

const [count = 1_000_000, first = 1] = process.argv.slice(2).map(Number);
const began = performance.now();
let peak = 0;
const fuzzed = await fuzz(first, count, (done) => {
  peak = Math.max(peak, process.memoryUsage().rss);
  if (done % 50_000 === 0) process.stderr.write(`${done} of ${count}, ${Math.round(peak / MEBIBYTE)} MiB\n`);
});
const { slowest, inputs, read, codes } = fuzzed;
const seconds = Math.round((performance.now() - began) / 1000);
const memory = Math.round(peak / MEBIBYTE);
process.stdout.write(`${inputs} inputs from seed ${first} in ${seconds} s, ${read} of them read in part at least\n`);
process.stdout.write(
  `slowest ${slowest.milliseconds.toFixed(1)} ms (${slowest.name}, seed ${slowest.seed}), peak ${memory} MiB\n`,
);
for (const [code, times] of Object.entries(codes).sort(([, a], [, b]) => b - a))
  process.stdout.write(`  ${times} ${code}\n`);
if (slowest.milliseconds > MAX_MILLISECONDS || memory > MAX_MEBIBYTES) {
  process.stdout.write(`over ${MAX_MILLISECONDS} ms or ${MAX_MEBIBYTES} MiB\n${slowest.hex}\n`);
  process.exitCode = 1;
}
