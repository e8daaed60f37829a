/** Reads facts about the repository for `certvigil init`: its name and its workflows. */

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { compareText } from '../../lib/collections.ts';
import { readOrigin } from '../../lib/files/origin.ts';
import { readLimitedSync } from '../../lib/files/read-limited.ts';

/** Reads `OWNER/NAME` of the remote `origin`, or the directory name. It never leaves the machine. */
export function readRepositoryName(top: string): string {
  return /([^/:]+\/[^/:]+?)(?:\.git)?\/?$/.exec(readOrigin(top) ?? '')?.[1] ?? path.basename(top);
}

/** Reads the GitHub server of the remote `origin`, such as a GitHub Enterprise Server: `https://HOST`. */
export function readServerUrl(top: string): string {
  const host = /^(?:\w+:\/\/)?(?:[^@/]*@)?([\w.-]+\.[\w-]+)[/:]/.exec(readOrigin(top) ?? '')?.[1];
  return `https://${host ?? 'github.com'}`;
}

/** The maximum size: GitHub rejects a larger workflow. */
const MAX_BYTES = 1024 * 1024;

/** Empty for a file that cannot be read. */
function readText(file: string): string {
  const read = readLimitedSync(file, MAX_BYTES);
  return 'bytes' in read ? read.bytes.toString('utf8') : '';
}

/** The existing workflow file for each job, under any name; null if there is none. */
export interface ExistingWorkflows {
  validate: string | null;
  scan: string | null;
}

const WORKFLOW_DIRECTORY = '.github/workflows';
const ACTION_REFERENCE = /(?:^|\/)certvigil(?:\/\.github\/workflows\/certvigil\.ya?ml)?@/;

/** Finds steps and jobs that use this action or its reusable workflow. Digests and malformed workflows are ignored. */
export function findWorkflows(top: string): ExistingWorkflows {
  const found: ExistingWorkflows = { validate: null, scan: null };
  for (const name of listWorkflowFiles(path.join(top, WORKFLOW_DIRECTORY)).sort(compareText)) {
    for (const command of readCommands(path.join(top, WORKFLOW_DIRECTORY, name)))
      found[command] ??= `${WORKFLOW_DIRECTORY}/${name}`;
  }
  return found;
}

/** Lists the files. Empty if the directory does not exist or cannot be read: writing to it then fails with a reason. */
function listWorkflowFiles(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => /\.ya?ml$/.test(name));
  } catch {
    return [];
  }
}

const OTHER_COMMANDS: ReadonlySet<unknown> = new Set(['digest', 'observe']);

interface Use {
  uses?: unknown;
  with?: { command?: unknown } | null;
  steps?: Use[];
}

function readCommands(file: string): (keyof ExistingWorkflows)[] {
  try {
    const { jobs }: { jobs?: Record<string, Use> } = parse(readText(file)) ?? {};
    const uses = Object.values(jobs ?? {}).flatMap((job) => [job, ...(job.steps ?? [])]);
    const matching = uses.filter((one) => typeof one.uses === 'string' && ACTION_REFERENCE.test(one.uses));
    const commands = matching.map((one) => one.with?.command).filter((command) => !OTHER_COMMANDS.has(command));
    return commands.map((command) => (command === 'validate' ? 'validate' : 'scan'));
  } catch {
    return [];
  }
}
