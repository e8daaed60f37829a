/** The tests that import `src/` in their own process. End-to-end tests run `dist/`, where nothing is mutated. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/real/**', 'test/e2e/**'],
    runner: 'scripts/mutants/mutant-runner.ts',
    // Instrumented code is several times slower, and a test that fails without a mutant kills none.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    env: { NO_COLOR: '1' },
  },
});
