/** The options of `init`. */

import type { CentralRepository } from '../app/init/organization-templates.ts';
import {
  checkHostedMailServer,
  type InitReceivers,
  parseChatOption,
  parseHeartbeatOption,
  parseMailRecipients,
  parseMailServer,
  parseServerList,
} from '../app/init/parse-receivers.ts';
import { createUsageError } from '../lib/app-error.ts';
import type { OptionReader } from './option-reader.ts';
import { readJobs, readManifest, readOutput, readTrace } from './shared-options.ts';

export const readInit = (o: OptionReader) => ({
  endpoint: parseServerList(o.paths('endpoint', 'HOST...', 'monitor these servers too: host or host:port')),
  slack: parseChatOption(
    'slack',
    o.text('slack', 'VARIABLE|URL', 'alert in Slack; the URL itself is written to no file'),
  ),
  teams: parseChatOption(
    'teams',
    o.text('teams', 'VARIABLE|URL', 'alert in Teams; the URL itself is written to no file'),
  ),
  email: parseMailRecipients(o.list('email', 'ADDRESS', 'alert by mail')),
  smtp: o.text('smtp', 'HOST[:PORT]', 'with --email: the mail server (only without GitHub, default: localhost)'),
  github_issues: o.flag('github-issues', 'open GitHub issues (the default without another receiver)'),
  heartbeat: parseHeartbeatOption(
    o.text('heartbeat', 'VARIABLE|URL', 'call this monitor after each scan, which alerts if scans stop'),
  ),
  ca_file: o.text('ca-file', 'FILE', 'PEM file of the private CA, for the servers that public trust stores reject'),
  dashboard: o.flag('dashboard', 'let the scan workflow publish a dashboard, on GitHub Pages or as an artifact'),
  no_workflows: o.flag('no-workflows', 'write only the manifest, for cron, GitLab or Jenkins'),
  organization: o.flag(
    'organization',
    'write the central repository of an organization, which others use with --central',
  ),
  central: parseCentral(
    o.text('central', 'OWNER/REPOSITORY', 'use the workflows and settings of this central repository'),
  ),
  dry_run: o.flag('dry-run', 'show the files, but write and send nothing'),
  ...readJobs(o),
  ghes: o.flag('ghes', 'write workflows for GitHub Enterprise Server, with the artifact actions that it supports'),
  action: o.text('action', 'REF', 'action reference for the workflows: OWNER/REPOSITORY@REF'),
  manifest: readManifest(o),
  trace: readTrace(o),
  ...readOutput(o),
});

/** Parses `OWNER/REPOSITORY`, with `@BRANCH` for a branch other than main. Throws AppError `usage`. */
function parseCentral(text: string | null): CentralRepository | null {
  if (text === null) return null;
  const [, repository, ref = 'main'] = /^([\w.-]+\/[\w.-]+)(?:@([\w./-]+))?$/.exec(text) ?? [];
  // git accepts neither `..` nor a slash at an end (git-check-ref-format).
  const isBranch = !ref.includes('..') && !ref.startsWith('/') && !ref.endsWith('/');
  if (repository !== undefined && isBranch) return { repository, ref };
  throw createUsageError(`invalid repository "${text}" for --central`, 'Use OWNER/REPOSITORY, such as acme/certvigil.');
}

export type InitOptions = ReturnType<typeof readInit>;

/** Throws AppError `usage`. */
export function checkInit(options: InitOptions): void {
  checkOrganization(options);
  checkWorkflows(options);
  if (options.smtp !== null && options.email.length === 0)
    throw createUsageError('--smtp needs --email', 'Add the recipient, such as --email ops@example.com.');
  const server = parseMailServer(options.smtp);
  if (options.email.length > 0 && isHosted(options)) checkHostedMailServer(server);
  checkVariables(options);
}

/** Whether the scans run on machines of GitHub. GitHub Enterprise Server has none. */
export function isHosted({ no_workflows, ghes }: Pick<InitOptions, 'no_workflows' | 'ghes'>): boolean {
  return !no_workflows && !ghes;
}

/** Rejects a variable that two options name. */
function checkVariables({ slack, teams, heartbeat }: InitOptions): void {
  const named = [
    ['--slack', slack],
    ['--teams', teams],
    ['--heartbeat', heartbeat],
  ] as const;
  for (const [index, [option, secret]] of named.entries()) {
    const other = named.slice(0, index).find(([, one]) => secret !== null && one?.variable === secret.variable);
    if (other !== undefined)
      throw createUsageError(
        `${other[0]} and ${option} have the same variable ${secret?.variable}`,
        'Use one for each.',
      );
  }
}

/** Rejects options that only affect workflows, if no workflows are written. */
function checkWorkflows({ no_workflows, dashboard, shards, ghes, action }: InitOptions): void {
  const given = [
    [dashboard, '--dashboard'],
    [shards !== null, '--shards'],
    [ghes, '--ghes'],
    [action !== null, '--action'],
  ] as const;
  const found = given.find(([isGiven]) => isGiven);
  if (no_workflows && found !== undefined)
    throw createUsageError(`${found[1]} is for the workflows, which --no-workflows leaves out`, 'Use one of them.');
}

/** Rejects options that only a single repository, or only the central one, can have. */
function checkOrganization({ organization, central, ...options }: InitOptions): void {
  const { endpoint, slack, teams, email, heartbeat, dashboard, no_workflows, shards, probes, ca_file, manifest } =
    options;
  const receives = slack !== null || teams !== null || email.length > 0;
  const isOwn =
    heartbeat !== null ||
    dashboard ||
    no_workflows ||
    shards !== null ||
    probes.length > 0 ||
    ca_file !== null ||
    manifest !== null;
  if (organization && (central !== null || endpoint.length > 0 || isOwn))
    throw createUsageError(
      '--organization only goes with receivers, --ghes, --action and --dry-run',
      'Use init --central in the repositories with certificates.',
    );
  if (central !== null && (receives || isOwn || options.action !== null || options.ghes))
    throw createUsageError(
      '--central only goes with --endpoint and --dry-run',
      'The central repository has the workflows and receivers.',
    );
}

/** Selects the receivers that the options name. Without any, GitHub issues are opened, which need no secret. */
export function selectReceivers({ slack, teams, email, smtp, github_issues }: InitOptions): InitReceivers {
  const chats = [
    ...(slack === null ? [] : [{ service: 'slack' as const, url: slack }]),
    ...(teams === null ? [] : [{ service: 'teams' as const, url: teams }]),
  ];
  const isAlone = chats.length === 0 && email.length === 0;
  return {
    chats,
    email: email.length === 0 ? null : { to: email, server: parseMailServer(smtp) },
    issues: github_issues || isAlone,
  };
}
