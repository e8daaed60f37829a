/** Plans the files of `certvigil init`: the manifest and the two workflows. */

import path from 'node:path';
import { MANIFEST_NAMES, resolveRoot } from '../../manifest/files.ts';
import type { LoadedManifest } from '../../manifest/load.ts';
import { hasIssueRule } from '../../notify/template-variables.ts';
import { type Proposal, relocateEntry } from '../discover/propose-entries.ts';
import { renderManifest } from './manifest-template.ts';
import { listSecretUses, type ProbeRunner, renderObserveWorkflow, type SecretUse } from './observe-workflow.ts';
import type { InitReceivers } from './parse-receivers.ts';
import type { SigningSecret } from './probe-options.ts';
import { listReceiverSecrets } from './receivers.ts';
import { findWorkflows } from './repository.ts';
import { listNamedFiles, listWorkflowPaths, needsEveryChange } from './workflow-paths.ts';
import {
  renderScanWorkflow,
  renderValidateWorkflow,
  SCAN_WORKFLOW_PATH,
  VALIDATE_WORKFLOW_PATH,
} from './workflow-templates.ts';
import type { PlannedFile } from './write-files.ts';

/** The content of a new manifest. */
export interface Draft {
  proposal: Proposal;
  /** Whether the repository names hosts in private domains, which are not proposed. */
  hasInternal: boolean;
  receivers: InitReceivers;
  /** The variable with the URL of the heartbeat monitor; null: none. */
  heartbeat: string | null;
}

/** Lists the variables of a new manifest, each a secret of the repository. */
export function listVariables({ receivers, heartbeat }: Draft): string[] {
  const secrets = listReceiverSecrets(receivers).map(({ variable }) => variable);
  return heartbeat === null ? secrets : [...secrets, heartbeat];
}

export interface FilePlan {
  /** The root of the repository (absolute). */
  directory: string;
  /** The path of the manifest, relative to the directory. */
  manifest: string;
  /** The existing manifest; null: `draft` becomes the manifest. */
  existing: LoadedManifest | null;
  draft: Draft;
  action: string;
  variables: readonly string[];
  signing: readonly SigningSecret[];
  cron: string;
}

/** The options that the files depend on. */
interface FileOptions {
  dashboard: boolean;
  shards: number | null;
  probes: readonly ProbeRunner[];
  ghes: boolean;
  no_workflows: boolean;
}

/** Plans the files, the manifest first. */
export function planFiles(plan: FilePlan, options: FileOptions): PlannedFile[] {
  const { directory, existing, draft, signing } = plan;
  const root = path.relative(directory, resolveRoot(path.resolve(directory, plan.manifest)));
  const entries = draft.proposal.entries.map((entry) => relocateEntry(entry, root.split(path.sep).join('/')));
  const manifest = {
    path: plan.manifest,
    what: 'the manifest',
    text: renderManifest({ ...draft, entries, secrets: signing }),
    exists: existing === null ? null : plan.manifest,
  };
  return options.no_workflows ? [manifest] : [manifest, ...planWorkflows(plan, options)];
}

function planWorkflows(plan: FilePlan, { dashboard, shards, probes, ghes }: FileOptions): PlannedFile[] {
  const { directory, manifest: name, existing, draft, action, variables, cron } = plan;
  const found = findWorkflows(directory);
  const manifest = existing?.manifest ?? null;
  const isSplit = shards !== null || probes.length > 0;
  const workflow = {
    action,
    manifest: isDefaultName(name) ? null : name,
    paths: listPaths(plan),
    variables,
    store: manifest?.event_log.store ?? 'commit',
    issues: manifest === null ? draft.receivers.issues : hasIssueRule(manifest),
    cron,
    dashboard,
    ghes,
  } as const;
  return [
    {
      path: VALIDATE_WORKFLOW_PATH,
      what: 'validates the manifest on pull requests',
      text: renderValidateWorkflow(workflow),
      exists: found.validate,
    },
    {
      path: SCAN_WORKFLOW_PATH,
      what: `${isSplit ? 'observes in several jobs, and scans daily' : 'scans daily'}${dashboard ? ', and publishes a dashboard' : ''}`,
      text: isSplit
        ? renderObserveWorkflow({ ...workflow, shards: shards ?? 1, probes, secrets: listUses(plan) })
        : renderScanWorkflow(workflow),
      exists: found.scan,
    },
  ];
}

/** Lists the path filters of the workflow that validates; null for all pull requests. */
function listPaths({ directory, manifest: name, existing, draft }: FilePlan): string[] | null {
  if (existing === null) return listWorkflowPaths(name, listProposedFiles(draft.proposal), directory, directory);
  // It is unknown what a manifest with errors needs.
  if (existing.manifest === null || needsEveryChange(existing.manifest)) return null;
  return listWorkflowPaths(name, listNamedFiles(existing), existing.root, directory);
}

/** Whether commands and workflows find the manifest without its name. */
export function isDefaultName(name: string): boolean {
  return MANIFEST_NAMES.some((known) => known === name);
}

function listProposedFiles({ entries }: Proposal): string[] {
  return entries.flatMap(({ source }) => (source.kind === 'file' ? source.patterns : []));
}

function listUses({ existing, variables, signing, draft }: FilePlan): SecretUse[] {
  if (existing?.manifest) return listSecretUses(existing.manifest, variables);
  return [
    ...signing.map(({ probe, name }) => ({ name, probes: [probe], decides: true })),
    ...listVariables(draft).map((name) => ({ name, probes: [], decides: true })),
  ];
}
