/**
 * Reads mutated inputs of every format until as many as asked for are done: `npm run fuzz -- [count] [first seed]`.
 * Fails at the first that crashes, and where one took over a second, or all of it over 256 MiB. The script keeps V8's heap
 * small, so that what is measured is what reading needs, and not what a large machine lets lie about.
 */
import { fuzz } from '../test/fuzz/fuzz.ts';

const MEBIBYTE = 1024 * 1024;
const MOST_MILLISECONDS = 1000;
const MOST_MEBIBYTES = 256;

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
if (slowest.milliseconds > MOST_MILLISECONDS || memory > MOST_MEBIBYTES) {
  process.stdout.write(`over ${MOST_MILLISECONDS} ms or ${MOST_MEBIBYTES} MiB\n${slowest.hex}\n`);
  process.exitCode = 1;
}
