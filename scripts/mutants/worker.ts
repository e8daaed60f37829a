/**
 * Runs test files on request, in one process that keeps the transformed code between requests. Requests and replies are
 * messages to and from the parent process.
 */
import path from 'node:path';
import { createVitest, type TestModule } from 'vitest/node';
import type { Task } from './mutant-runner.ts';

export interface TestRequest {
  /** Path of a test file, relative to the workspace. */
  file: string;
  task: Task;
}

export interface TestReply {
  /** Why the file failed: the first error. */
  error: string | null;
}

const vitest = await createVitest('test', {
  ...{ config: 'scripts/mutants/vitest.config.ts', watch: false, bail: 1, maxWorkers: 1 },
  reporters: [{}],
});

process.on('message', async ({ file, task }: TestRequest) => {
  vitest.provide('task', task);
  // Results of earlier requests would be part of this one.
  vitest.state.filesMap.clear();
  const project = vitest.getRootProject();
  const specification = project.createSpecification(path.join(project.config.root, file));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications([specification]);
  const passed = unhandledErrors.length === 0 && testModules.length === 1 && testModules.every((module) => module.ok());
  const [error] = [...unhandledErrors, ...testModules.flatMap(listErrors)];
  const reply: TestReply = { error: passed ? null : describeError(error) };
  process.send?.(reply);
});
process.on('disconnect', () => process.exit());
process.send?.('ready');

/** The errors of the module, its hooks and its tests. */
function listErrors(module: TestModule): { message: string }[] {
  const parts = [module, ...module.children.allSuites()].flatMap((part) => part.errors());
  return [...parts, ...[...module.children.allTests()].flatMap((test) => test.result().errors ?? [])];
}

function describeError(error: unknown): string {
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error;
  return hasMessage ? String(error.message) : String(error ?? 'no reason known');
}
