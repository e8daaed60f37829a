/** The receivers that `certvigil init` writes into a new manifest, without their secrets: only names of variables are in a file. */

import { parseMailAddress } from '../../lib/mail-address.ts';
import { renderScalar } from '../../report/discover/entry-yaml.ts';
import type { InitReceivers, ReceiverSecret } from './parse-receivers.ts';

const SMTP_VARIABLES = ['SMTP_USERNAME', 'SMTP_PASSWORD'] as const;

/** Lists the secrets of the receivers, each a variable. */
export function listReceiverSecrets({ chats, email }: InitReceivers): ReceiverSecret[] {
  const hasPassword = email !== null && email.server.tls !== 'none';
  return [
    ...chats.map(({ url }) => url),
    ...(hasPassword ? SMTP_VARIABLES.map((variable) => ({ variable, value: null })) : []),
  ];
}

/**
 * Renders the sections `issues`, `webhooks`, `email` and `rules`. `hasFixtures`: whether there are test certificates. If issues are the only
 * receiver, the caller renders `rules`.
 */
export function renderReceivers(receivers: InitReceivers, hasFixtures: boolean): string {
  const { chats, email, issues } = receivers;
  const actions = [
    ...chats.map(({ service }) => `{ webhook: ${service} }`),
    ...(email === null ? [] : ['{ email: mail }']),
  ];
  const sections = [
    issues ? ISSUES : '',
    chats.length === 0 ? '' : `\nwebhooks:\n${chats.map(renderChat).join('')}`,
    email === null ? '' : renderEmail(email),
    actions.length === 0 ? '' : renderRule(actions),
    actions.length > 0 && hasFixtures ? renderFixtureRule([...actions, ...(issues ? [ISSUE_ACTION] : [])]) : '',
  ];
  return sections.join('');
}

/** The action that opens issues. */
export const ISSUE_ACTION = '{ issue: {} }';

/** Renders the rule, an item of `rules`, that sends alerts about test certificates. */
export function renderFixtureRule(actions: readonly string[]): string {
  return `\
  - name: test certificates
    events: [certificate.fixture_expiring] # no other rule sends alerts about entries with kind: fixture
    actions: [${actions.join(', ')}]
`;
}

const ISSUES = `
# Opens a GitHub issue for each certificate that is in warning or critical, expired or rejected by clients, and closes it when the
# problem is resolved. Unreachable certificates open an issue after three days, or in the second scan if they were never read.
issues: { from: warning }
`;

function renderChat({ service, url }: InitReceivers['chats'][number]): string {
  return `  ${service}:\n    preset: ${service}\n    url: \${${url.variable}} # a secret: it stays in the environment\n`;
}

function renderEmail({ to, server }: NonNullable<InitReceivers['email']>): string {
  const { host, port, tls } = server;
  const [first = ''] = to;
  const domain = (parseMailAddress(first)?.address ?? '').split('@').at(-1);
  const fields = [
    `host: ${renderScalar(host)}`,
    ...(port === null ? [] : [`port: ${port}`]),
    ...(tls === 'starttls' ? [] : [`tls: ${tls}`]),
    ...(tls === 'none' ? [] : [`username: \${${SMTP_VARIABLES[0]}}`, `password: \${${SMTP_VARIABLES[1]}}`]),
    `from: ${renderScalar(`certvigil@${domain}`)}`,
    `to: [${to.map(renderScalar).join(', ')}]`,
  ];
  return `\nemail:\n  mail:\n${fields.map((field) => `    ${field}\n`).join('')}`;
}

/**
 * The conditions of a rule for all events that begins with the status `warning`: the default thresholds of 90 and 60 days come before it. The
 * statuses of other events are not those of the dates.
 */
export const FROM_WARNING = `\
    # Expiry is sent from the status warning on. Without these conditions, it is also sent 90 and 60 days before.
    conditions:
      or: [{ attr: status, value: ok, negate: true }, { attr: event_type, value: certificate.expiry_warning, negate: true }]
`;

/** The same in an example of a manifest that is commented out. */
export const FROM_WARNING_EXAMPLE = FROM_WARNING.split('\n')
  .map((line) => (line === '' ? '' : `# ${line}`))
  .join('\n');

function renderRule(actions: readonly string[]): string {
  return `
rules:
  - name: alerts
    events: [certificate.*, scan.*] # scan.*: scans that did not run, or reached nothing
${FROM_WARNING}    actions: [${actions.join(', ')}]
`;
}
