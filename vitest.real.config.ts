import { defineConfig } from 'vitest/config';

/** Where the runner's own JSON report goes, for .ci/run. */
const report = process.env.CERTVIGIL_TEST_REPORT;

/** The suite against real servers and tools from Debian's packages: `scripts/install-real.sh` installs them. */
export default defineConfig({
  test: {
    include: ['test/real/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    env: { NO_COLOR: '1' },
  },
});
