import { defineConfig } from 'vitest/config';

/** Where the runner's own JSON report goes, for .ci/run. */
const report = process.env.CERTVIGIL_TEST_REPORT;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Needs servers that npm does not install: `npm run test:real`.
    exclude: ['test/real/**'],
    // All cores: the default leaves one free, which is half of a small machine.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    // Every colour decision under test is made from an explicit Io, never from the developer's terminal.
    env: { NO_COLOR: '1' },
  },
});
