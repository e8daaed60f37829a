import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Every colour decision under test is made from an explicit Io, never from the developer's terminal.
    env: { NO_COLOR: '1' },
  },
});
