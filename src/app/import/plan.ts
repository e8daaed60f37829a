/** Plans an import: which entries, receivers and rules the manifest gets. */

import { toEntryName } from '../../domain/certificate-names.ts';
import type { Manifest } from '../../domain/index.ts';
import { parseEndpoint } from '../../domain/sources/endpoint.ts';
import type { Import, ImportEntry, ImportReceiver } from '../../generated/import.ts';
import type { ImportedEntry, ImportedReceiver, ImportedTarget, LeftOut } from '../../import/types.ts';
import { compareText, groupBy } from '../../lib/collections.ts';
import { toAsciiHost } from '../../lib/host-port.ts';
import { assignUniqueNames } from '../discover/propose-entries.ts';
import { indexWatchers } from '../discover/watchers.ts';

/** The manifest so far; null: it is new. */
type Existing = Pick<Manifest, 'entries' | 'webhooks' | 'emails' | 'rules'> | null;

type Plan = Pick<Import, 'entries' | 'receivers' | 'rules' | 'variables' | 'left_out'>;

interface Found {
  targets: readonly ImportedTarget[];
  receivers: readonly ImportedReceiver[];
  leftOut: readonly LeftOut[];
  /** Finds the registered domain of a host in ASCII; null for a public suffix. */
  findDomain: (host: string) => string | null;
}

/** Plans the import. What the manifest already has is not changed, so that an import can be repeated. */
export function planImport({ targets, receivers: found, leftOut, findDomain }: Found, existing: Existing): Plan {
  const merged = mergeTargets(targets.map((target) => toRegisteredDomain(target, findDomain)));
  const watchers = indexWatchers(existing ?? { entries: [] }, null);
  const compared = merged.map((target) => ({
    target,
    watched_by: watchers.find(toSought(target.entry))?.name ?? null,
  }));
  const added = compared.filter(({ watched_by }) => watched_by === null).map(({ target }) => target);
  const names = nameEntries(added, existing);
  const used = new Set(targets.flatMap((target) => target.receivers));
  const isUsed = ({ kind, name }: ImportedReceiver) => kind === 'issues' || used.has(name);
  const receivers = found.filter(isUsed);
  const planned = planReceivers(receivers, existing);
  return {
    entries: compared.map(
      ({ target, watched_by }): ImportEntry => ({
        entry: { name: watched_by ?? names.get(target) ?? '', ...target.entry },
        state: watched_by === null ? 'added' : 'watched',
        watched_by,
        ...target.origin,
      }),
    ),
    receivers: planned,
    rules: planRules(added, { names, receivers: planned, existing }),
    variables: planned.flatMap(({ state, name }) => {
      const receiver = receivers.find((one) => one.name === name);
      if (state === 'exists' || receiver === undefined) return [];
      return receiver.variables.map((variable) => ({ ...variable, receiver: name, ...receiver.origin }));
    }),
    left_out: [...leftOut, ...listUnused(found, isUsed), ...listSilent(added, { names, receivers: planned })].map(
      ({ what, reason, origin }) => ({ what, reason, ...origin }),
    ),
  };
}

/** Lists the receivers that the tool does not notify about any of the targets. */
function listUnused(found: readonly ImportedReceiver[], isUsed: (receiver: ImportedReceiver) => boolean): LeftOut[] {
  return found
    .filter((receiver) => !isUsed(receiver))
    .map(({ name, origin }) => ({
      what: `the receiver ${name}`,
      reason: 'nothing that was imported notifies it',
      origin,
    }));
}

/** Lists the entries of which nobody would hear, because the tool notifies nobody about them. */
function listSilent(
  added: readonly ImportedTarget[],
  { names, receivers }: { names: ReadonlyMap<ImportedTarget, string>; receivers: readonly ImportReceiver[] },
): LeftOut[] {
  const known = new Set(receivers.map(({ name }) => name));
  if (known.size === 0 || receivers.some(({ kind }) => kind === 'issues')) return [];
  const silent = added.filter(
    ({ receivers: notified, entry }) => entry.enabled !== false && !notified.some((name) => known.has(name)),
  );
  return silent.map((target) => ({
    what: `alerts about ${names.get(target)}`,
    reason: 'nobody gets them, as before: add the entry to a rule',
    origin: target.origin,
  }));
}

/** Only a registered domain has a registration. */
function toRegisteredDomain(target: ImportedTarget, findDomain: Found['findDomain']): ImportedTarget {
  const { domain } = target.entry;
  if (domain === undefined) return target;
  const registered = findDomain(toAsciiHost(domain)) ?? domain;
  return { ...target, name: `domain-${registered}`, entry: { ...target.entry, domain: registered } };
}

/** Merges targets that are the same server or domain: the first counts, with the receivers of all. */
function mergeTargets(targets: readonly ImportedTarget[]): ImportedTarget[] {
  const groups = groupBy(targets, ({ entry }) => identify(entry));
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    // A server that the tool watches twice is disabled only if both are.
    const { enabled, ...entry } = first.entry;
    const isDisabled = same.every((one) => one.entry.enabled === false);
    const receivers = [...new Set(same.flatMap((one) => one.receivers))];
    return [{ ...first, receivers, entry: { ...entry, ...(isDisabled && { enabled: false as const }) } }];
  });
}

function identify({ endpoint, domain, server_name, connect_to }: ImportedEntry): string {
  if (endpoint === undefined) return `domain ${domain}`;
  const parsed = parseEndpoint(endpoint);
  return JSON.stringify(['location' in parsed ? parsed.location : endpoint, server_name, connect_to]);
}

function toSought({ endpoint, domain }: ImportedEntry) {
  if (endpoint === undefined) return { kind: 'domain' as const, name: domain ?? '' };
  const parsed = parseEndpoint(endpoint);
  if ('problem' in parsed) return { kind: 'host' as const, name: endpoint, port: null };
  return { kind: 'host' as const, name: parsed.host.toLowerCase(), port: parsed.port };
}

/** Names each entry like the tool, in the characters that a name may have. */
function nameEntries(added: readonly ImportedTarget[], existing: Existing): ReadonlyMap<ImportedTarget, string> {
  const proposed = added.map(({ name, entry }) => ({
    name:
      toEntryName(
        name
          .split('/')
          .map((part) => part.trim())
          .join('-'),
      ) || toEntryName(entry.endpoint ?? entry.domain ?? ''),
  }));
  const named = assignUniqueNames(proposed, existing?.entries.map(({ name }) => name) ?? []);
  return new Map(added.map((target, index) => [target, named[index]?.name ?? '']));
}

function planReceivers(receivers: readonly ImportedReceiver[], existing: Existing): ImportReceiver[] {
  const known = new Set([
    ...(existing?.webhooks.map(({ name }) => `webhook ${name}`) ?? []),
    ...(existing?.emails.map(({ name }) => `email ${name}`) ?? []),
    // A rule that opens issues needs no other.
    ...(existing?.rules.some(({ actions }) => actions.some(({ kind }) => kind === 'issue')) ? ['issues issues'] : []),
  ]);
  const distinct = [...groupBy(receivers, ({ kind, name }) => `${kind} ${kind === 'issues' ? 'issues' : name}`)];
  return distinct.flatMap(([key, [first]]) =>
    first === undefined
      ? []
      : [
          {
            kind: first.kind,
            name: first.name,
            fields: { ...first.fields },
            state: known.has(key) ? ('exists' as const) : ('added' as const),
            ...first.origin,
          },
        ],
  );
}

interface RulePlan {
  names: ReadonlyMap<ImportedTarget, string>;
  receivers: readonly ImportReceiver[];
  existing: Existing;
}

/** Plans a rule for each set of receivers. Without other entries, a single one needs no list of names. */
function planRules(
  added: readonly ImportedTarget[],
  { names, receivers, existing }: RulePlan,
): Record<string, unknown>[] {
  const usable = new Map(
    receivers.filter(({ kind }) => kind !== 'issues').map(({ kind, name }) => [name, { [kind]: name }] as const),
  );
  const listActions = (target: ImportedTarget) => target.receivers.filter((name) => usable.has(name)).sort(compareText);
  const groups = [...groupBy(added, (target) => listActions(target).join('\n'))].filter(([key]) => key !== '');
  const isForAll = groups.length === 1 && existing === null && groups[0]?.[1].length === added.length;
  const taken = new Set(existing?.rules.map(({ name }) => name) ?? []);
  return groups.map(([key, targets]) => ({
    name: claimName('imported', taken),
    ...(!isForAll && { match: { names: targets.map((target) => names.get(target) ?? '') } }),
    actions: key.split('\n').map((name) => usable.get(name)),
  }));
}

function claimName(base: string, taken: Set<string>): string {
  let name = base;
  for (let number = 2; taken.has(name); number += 1) name = `${base}-${number}`;
  taken.add(name);
  return name;
}
