/** Creates the receivers of the services that other tools notify. Secrets become variables, which the user sets. */

import { toEntryName } from '../domain/certificate-names.ts';
import { isReservedVariable, toVariableName } from '../lib/secrets/references.ts';
import type { ImportedReceiver, ImportedVariable, Origin } from './types.ts';

/** The keys that a preset needs. A `prefix` comes before the variable. */
interface ServiceFields {
  url?: { prefix?: string; variable: string; meaning: string };
  secrets?: Readonly<Record<string, { variable: string; meaning: string }>>;
}

const WEBHOOK: ServiceFields = { url: { variable: 'WEBHOOK_URL', meaning: 'the URL of the webhook' } };

/** The services with a preset, by its name. */
const SERVICES = {
  slack: WEBHOOK,
  teams: { url: { variable: 'WEBHOOK_URL', meaning: 'the URL of a webhook of Workflows' } },
  discord: WEBHOOK,
  google_chat: WEBHOOK,
  mattermost: WEBHOOK,
  webex: WEBHOOK,
  generic: WEBHOOK,
  ntfy: { url: { variable: 'TOPIC_URL', meaning: 'the URL of the topic' } },
  alertmanager: { url: { variable: 'ALERTS_URL', meaning: 'the URL of /api/v2/alerts' } },
  splunk_oncall: { url: { variable: 'URL', meaning: 'the URL with the routing key at its end' } },
  pagerduty: { secrets: { routing_key: { variable: 'ROUTING_KEY', meaning: 'the key of the integration' } } },
  opsgenie: { secrets: { api_key: { variable: 'API_KEY', meaning: 'the key of the API' } } },
  pushover: {
    secrets: {
      token: { variable: 'TOKEN', meaning: 'the token of the application' },
      user: { variable: 'USER', meaning: 'the key of the user' },
    },
  },
  telegram: {
    url: { prefix: 'https://api.telegram.org/bot', variable: 'BOT_TOKEN', meaning: 'the token of the bot' },
    secrets: { chat_id: { variable: 'CHAT_ID', meaning: 'the ID of the chat' } },
  },
  matrix: {
    url: { variable: 'ROOM_URL', meaning: 'https://SERVER/_matrix/client/v3/rooms/ROOM' },
    secrets: { access_token: { variable: 'ACCESS_TOKEN', meaning: 'the access token' } },
  },
} as const satisfies Readonly<Record<string, ServiceFields>>;

export type Service = keyof typeof SERVICES;

/** The reason for which the receiver of another service is left out. */
export const NO_PRESET = 'there is no preset for it: use the preset generic, or a webhook with a body of your own';

/** Creates the receiver of a service. `label`: the name that the tool has for it; null: it has none. */
export function createReceiver(service: Service, label: string | null, origin: Origin): ImportedReceiver {
  const name = nameReceiver(label, service.replace('_', '-'));
  const { url, secrets = {} }: ServiceFields = SERVICES[service];
  const used: ImportedVariable[] = [];
  const use = ({ variable, meaning }: { variable: string; meaning: string }) => {
    used.push({ name: createVariable(name, variable), meaning });
    return `\${${createVariable(name, variable)}}`;
  };
  const fields = {
    preset: service,
    ...(url !== undefined && { url: `${url.prefix ?? ''}${use(url)}` }),
    ...(Object.keys(secrets).length > 0 && {
      secrets: Object.fromEntries(Object.entries(secrets).map(([key, secret]) => [key, use(secret)])),
    }),
  };
  return { kind: 'webhook', name, fields, variables: used, origin };
}

/** Derives the name of a receiver, in lower case. */
function nameReceiver(label: string | null, fallback: string): string {
  return toEntryName(label ?? '', 60).toLowerCase() || fallback;
}

/** Derives a name that no other receiver has: merged, one of two would get no alerts. */
export function claimReceiverName(label: string | null, fallback: string, taken: Set<string>): string {
  const base = nameReceiver(label, fallback.replace('_', '-'));
  let name = base;
  for (let number = 2; taken.has(name); number += 1) name = `${base.slice(0, 50)}-${number}`;
  taken.add(name);
  return name;
}

function createVariable(receiver: string, end: string): string {
  const name = `${toVariableName(receiver)}_${end}`;
  return isReservedVariable(name) || /^\d/.test(name) ? `RECEIVER_${name}` : name;
}

/** The values of a mail server, as texts. */
export interface MailFields {
  host: string | null;
  port: string | null;
  /** Whether it starts with TLS. */
  isImplicit: boolean;
  hasLogin: boolean;
  from: string | null;
  to: string | null;
}

/** Creates an email receiver; null if it has no address to send to. */
export function createMailReceiver(mail: MailFields, label: string | null, origin: Origin): ImportedReceiver | null {
  const name = nameReceiver(label, 'mail');
  const recipients = (mail.to ?? '')
    .split(/[,;]/)
    .map((one) => one.trim())
    .filter((one) => ADDRESS.test(one));
  if (recipients.length === 0) return null;
  const variables: ImportedVariable[] = [];
  const use = (end: string, meaning: string) => {
    variables.push({ name: createVariable(name, end), meaning });
    return `\${${createVariable(name, end)}}`;
  };
  const isHost = /^[\w.-]+$/.test(mail.host ?? '');
  const port = Number(mail.port);
  const isImplicit = mail.isImplicit || port === 465;
  const isPlain = !isImplicit && !mail.hasLogin && port === 25;
  const fields = {
    host: isHost ? mail.host : use('SMTP_HOST', 'the mail server'),
    ...(Number.isInteger(port) && port > 0 && port < 65_536 && { port }),
    ...(isImplicit && { tls: 'implicit' }),
    ...(isPlain && { tls: 'none' }),
    ...(mail.hasLogin && {
      username: use('SMTP_USERNAME', 'the user name of the mail server'),
      password: use('SMTP_PASSWORD', 'its password'),
    }),
    from: ADDRESS.test(mail.from ?? '') ? mail.from : `certvigil@${(recipients[0] ?? '').split('@').at(-1)}`,
    to: recipients,
  };
  return { kind: 'email', name, fields, variables, origin };
}

/** A plain address. Names in front of it are dropped. */
const ADDRESS = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/;
