/**
 * Changes one place of a pure directory at a time: do the tests notice? `ROOM=trust npm run mutants` takes minutes;
 * `npm run mutants -- --mutate src/trust/match-hostname.ts` changes one file, or `file.ts:10-20` some of its lines.
 */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutants.config.ts' },
  mutate: [`src/${process.env.ROOM ?? 'trust'}/**/*.ts`],
  // TypeScript 7 does not have the API that Stryker reads a configuration with.
  tsconfigFile: 'none',
  // What runs when a module is loaded would need a process for each mutant.
  ignoreStatic: true,
  ignorePatterns: ['dist', 'docs/images', '/test/e2e', '/test/real'],
  concurrency: 2,
  reporters: ['clear-text'],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
};
