/** The options of `init`. */

import { type InitReceivers, parseChatOption, parseMailRecipients, parseMailServer } from '../app/init/receivers.ts';
import { createUsageError } from '../lib/app-error.ts';
import type { OptionReader } from './option-reader.ts';
import { readJobs, readManifest, readOutput } from './shared-options.ts';

export const readInit = (o: OptionReader) => ({
  endpoint: o.paths('endpoint', 'HOST...', 'monitor these servers too: host or host:port'),
  slack: parseChatOption(
    'slack',
    o.text('slack', 'VARIABLE|URL', 'alert in Slack; the URL itself is written to no file'),
  ),
  teams: parseChatOption(
    'teams',
    o.text('teams', 'VARIABLE|URL', 'alert in Teams; the URL itself is written to no file'),
  ),
  email: parseMailRecipients(o.list('email', 'ADDRESS', 'alert by mail')),
  smtp: o.text('smtp', 'HOST[:PORT]', 'with --email: the mail server (default: localhost)'),
  github_issues: o.flag('github-issues', 'open GitHub issues (the default without another receiver)'),
  ca_file: o.text('ca-file', 'FILE', 'PEM file of the private CA, for the servers that public trust stores reject'),
  dashboard: o.flag('dashboard', 'let the scan workflow publish a dashboard, on GitHub Pages or as an artifact'),
  no_workflows: o.flag('no-workflows', 'write only the manifest, for cron, GitLab or Jenkins'),
  dry_run: o.flag('dry-run', 'show the files, but write and send nothing'),
  ...readJobs(o),
  ghes: o.flag('ghes', 'write workflows for GitHub Enterprise Server, with the artifact actions that it supports'),
  action: o.text('action', 'REF', 'action reference for the workflows: OWNER/REPOSITORY@REF'),
  manifest: readManifest(o),
  ...readOutput(o),
});

export type InitOptions = ReturnType<typeof readInit>;

/** Throws AppError `usage`. */
export function checkInit(options: InitOptions): void {
  if (options.smtp !== null && options.email.length === 0)
    throw createUsageError('--smtp needs --email', 'Add the recipient, such as --email ops@example.com.');
  parseMailServer(options.smtp);
}

/** The receivers that the options name. Without any, GitHub issues are opened, which need no secret. */
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
