/** Injects bugs into modules that the test file mocks with `{ spy: true }`. */

import { vi } from 'vitest';
import { throwForVictim } from './harness.ts';

type AnyFunction = (...args: unknown[]) => unknown;

/**
 * Makes a function of `src/MODULE.ts` throw if its arguments, or what is selected from them, mention the victim. `restore` repairs
 * it.
 */
export async function injectBug(
  module: string,
  name: string,
  select: (args: unknown[]) => unknown = (args) => args,
): Promise<{ restore: () => void }> {
  const { mocked, actual } = await loadBoth(module, name);
  mocked.mockImplementation(throwForVictim(actual, select));
  return { restore: () => void mocked.mockImplementation(actual) };
}

/** The mocked function, and the one that it replaces. */
export async function loadBoth(module: string, name: string) {
  const file = `../../src/${module}.ts`;
  const mocked: Record<string, unknown> = await import(file);
  const actual: Record<string, unknown> = await vi.importActual(file);
  return { mocked: vi.mocked(mocked[name] as AnyFunction), actual: actual[name] as AnyFunction };
}
