import { configDefaults, defineConfig } from 'vitest/config';

/** The tests of each pure directory that call its functions in their own process: mutants are not seen in a child process. */
const TESTS: Readonly<Record<string, string[]>> = {
  certificate: ['test/certificate/**/*.test.ts'],
  trust: ['test/trust/**/*.test.ts'],
  assess: ['test/assess/**/*.test.ts'],
  events: ['test/events/**/*.test.ts', 'test/alerts/**/*.test.ts', 'test/scenarios/**/*.test.ts'],
  report: ['test/report/**/*.test.ts', 'test/dashboard/**/*.test.ts'],
  jinja: ['test/jinja/**/*.test.ts'],
  domain: ['test/domain/**/*.test.ts', 'test/events/**/*.test.ts'],
  presets: ['test/notify/**/*.test.ts'],
};

export default defineConfig({
  test: {
    include: TESTS[process.env.ROOM ?? 'trust'] ?? [],
    // Code with mutants needs more of the stack.
    exclude: [...configDefaults.exclude, 'test/jinja/lint-nesting.test.ts'],
    // Code with mutants is several times slower.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    setupFiles: 'test/setup.ts',
    env: { NO_COLOR: '1' },
  },
});
