import { defineConfig } from 'vitest/config';

/** Where the runner's own JSON report goes, for .ci/run. */
const report = process.env.CERTVIGIL_TEST_REPORT;

/** The suite against real servers and tools from Debian's packages: `scripts/install-real.sh` installs them. */
export default defineConfig({
  test: {
    include: ['test/real/**/*.test.ts'],
    // All cores: the default leaves one free, which is half of a small machine.
    maxWorkers: '100%',
    // Concurrent tests wait for timeouts, not for a processor.
    maxConcurrency: 20,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    setupFiles: 'test/setup.ts',
    env: { NO_COLOR: '1' },
  },
});
