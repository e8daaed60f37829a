/** What init must know of the repository itself. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { compareText } from '../../lib/collections.ts';

/** `OWNER/NAME` of the remote `origin`, or else the folder's name: it never leaves the machine. */
export function readRepositoryName(top: string): string {
  const remote = /\[remote "origin"\][^[]*?\burl\s*=\s*(\S+)/.exec(readGitConfig(top))?.[1] ?? '';
  return /([^/:]+\/[^/:]+?)(?:\.git)?\/?$/.exec(remote)?.[1] ?? path.basename(top);
}

/** A worktree's `.git` is a file, and has its configuration elsewhere: the name of the folder will do. */
function readGitConfig(top: string): string {
  try {
    return readFileSync(path.join(top, '.git', 'config'), 'utf8');
  } catch {
    return '';
  }
}

/** The workflow file that already does a job, under whatever name; null where none does. */
export interface ExistingWorkflows {
  validate: string | null;
  scan: string | null;
}

const WORKFLOW_DIRECTORY = '.github/workflows';
const ACTION_REFERENCE = /(?:^|\/)certvigil(?:\/\.github\/workflows\/certvigil\.ya?ml)?@/;

/**
 * Looks for steps and jobs that use this action or call its workflow. One that sends a digest is neither, and so is what
 * cannot be read as a workflow.
 */
export function findWorkflows(top: string): ExistingWorkflows {
  const found: ExistingWorkflows = { validate: null, scan: null };
  for (const name of filesIn(path.join(top, WORKFLOW_DIRECTORY)).sort(compareText)) {
    for (const command of commandsIn(path.join(top, WORKFLOW_DIRECTORY, name)))
      found[command] ??= `${WORKFLOW_DIRECTORY}/${name}`;
  }
  return found;
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)) : [];
}

interface Use {
  uses?: unknown;
  with?: { command?: unknown } | null;
  steps?: Use[];
}

function commandsIn(file: string): (keyof ExistingWorkflows)[] {
  try {
    const { jobs }: { jobs?: Record<string, Use> } = parse(readFileSync(file, 'utf8')) ?? {};
    const uses = Object.values(jobs ?? {}).flatMap((job) => [job, ...(job.steps ?? [])]);
    const ours = uses.filter((one) => typeof one.uses === 'string' && ACTION_REFERENCE.test(one.uses));
    const commands = ours.map((one) => one.with?.command).filter((command) => command !== 'digest');
    return commands.map((command) => (command === 'validate' ? 'validate' : 'scan'));
  } catch {
    return [];
  }
}
