import { readdirSync, readFileSync } from 'node:fs';
import { configDefaults, defineConfig } from 'vitest/config';
import { ISOLATED } from './vitest.config.ts';

/** The tests of command lines that run them in their own process (`runCli`), and none in another. */
function listInProcessTests(): string[] {
  const files = readdirSync('test/e2e').filter((name) => name.endsWith('.test.ts'));
  return files
    .map((name) => `test/e2e/${name}`)
    .filter((file) => {
      const text = readFileSync(file, 'utf8');
      return (
        /\brunCli\b/.test(text) &&
        !/\b(?:runProcess|startProcess|runAction|spawn|execFile)|\bdist\/|\bCLI\b|(?:step|scheduled)\.ts/.test(text)
      );
    });
}

/** The tests that call the functions of a directory in their own process, if there are others than its own: mutants are not seen in a child process. */
const TESTS: Readonly<Record<string, string[]>> = {
  lib: [
    'test/lib/**/*.test.ts',
    'test/report/document*.test.ts',
    'test/manifest/sections.test.ts',
    'test/scan/locations.test.ts',
  ],
  app: ['test/app/**/*.test.ts', ...listInProcessTests()],
  cli: ['test/cli/**/*.test.ts', ...listInProcessTests()],
  action: [
    'test/action/**/*.test.ts',
    ...['action', 'digest', 'discover-step', 'keepalive', 'observe-step', 'overview'].map(
      (name) => `test/e2e/${name}.test.ts`,
    ),
  ],
  trust: ['test/trust/**/*.test.ts', 'test/app/verify/**/*.test.ts'],
  events: [
    'test/events/**/*.test.ts',
    ...['shrink', 'silence', 'vanished-entries'].map((name) => `test/scenarios/${name}.test.ts`),
  ],
  report: ['test/report/**/*.test.ts', 'test/dashboard/**/*.test.ts'],
  domain: ['test/domain/**/*.test.ts', 'test/events/**/*.test.ts'],
  notify: ['test/notify/**/*.test.ts', 'test/app/check-receivers.test.ts'],
  presets: ['test/notify/**/*.test.ts'],
};

const rooms = (process.env.ROOM ?? 'trust').split(',');

export default defineConfig({
  test: {
    include: rooms.flatMap((room) => TESTS[room] ?? [`test/${room}/**/*.test.ts`]),
    // Code with mutants needs more of the stack.
    exclude: [
      ...configDefaults.exclude,
      ...ISOLATED,
      'test/jinja/lint-nesting.test.ts',
      // The stack is larger there, so that a template can be nested more deeply.
      'test/jinja/error-messages.test.ts',
      // It takes longer than all the others of its directory.
      'test/events/model.test.ts',
    ],
    // Each change has its own worker, whose files share what they import: loading it for each takes most of the time.
    isolate: false,
    // Code with mutants is several times slower.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    setupFiles: 'test/setup.ts',
    env: { NO_COLOR: '1', CERTVIGIL_TEST_IN_PROCESS: '1' },
  },
});
