/**
 * Runs test files on request, in one process that keeps the transformed code between requests. Requests and replies are
 * messages to and from the parent process.
 */
import path from 'node:path';
import { createVitest } from 'vitest/node';
import type { Task } from './mutant-runner.ts';

export interface TestRequest {
  /** Path of a test file, relative to the workspace. */
  file: string;
  task: Task;
}

export interface TestReply {
  passed: boolean;
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
  const reply: TestReply = { passed };
  process.send?.(reply);
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
