/** Compares the variables that a manifest needs with those that a workflow passes to its scan. */

import { formatDestination, listEnabledActions } from '../../domain/destinations.ts';
import type { Diagnostic, Manifest } from '../../domain/index.ts';
import { isReservedVariable } from '../../lib/secrets/references.ts';
import { createDiagnostic } from '../../manifest/diagnostics/diagnostic.ts';
import { getChild, getText, listFields, listItems, type Node } from '../../manifest/yaml/node.ts';

/** The parts of a manifest that need variables. */
export type VariableUser = Pick<Manifest, 'entries' | 'webhooks' | 'emails' | 'rules' | 'heartbeat'>;

/** The parts of a workflow around a step. */
export interface StepContext {
  root: Node;
  job: Node;
  step: Node;
}

/**
 * Reports the variables of enabled entries, of receivers of enabled rules and of the heartbeat that a scan does not get. It says nothing if
 * the variables can come from elsewhere: an expression, another step, another action, or the machine of a runner that is not GitHub's.
 */
export function checkWorkflowEnv(context: StepContext, manifest: VariableUser): Diagnostic[] {
  const passed = listPassed(context);
  const uses = getChild(context.step, 'uses');
  if (passed === null || uses === undefined) return [];
  const readsSources = getChild(context.step, 'with', 'observations') === undefined;
  const missing = listNeeded(manifest, readsSources).filter((name) => !passed.has(name));
  return missing.length === 0 ? [] : [createDiagnostic('workflow-env-incomplete', uses, missing)];
}

/** Lists the variables, sorted. With the files of probes, a scan reads no sources; without them, it does not read those of probes. */
function listNeeded({ entries, webhooks, emails, rules, heartbeat }: VariableUser, readsSources: boolean): string[] {
  const reached = new Set(listEnabledActions(rules).map(formatDestination));
  const users: readonly { variables: Readonly<Record<string, unknown>> }[] = [
    ...(readsSources ? entries.filter(({ enabled, probe }) => enabled && probe === null) : []),
    ...webhooks.filter(({ name }) => reached.has(`webhook:${name}`)),
    ...emails.filter(({ name }) => reached.has(`email:${name}`)),
    ...(heartbeat === null ? [] : [heartbeat]),
  ];
  const names = new Set(users.flatMap(({ variables }) => Object.keys(variables)));
  return [...names].filter((name) => !isReservedVariable(name) && !OF_EVERY_MACHINE.has(name)).sort();
}

const OF_EVERY_MACHINE: ReadonlySet<string> = new Set(['CI', 'HOME', 'LANG', 'PATH', 'SHELL', 'USER']);

/** Lists the variables that the step gets; null if they are not all in the file. */
function listPassed({ root, job, step }: StepContext): ReadonlySet<string> | null {
  const steps = listItems(getChild(job, 'steps'));
  const earlier = steps.slice(0, steps.indexOf(step));
  if (!isHosted(job) || earlier.some((one) => canSetVariables(one))) return null;
  const maps = [root, job, getChild(job, 'container'), step].map((owner) => getChild(owner, 'env'));
  if (maps.some((map) => map !== undefined && map.kind !== 'map')) return null;
  return new Set(maps.flatMap((map) => listFields(map).map(([name]) => name)));
}

/** Whether a job runs on a machine of GitHub, which has no variables of the user. */
function isHosted(job: Node): boolean {
  return /^(?:ubuntu|windows|macos)-[\w.-]+$/.test(getText(getChild(job, 'runs-on')) ?? '');
}

/** Whether a step can set variables for later ones: with a command of the runner, or in a script or an action that is not known. */
function canSetVariables(step: Node): boolean {
  const action = getText(getChild(step, 'uses'));
  if (action !== undefined) return !KNOWN_ACTIONS.test(action);
  return /GITHUB_ENV|\.(?:sh|ps1|py|js)\b/.test(getText(getChild(step, 'run')) ?? '');
}

const KNOWN_ACTIONS = /^actions\/(?:checkout|cache|download-artifact|upload-artifact)@/;
