/** Configures Stryker: scripts/mutants.ts chooses the places. vitest.mutants.config.ts is loaded in other processes, which get the environment. */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutants.config.ts' },
  // TypeScript 7 does not have the API that Stryker reads a configuration with.
  tsconfigFile: 'none',
  // Golden files must stay as they are.
  disableTypeChecks: false,
  // The code that runs when a module is loaded needs a process for each mutant: a second run has only these.
  ignoreStatic: process.env.STATIC === undefined,
  ignorePatterns: ['dist', 'docs/images', '/test/real'],
  // The command lines of src/app take minutes on a busy machine.
  dryRunTimeoutMinutes: 30,
  concurrency: 2,
  reporters: ['json', 'dots'],
};
