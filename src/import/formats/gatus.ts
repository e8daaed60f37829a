/** Reads the configuration of Gatus: https://gatus.io/docs */

import { getOwn } from '../../lib/collections.ts';
import type { ImportFormat } from '../import-format.ts';
import {
  isSet,
  isUnset,
  type Located,
  listItems,
  listPairs,
  parseYamlDocuments,
  readText,
  select,
} from '../located.ts';
import { createMailReceiver, createReceiver, NO_PRESET, type Service } from '../receivers.ts';
import { parseServer } from '../servers.ts';
import { parseDuration, toThresholds } from '../thresholds.ts';
import {
  createLabels,
  type Imported,
  type ImportedFile,
  type ImportedReceiver,
  type ImportedTarget,
  joinImported,
  type LeftOut,
  NOTHING,
  toDomainTarget,
} from '../types.ts';

export const GATUS: ImportFormat = {
  name: 'gatus',
  title: 'Gatus',
  recognizes: ({ text }) =>
    /^(?:endpoints|services|suites|external-endpoints|alerting):/m.test(text) &&
    !/^(?:sites|scrape_configs):/m.test(text),
  read: (files) =>
    joinImported(files.flatMap((file) => parseYamlDocuments(file.text).map((root) => readGatus(root, file)))),
};

/** The services of `alerting` that have a preset. */
const SERVICES: Readonly<Record<string, Service>> = {
  ...{ slack: 'slack', discord: 'discord', googlechat: 'google_chat', mattermost: 'mattermost', ntfy: 'ntfy' },
  ...{ teams: 'teams', 'teams-workflows': 'teams', webex: 'webex', telegram: 'telegram', matrix: 'matrix' },
  ...{ pagerduty: 'pagerduty', opsgenie: 'opsgenie', pushover: 'pushover', splunk: 'splunk_oncall', custom: 'generic' },
} satisfies Record<string, Service>;

function readGatus(root: Located, file: ImportedFile): Imported {
  const endpoints = [
    ...listItems(select(root, 'endpoints')),
    ...listItems(select(root, 'services')),
    ...listItems(select(root, 'suites')).flatMap((suite) => listItems(select(suite, 'endpoints'))),
  ];
  const external = listItems(select(root, 'external-endpoints')).map(
    (one): LeftOut => ({
      what: readText(one, 'name') ?? 'an external endpoint',
      reason: 'an external endpoint has no address',
      origin: { file: file.path, line: one.line },
    }),
  );
  return joinImported([
    ...endpoints.map((endpoint) => readEndpoint(endpoint, file)),
    ...listPairs(select(root, 'alerting')).map(([type, settings]) => readProvider(type, settings, file)),
    { ...NOTHING, leftOut: [...external, ...listUnsupported(root, file)] },
  ]);
}

const UNSUPPORTED: Readonly<Record<string, string>> = {
  maintenance: 'maintenance windows become silences with an end; add them under silences',
  remote: 'endpoints of other instances are read from their own configuration',
};

function listUnsupported(root: Located, { path }: ImportedFile): LeftOut[] {
  return Object.entries(UNSUPPORTED).flatMap(([key, reason]) => {
    const node = select(root, key);
    return node === null ? [] : [{ what: key, reason, origin: { file: path, line: node.line } }];
  });
}

function readEndpoint(endpoint: Located, { path }: ImportedFile): Imported {
  const origin = { file: path, line: endpoint.line };
  const url = readText(endpoint, 'url') ?? '';
  const name = readText(endpoint, 'name') ?? url;
  const address = select(endpoint, 'dns') === null ? parseServer(url) : { reason: 'a DNS query has no certificate' };
  if ('reason' in address) return { ...NOTHING, leftOut: [{ what: name, reason: address.reason, origin }] };
  const conditions = listItems(select(endpoint, 'conditions')).flatMap((one) => readText(one) ?? []);
  const group = readText(endpoint, 'group');
  const extra = listPairs(select(endpoint, 'extra-labels')).map(([key, value]) => [key, readText(value)] as const);
  const server: ImportedTarget = {
    name: group === null ? name : `${group}-${name}`,
    entry: {
      ...address,
      ...(isSet(endpoint, 'client', 'insecure') && { trust: 'none' }),
      ...createLabels([['group', group], ...extra]),
      ...(isUnset(endpoint, 'enabled') && { enabled: false }),
      ...readThresholds(conditions, 'CERTIFICATE_EXPIRATION'),
    },
    origin,
    receivers: listItems(select(endpoint, 'alerts')).flatMap((alert) => readText(alert, 'type') ?? []),
  };
  const plain = toDomainTarget(server);
  const domain = { ...plain, entry: { ...plain.entry, ...readThresholds(conditions, 'DOMAIN_EXPIRATION') } };
  const isDomain = conditions.some((one) => one.includes('[DOMAIN_EXPIRATION]'));
  const reason = 'set client_certificate if the server requires it to show its own';
  const leftOut = select(endpoint, 'client', 'tls') === null ? [] : [{ what: `${name}: client.tls`, reason, origin }];
  return { targets: isDomain ? [server, domain] : [server], receivers: [], leftOut };
}

/** Reads `[CERTIFICATE_EXPIRATION] > 240h`: Gatus alerts when less time is left. */
function readThresholds(conditions: readonly string[], placeholder: string) {
  const times = conditions.flatMap((condition) => {
    const [, duration] = new RegExp(`^\\s*\\[${placeholder}\\]\\s*>=?\\s*(\\S+)\\s*$`).exec(condition) ?? [];
    return duration === undefined ? [] : (parseDuration(duration) ?? []);
  });
  return toThresholds({ warning: times.length === 0 ? null : Math.max(...times), critical: null });
}

function readProvider(type: string, settings: Located, { path }: ImportedFile): Imported {
  const origin = { file: path, line: settings.line };
  if (listPairs(settings).length === 0) return NOTHING;
  const overrides = listItems(select(settings, 'overrides')).map(
    (override): LeftOut => ({
      what: `alerting.${type}, group ${readText(override, 'group') ?? '?'}`,
      reason: 'receivers by group are rules: add a receiver, and a rule that matches the label group',
      origin: { file: path, line: override.line },
    }),
  );
  const receiver = createProvider(type, settings, origin);
  if (receiver !== null) return { targets: [], receivers: [receiver], leftOut: overrides };
  return { ...NOTHING, leftOut: [{ what: `alerting.${type}`, reason: NO_PRESET, origin }, ...overrides] };
}

function createProvider(type: string, settings: Located, origin: ImportedReceiver['origin']): ImportedReceiver | null {
  if (type === 'github') return { kind: 'issues', name: type, fields: {}, variables: [], origin };
  if (type === 'email' || type === 'aws-ses') {
    const mail = {
      host: readText(settings, 'host'),
      port: readText(settings, 'port'),
      isImplicit: false,
      hasLogin: readText(settings, 'password') !== null,
      from: readText(settings, 'from'),
      to: readText(settings, 'to'),
    };
    return createMailReceiver(mail, type, origin);
  }
  const service = getOwn(SERVICES, type);
  return service === undefined ? null : createReceiver(service, type, origin);
}
