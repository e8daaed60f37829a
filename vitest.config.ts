import { configDefaults, defineConfig } from 'vitest/config';

/** Where the runner's own JSON report goes, for .ci/run. */
const report = process.env.CERTVIGIL_TEST_REPORT;

/** Files that replace modules with `vi.mock`, or collect the garbage of their process. */
export const ISOLATED = [
  'test/isolation/**/*.test.ts',
  'test/scan/client-profiles.test.ts',
  'test/scan/inventory/memory.test.ts',
  'test/scenarios/overlapping-scans.test.ts',
];

export default defineConfig({
  test: {
    // All cores: the default leaves one free, which is half of a small machine.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    setupFiles: 'test/setup.ts',
    // A test without an assertion cannot fail.
    expect: { requireAssertions: true },
    // Every colour decision under test is made from an explicit Io, never from the developer's terminal.
    env: { NO_COLOR: '1' },
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          // Needs servers that npm does not install: `npm run test:real`.
          exclude: [...configDefaults.exclude, 'test/real/**', ...ISOLATED],
          // Files of one worker share what they import: loading it for each was half of the processor time.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'isolated', include: ISOLATED } },
    ],
  },
});
