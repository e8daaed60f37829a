/** GitHub stops the schedules of a public repository after 60 days without a commit; switching one on starts them anew. */

import type { Options } from '../cli/parse-options.ts';
import { toGitHubFailure } from '../lib/github/errors.ts';
import type { Io } from '../lib/io.ts';
import type { Annotation } from '../report/annotations.ts';
import { annotate, readFlag } from './runner-io.ts';

/** The caller's workflow, also where this runs in a workflow that it calls. */
const WORKFLOW_REF = /^([^/]+\/[^/]+)\/\.github\/workflows\/([^/@]+)@/;

/** Where it is asked for, also where the scan or digest could not begin: its schedule is needed once that is mended. */
export async function keepWorkflowEnabled({ dry_run }: Pick<Options, 'dry_run'>, io: Io): Promise<void> {
  if (dry_run || readFlag('keepalive') !== true) return;
  const problem = await enableWorkflow(io);
  if (problem !== null) annotate([problem], io);
}

/**
 * Switches the workflow of this run on again, whether it is off or not. null where that was done; what went wrong is a
 * warning, since the scan is none the worse for it.
 */
async function enableWorkflow(io: Io): Promise<Annotation | null> {
  const { github, env } = io;
  const [, repository, workflow_id] = WORKFLOW_REF.exec(env.GITHUB_WORKFLOW_REF ?? '') ?? [];
  if (github === null || workflow_id === undefined || repository !== github.repository) return unknownWorkflow();
  const [owner = '', repo = ''] = github.repository.split('/');
  const { createGitHubClient: openGitHub } = await import('../lib/github/client.ts');
  const octokit = openGitHub(github, io);
  try {
    await octokit.request('PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/enable', {
      owner,
      repo,
      workflow_id,
    });
    return null;
  } catch (error) {
    const { code, detail, hint } = toGitHubFailure(error, 'actions: write');
    return {
      level: 'warning',
      title: code,
      message: `keepalive: ${workflow_id} was not kept alive: ${detail}. ${hint}`,
    };
  }
}

function unknownWorkflow(): Annotation {
  return {
    level: 'warning',
    title: 'keepalive-unknown-workflow',
    message:
      'keepalive: it is not known which workflow of which repository to keep alive. It needs the input token and, as every runner sets them, GITHUB_REPOSITORY and GITHUB_WORKFLOW_REF.',
  };
}
