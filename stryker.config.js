/**
 * Changes one place of a directory at a time: do the tests notice? `ROOM=trust npm run mutants` takes minutes;
 * `npm run mutants -- --mutate src/trust/match-hostname.ts` changes one file, or `file.ts:10-20` some of its lines. The tests are those of
 * the directories of these files.
 */
const files = process.argv.flatMap((argument, index, all) =>
  all[index - 1] === '--mutate' ? argument.split(',') : [],
);
const named = new Set(files.flatMap((file) => /^src\/(\w+)\//.exec(file)?.[1] ?? []));
// vitest.mutants.config.ts is loaded in other processes, which get the environment.
process.env.ROOM ??= named.size > 0 ? [...named].join(',') : 'trust';

export default {
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutants.config.ts' },
  mutate: process.env.ROOM.split(',').map((room) => `src/${room}/**/*.ts`),
  // TypeScript 7 does not have the API that Stryker reads a configuration with.
  tsconfigFile: 'none',
  // What runs when a module is loaded would need a process for each mutant.
  ignoreStatic: true,
  ignorePatterns: ['dist', 'docs/images', '/test/e2e', '/test/real'],
  concurrency: 2,
  reporters: ['clear-text'],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
};
