/** Renders the workflow for probes and shards: jobs that read, without secrets of receivers, and one job that decides. */

import type { Manifest } from '../../domain/index.ts';
import { listReferencedVariables } from '../../lib/secrets/references.ts';
import { selectProbeSecret } from '../observations/probe-secret.ts';
import {
  CHECKOUT,
  DASHBOARD_COMMENT,
  DASHBOARD_REPORTS,
  LOG_LOCATION,
  renderDashboardSteps,
  renderPermissionLines,
  selectArtifactActions,
  selectRunner,
  type WorkflowOptions,
} from './workflow-templates.ts';

export interface ProbeRunner {
  probe: string;
  /** The labels of its runner. */
  labels: readonly string[];
}

export interface SecretUse {
  name: string;
  /** The probes whose entries need the secret; null: the entries without a probe. */
  probes: readonly (string | null)[];
  /** Whether the job that decides needs the secret. */
  decides: boolean;
}

export interface ObserveWorkflowOptions extends Omit<WorkflowOptions, 'variables'> {
  /** The number of shards of the entries without a probe; 1: they are not split. */
  shards: number;
  probes: readonly ProbeRunner[];
  secrets: readonly SecretUse[];
}

/**
 * Lists the jobs that need each variable of a manifest. Variables that an entry only inherits from the settings, such as the heartbeat, are
 * not read with it.
 */
export function listSecretUses(
  { entries, webhooks, emails, heartbeat, observations }: Manifest,
  variables: readonly string[],
): SecretUse[] {
  const listNames = (value: unknown) => {
    const text = JSON.stringify(value);
    return new Set([...listReferencedVariables(text), ...Array.from(text.matchAll(/"(\w+)"/g), ([, name]) => name)]);
  };
  const read = entries.map(({ probe, source, passwords }) => ({ probe, names: listNames({ source, passwords }) }));
  const decided = listNames({ webhooks, emails, heartbeat, observations });
  return variables.map((name) => {
    const isSigning = (probe: string | null) =>
      listReferencedVariables(selectProbeSecret(observations, probe) ?? '').includes(name);
    const probes = read.filter(({ probe, names }) => isSigning(probe) || names.has(name)).map(({ probe }) => probe);
    return { name, probes: [...new Set(probes)], decides: decided.has(name) };
  });
}

export function renderObserveWorkflow(options: ObserveWorkflowOptions): string {
  const jobs = listObserveJobs(options);
  return `# ${describe(options)} every day. One job evaluates them and sends notifications. The event log is stored ${LOG_LOCATION[options.store]}.
${options.dashboard ? DASHBOARD_COMMENT : ''}name: certvigil scan
on:
  schedule:
    - cron: "${options.cron}" # UTC. Once a day matches the default cooldown of 24 hours.
  workflow_dispatch:
permissions: {}
# Run one scan at a time. A canceled scan could send duplicate notifications.
concurrency:
  group: certvigil-scan
  cancel-in-progress: false
jobs:
  # These jobs read certificates. They write nothing to the repository, and ${jobs.length === 1 ? 'have no secrets of receivers' : 'each has only the secrets of its own entries'}.
${jobs.map((job) => renderObserveJob(job, options)).join('')}${renderScanJob(jobs, options)}`;
}

interface ObserveJob {
  id: string;
  /** null: the entries without a probe. */
  probe: string | null;
  /** The labels in YAML. */
  labels: readonly string[];
  shards: number;
}

/** Lists one job for each probe: GitHub sends a runner every secret that its job names, even in a condition that is not met. */
function listObserveJobs({ shards, probes, ghes }: ObserveWorkflowOptions): ObserveJob[] {
  const ids = new Set<string>();
  const own = probes.map(({ probe, labels }): ObserveJob => {
    const base = `observe-${probe.replaceAll('.', '_')}`;
    // The probes a.b and a_b, for example, have the same base.
    const id = ids.has(base) ? `${base}-${ids.size + 1}` : base;
    ids.add(id);
    return { id, probe, labels: labels.map((label) => JSON.stringify(label)), shards: 1 };
  });
  return [{ id: 'observe', probe: null, labels: [selectRunner({ ghes })], shards }, ...own];
}

function renderObserveJob(job: ObserveJob, options: ObserveWorkflowOptions): string {
  const { id, probe, labels, shards } = job;
  const shard = `\${{ matrix.shard }}`;
  const name = probe === null ? (shards === 1 ? 'default' : shard) : `probe-${probe}`;
  const matrix = `    strategy:
      fail-fast: false
      matrix:
        shard: [${Array.from({ length: shards }, (_, index) => index + 1).join(', ')}]
`;
  const secrets = options.secrets.filter(({ probes }) => probes.includes(probe));
  return `  ${id}:
${shards === 1 ? '' : matrix}\
    runs-on: ${renderLabels(labels)}
    timeout-minutes: 25
    permissions:
      contents: read
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      - uses: ${options.action}
        with:
          command: observe
${renderManifest(options)}${probe === null ? '' : `          probe: ${JSON.stringify(probe)}\n`}\
${shards === 1 ? '' : `          shard: ${shard}/${shards}\n`}\
          output: observations-${name}.jsonl
${renderEnvironment(secrets)}${renderObservationsUpload(name, options)}`;
}

/** Renders the upload. On GitHub Enterprise Server, all jobs add to one artifact, because a download cannot select several. */
function renderObservationsUpload(name: string, { ghes }: ObserveWorkflowOptions): string {
  return `      - uses: ${selectArtifactActions({ ghes }).upload}
        with:
          name: observations${ghes ? '' : `-${name}`}
          path: observations-${name}.jsonl
          if-no-files-found: error
${ghes ? '' : '          overwrite: true # so that a failed job can be run again\n'}\
          retention-days: 1
`;
}

function renderScanJob(jobs: readonly ObserveJob[], options: ObserveWorkflowOptions): string {
  const needs = jobs.map(({ id }) => id);
  return `  # Evaluates all entries and notifies, even if a job above failed: its entries keep their state, and are reported.
  scan:
    needs: ${needs.length === 1 ? needs[0] : `[${needs.join(', ')}]`}
    if: \${{ !cancelled() }}
    runs-on: ${selectRunner(options)}
    timeout-minutes: 25
    permissions:
${renderPermissionLines(options, '      ')}\
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      - uses: ${selectArtifactActions(options).download}
${options.ghes ? '        continue-on-error: true # without any file, all entries are reported as not observed\n' : ''}\
        with:
          ${options.ghes ? 'name: observations' : 'pattern: observations-*'}
          path: observations
      - uses: ${options.action}
        with:
          observations: observations
${renderManifest(options)}${options.dashboard ? DASHBOARD_REPORTS : ''}\
${renderEnvironment(options.secrets.filter(({ decides }) => decides))}${renderDashboardSteps(options)}`;
}

function renderManifest({ manifest }: ObserveWorkflowOptions): string {
  return manifest === null ? '' : `          manifest: ${JSON.stringify(manifest)}\n`;
}

function describe({ shards, probes }: ObserveWorkflowOptions): string {
  const parts = shards === 1 ? '' : ` in ${shards} shards`;
  return probes.length === 0
    ? `Reads the certificates${parts}`
    : `Reads the certificates${parts} with the probes ${probes.map(({ probe }) => probe).join(', ')}`;
}

function renderLabels(labels: readonly string[]): string {
  return labels.length === 1 ? `${labels[0]}` : `[${labels.join(', ')}]`;
}

function renderEnvironment(secrets: readonly SecretUse[]): string {
  if (secrets.length === 0) return '';
  return `        env:\n${secrets.map(({ name }) => `          ${name}: \${{ secrets.${name} }}\n`).join('')}`;
}
