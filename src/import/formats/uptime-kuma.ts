/**
 * Reads the monitors of Uptime Kuma: the backup of version 1 (`monitorList` and `notificationList`), or rows of the table `monitor` of
 * version 2 as `sqlite3 -json` prints them, with the columns `tags` and `notifications` that docs/guides/import.md selects.
 */

import { getOwn } from '../../lib/collections.ts';
import type { ImportFormat } from '../import-format.ts';
import {
  isSet,
  isUnset,
  type Located,
  listItems,
  listPairs,
  MalformedError,
  parseJson,
  readText,
  select,
} from '../located.ts';
import { claimReceiverName, createMailReceiver, createReceiver, NO_PRESET, type Service } from '../receivers.ts';
import { parseServer, parseTcpServer, type ServerAddress } from '../servers.ts';
import { createLabels, type Imported, type ImportedFile, joinImported, NOTHING, toDomainTarget } from '../types.ts';

export const UPTIME_KUMA: ImportFormat = {
  name: 'uptime-kuma',
  title: 'Uptime Kuma',
  recognizes: ({ text }) =>
    /^\s*[[{]/.test(text) && /"(?:monitorList|accepted_statuscodes_json|expiry_notification)"/.test(text),
  read: (files) => joinImported(files.map(readKuma)),
};

function readKuma(file: ImportedFile): Imported {
  const root = parseJson(file.text);
  const backup = select(root, 'monitorList');
  const monitors = listItems(backup ?? root);
  if (backup === null && !Array.isArray(root.value)) throw new MalformedError('it has no list of monitors');
  const ids = new Map(
    monitors.flatMap((one) => {
      const id = readText(one, 'id');
      return id === null ? [] : [[id, one] as const];
    }),
  );
  const notifications = backup === null ? listRowNotifications(monitors) : listItems(select(root, 'notificationList'));
  const origin = { file: file.path, line: null };
  const taken = new Set<string>();
  const receivers = notifications.map((one) => readNotification(one, taken, file));
  const names = new Map(
    notifications.flatMap((one, index) => {
      const id = readText(one, 'id');
      const name = receivers[index]?.receivers[0]?.name;
      return id === null || name === undefined ? [] : [[id, name] as const];
    }),
  );
  return joinImported([
    ...monitors.map((monitor) => readMonitor(monitor, { origin, groups: ids, receivers: names })),
    ...receivers,
  ]);
}

/** Lists the notifications in the rows, each once. */
function listRowNotifications(rows: readonly Located[]): Located[] {
  const found = rows.flatMap((row) => readEmbeddedList(row, 'notifications'));
  return [...new Map(found.map((one) => [readText(one, 'id'), one])).values()];
}

/** Reads a list, or the text of one in JSON: SQLite has no lists. */
function readEmbeddedList(row: Located, key: string): readonly Located[] {
  const node = select(row, key);
  return typeof node?.value === 'string' && node.value.startsWith('[')
    ? listItems(parseJson(node.value))
    : listItems(node);
}

interface MonitorContext {
  origin: { file: string; line: null };
  /** All monitors by ID: groups are monitors, too. */
  groups: ReadonlyMap<string, Located>;
  /** The names of receivers by the ID of the notification. */
  receivers: ReadonlyMap<string, string>;
}

function readMonitor(monitor: Located, { origin, groups, receivers }: MonitorContext): Imported {
  const type = readText(monitor, 'type') ?? 'http';
  if (type === 'group') return NOTHING;
  const address = parseMonitor(monitor, type);
  const name = readText(monitor, 'name') ?? ('endpoint' in address ? address.endpoint : type);
  if ('reason' in address) return { ...NOTHING, leftOut: [{ what: name, reason: address.reason, origin }] };
  const group = readText(groups.get(readText(monitor, 'parent') ?? ''), 'name');
  const tags = readEmbeddedList(monitor, 'tags').map(
    (tag) => [readText(tag, 'name') ?? '', readText(tag, 'value') ?? 'true'] as const,
  );
  const entry = {
    ...address,
    ...((isSet(monitor, 'ignoreTls') || isSet(monitor, 'ignore_tls')) && { trust: 'none' as const }),
    ...createLabels([['group', group], ...tags]),
    ...(isUnset(monitor, 'active') && { enabled: false as const }),
  };
  const notified = [
    ...listPairs(select(monitor, 'notificationIDList')).flatMap(([id, value]) => (isSet(value) ? id : [])),
    ...readEmbeddedList(monitor, 'notifications').flatMap((one) => readText(one, 'id') ?? []),
  ];
  const target = { name, entry, origin, receivers: notified.flatMap((id) => receivers.get(id) ?? []) };
  const isDomain = isSet(monitor, 'domain_expiry_notification') || isSet(monitor, 'domainExpiryNotification');
  return { ...NOTHING, targets: isDomain ? [target, toDomainTarget(target)] : [target] };
}

/** Monitors that read a URL. Those of Docker, games and the like have none. */
const URL_TYPES: ReadonlySet<string> = new Set(['http', 'keyword', 'json-query', 'real-browser', 'websocket-upgrade']);

function parseMonitor(monitor: Located, type: string): ServerAddress {
  const host = readText(monitor, 'hostname') ?? '';
  const port = readText(monitor, 'port');
  const authority = `${host.includes(':') ? `[${host}]` : host}${port === null ? '' : `:${port}`}`;
  if (URL_TYPES.has(type)) return parseServer(readText(monitor, 'url') ?? '');
  if (type === 'grpc-keyword')
    return isSet(monitor, 'grpc_enable_tls') || isSet(monitor, 'grpcEnableTls')
      ? parseServer(readText(monitor, 'grpc_url') ?? readText(monitor, 'grpcUrl') ?? '', { isTls: true })
      : { reason: 'gRPC without TLS has no certificate' };
  const security = readText(monitor, 'smtp_security') ?? readText(monitor, 'smtpSecurity');
  if (type === 'port' && (security === null || security === 'nostarttls')) return parseTcpServer(authority);
  if (type === 'port' || type === 'smtp') return parseMail(port === null ? `${authority}:25` : authority, security);
  if (type === 'mqtt' && /^(?:mqtts|wss):/.test(host)) return parseServer(authority.replace(/^\[(.*)\]/, '$1'));
  return { reason: getOwn(REASONS, type) ?? `a monitor of the type ${type} reads no certificate` };
}

const REASONS: Readonly<Record<string, string>> = {
  ping: 'a ping has no certificate',
  'tailscale-ping': 'a ping has no certificate',
  dns: 'a DNS query has no certificate',
  push: 'a push monitor has no address',
  ...Object.fromEntries(
    ['postgres', 'mysql', 'sqlserver', 'mongodb', 'redis', 'radius'].map((one) => [
      one,
      'its address is a connection string with a password: add the server with its port, and starttls if it needs it',
    ]),
  ),
};

function parseMail(authority: string, security: string | null): ServerAddress {
  if (security === 'nostarttls') return { reason: 'SMTP without TLS has no certificate' };
  return security === 'secure' ? parseServer(authority, { isTls: true }) : parseServer(authority, { starttls: 'smtp' });
}

/** The types of notifications that have a preset. */
const SERVICES: Readonly<Record<string, Service>> = {
  ...{ slack: 'slack', discord: 'discord', teams: 'teams', GoogleChat: 'google_chat', mattermost: 'mattermost' },
  ...{ ntfy: 'ntfy', telegram: 'telegram', matrix: 'matrix', PagerDuty: 'pagerduty', Opsgenie: 'opsgenie' },
  ...{ pushover: 'pushover', Splunk: 'splunk_oncall', webhook: 'generic', alertmanager: 'alertmanager' },
} satisfies Record<string, Service>;

/** `taken`: the names of the receivers so far. */
function readNotification(notification: Located, taken: Set<string>, { path }: ImportedFile): Imported {
  const origin = { file: path, line: null };
  const name = readText(notification, 'name');
  const embedded = select(notification, 'config')?.value;
  const config = typeof embedded === 'string' ? parseJson(embedded) : (select(notification, 'config') ?? notification);
  const type = readText(config, 'type') ?? '';
  const leave = (reason: string) => ({
    ...NOTHING,
    leftOut: [{ what: `the notification ${name ?? type}`, reason, origin }],
  });
  if (type === 'smtp') {
    const mail = {
      host: readText(config, 'smtpHost'),
      port: readText(config, 'smtpPort'),
      isImplicit: isSet(config, 'smtpSecure'),
      hasLogin: readText(config, 'smtpPassword') !== null,
      from: readText(config, 'smtpFrom'),
      to: readText(config, 'smtpTo'),
    };
    const receiver = createMailReceiver(mail, claimReceiverName(name, 'mail', taken), origin);
    return receiver === null ? leave('it has no address to send to') : { ...NOTHING, receivers: [receiver] };
  }
  const service = getOwn(SERVICES, type);
  if (service !== undefined)
    return { ...NOTHING, receivers: [createReceiver(service, claimReceiverName(name, service, taken), origin)] };
  return leave(NO_PRESET);
}
