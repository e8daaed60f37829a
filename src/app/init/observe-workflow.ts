/** Renders the workflow for probes and shards: jobs that read, without secrets of receivers, and one job that decides. */

import type { Manifest } from '../../domain/index.ts';
import { listReferencedVariables } from '../../lib/secrets/references.ts';
import { selectProbeSecret } from '../observations/probe-secret.ts';
import {
  CHECKOUT,
  DASHBOARD_COMMENT,
  DASHBOARD_REPORTS,
  DASHBOARD_STEPS,
  LOG_LOCATION,
  renderPermissionLines,
  UPLOAD_ARTIFACT,
  type WorkflowOptions,
} from './workflow-templates.ts';

/** Updated by Dependabot in this repository's own workflows, which a test compares. */
const DOWNLOAD = 'actions/download-artifact@70fc10c6e5e1ce46ad2ea6f2b72d43f7d47b13c3 # v8.0.0';

export interface ProbeRunner {
  probe: string;
  /** The labels of its runner. */
  labels: readonly string[];
}

export interface SecretUse {
  name: string;
  /** The probes whose entries need it; null: those without a probe. */
  probes: readonly (string | null)[];
  /** Whether the job that decides needs it. */
  decides: boolean;
}

export interface ObserveWorkflowOptions extends Omit<WorkflowOptions, 'variables'> {
  /** Of the entries without a probe; 1: they are not split. */
  shards: number;
  probes: readonly ProbeRunner[];
  secrets: readonly SecretUse[];
}

/** What needs each variable of a manifest. What an entry only inherits from the settings, such as the heartbeat, is not read with it. */
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
${renderObserveJob(options)}${renderScanJob(options)}`;
}

function renderObserveJob(options: ObserveWorkflowOptions): string {
  const hasProbes = options.probes.length > 0;
  const selection = hasProbes
    ? `          probe: \${{ matrix.probe }}\n          shard: \${{ matrix.shard }}\n`
    : `          shard: \${{ matrix.shard }}/${options.shards}\n`;
  return `  # Reads certificates. These jobs have no secrets of receivers, and write nothing to the repository.
  observe:
    strategy:
      fail-fast: false
      matrix:
${hasProbes ? renderIncludes(options) : renderShards(options)}\
    runs-on: ${hasProbes ? `\${{ matrix.runs-on }}` : 'ubuntu-latest'}
    timeout-minutes: 15
    permissions:
      contents: read
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      - uses: ${options.action}
        with:
          command: observe
${renderManifest(options)}${selection}          output: observations.jsonl
${renderEnvironment(listProbeSecrets(options))}\
      - uses: ${UPLOAD_ARTIFACT}
        with:
          name: observations-\${{ matrix.${hasProbes ? 'name' : 'shard'} }}
          path: observations.jsonl
          if-no-files-found: error
          overwrite: true # so that a failed job can be run again
          retention-days: 1
`;
}

function renderScanJob(options: ObserveWorkflowOptions): string {
  const secrets = options.secrets.filter(({ decides }) => decides);
  return `  # Evaluates all entries and notifies, even if a job above failed: its entries keep their state, and are reported.
  scan:
    needs: observe
    if: always()
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
${renderPermissionLines(options, '      ')}\
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      - uses: ${DOWNLOAD}
        with:
          pattern: observations-*
          path: observations
      - uses: ${options.action}
        with:
          observations: observations
${renderManifest(options)}${options.dashboard ? DASHBOARD_REPORTS : ''}\
${renderEnvironment(secrets.map(({ name }) => [name, `secrets.${name}`]))}${options.dashboard ? DASHBOARD_STEPS : ''}`;
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

function renderShards({ shards }: ObserveWorkflowOptions): string {
  return `        shard: [${Array.from({ length: shards }, (_, index) => index + 1).join(', ')}]\n`;
}

/** The job without a probe reads all other entries. */
function renderIncludes({ shards, probes }: ObserveWorkflowOptions): string {
  const own = Array.from({ length: shards }, (_, index) => ({
    name: shards === 1 ? 'default' : `default-${index + 1}`,
    shard: shards === 1 ? '' : `${index + 1}/${shards}`,
  }));
  return [
    '        include:\n',
    ...own.map(({ name, shard }) => renderInclude(name, '', shard, ['ubuntu-latest'])),
    ...probes.map(({ probe, labels }) => renderInclude(`probe-${probe}`, probe, '', labels)),
  ].join('');
}

function renderInclude(name: string, probe: string, shard: string, labels: readonly string[]): string {
  const runner =
    labels.length === 1 ? JSON.stringify(labels[0]) : `[${labels.map((one) => JSON.stringify(one)).join(', ')}]`;
  return `          - { name: ${name}, probe: ${JSON.stringify(probe)}, shard: "${shard}", runs-on: ${runner} }\n`;
}

/** A probe gets only the secrets of its own entries. */
function listProbeSecrets({ secrets, probes }: ObserveWorkflowOptions): [name: string, value: string][] {
  return secrets
    .filter((secret) => secret.probes.length > 0)
    .map(({ name, probes: users }): [string, string] => {
      if (probes.length === 0 || users.length > probes.length) return [name, `secrets.${name}`];
      const isUser = users.map((probe) => `matrix.probe == '${probe ?? ''}'`).join(' || ');
      return [name, `(${isUser}) && secrets.${name} || ''`];
    });
}

function renderEnvironment(variables: readonly (readonly [name: string, value: string])[]): string {
  if (variables.length === 0) return '';
  return `        env:\n${variables.map(([name, value]) => `          ${name}: \${{ ${value} }}\n`).join('')}`;
}
