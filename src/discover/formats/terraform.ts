/** Terraform and OpenTofu: certificates, services with TLS, DNS records and zones, as far as their names are known without a plan. */

import { getOrCreate, getOwn } from '../../lib/collections.ts';
import { memoizeWeakly } from '../../lib/memoize.ts';
import { isServerName, isServerRecord, qualifyName } from '../dns-records.ts';
import type { Format, Mention, Repository } from '../format.ts';
import { type Instance, listInstances } from '../hcl/configuration.ts';
import { addNames, evaluate, listPairs, type Scope } from '../hcl/evaluate.ts';
import type { Body } from '../hcl/parse.ts';
import { listItems, type Position, type TextValue, UNKNOWN, type Value } from '../hcl/values.ts';
import {
  RECORD_RESOURCES,
  type RecordResource,
  TLS_MODULES,
  TLS_RESOURCES,
  type TlsResource,
  ZONE_RESOURCES,
} from './terraform-resources.ts';

export const TERRAFORM: Format = {
  name: 'terraform',
  files: /\.(?:tf|tofu|tfvars)$/,
  read: ({ path }, repository) => readConfiguration(repository).get(path) ?? [],
};

type Mentions = Map<string, Mention[]>;

/** Reads the mentions of every file. A value may come from another file than the resource, so all are evaluated together, once. */
const readConfiguration = memoizeWeakly((repository: Repository): Mentions => {
  const mentions: Mentions = new Map();
  const seen = new Set<string>();
  for (const instance of listInstances(repository))
    for (const { at, mention } of readInstance(instance, repository)) {
      const key = JSON.stringify([at, mention]);
      if (seen.has(key)) continue;
      seen.add(key);
      getOrCreate(mentions, at.file, () => []).push(mention);
    }
  for (const list of mentions.values()) list.sort((a, b) => a.line - b.line);
  return mentions;
});

interface Located {
  at: Position;
  mention: Mention;
}

function* readInstance({ block, scope }: Instance, repository: Repository): Generator<Located> {
  const [type = ''] = block.labels;
  const source = block.body.attributes.get('source');
  const tls =
    block.type === 'module'
      ? TLS_MODULES.find(({ source: pattern }) => source?.kind === 'literal' && pattern.test(String(source.value)))
      : getOwn(TLS_RESOURCES, type);
  if (tls !== undefined) yield* readHosts(tls, block.body, scope, repository);
  if (block.type === 'module') return;
  const record = getOwn(RECORD_RESOURCES, type);
  if (record !== undefined) yield* readRecord(record, block.body, scope, repository);
  if (isPublicZone(block.body, scope)) {
    for (const name of getOwn(ZONE_RESOURCES, type) ?? [])
      for (const found of readPath(block.body, [name], scope))
        if ('text' in found)
          yield {
            at: found.text.at,
            mention: { kind: 'domain', domain: found.text.text.replace(/\.$/, ''), line: found.text.at.line },
          };
  }
}

/** Whether a zone is public. A zone of a VPC or private network is not registered. */
const isPublicZone = (body: Body, scope: Scope): boolean => {
  const visibility = evaluateAttribute(body, 'visibility', scope);
  return (
    !body.blocks.some(({ type }) => type === 'vpc') && !(visibility?.kind === 'text' && visibility.text === 'private')
  );
};

function* readHosts(tls: TlsResource, body: Body, scope: Scope, repository: Repository): Generator<Located> {
  for (const path of tls.hosts)
    for (const found of readPath(body, path.split('.'), scope, tls.only)) {
      if ('unknown' in found) yield createUnresolved(found.unknown, repository);
      else yield createHost(found.text, found.text.text.replace(/\/.*$/s, ''), 'declared');
    }
}

const createHost = ({ at }: TextValue, host: string, confidence: 'declared' | 'dns'): Located => ({
  at,
  mention: { kind: 'host', host, port: null, line: at.line, confidence },
});

function createUnresolved(at: Position, repository: Repository): Located {
  const line = repository.readText(at.file)?.split('\n')[at.line - 1] ?? '';
  return { at, mention: { kind: 'unresolved', expression: line.trim(), line: at.line } };
}

/** Reads an address record. Records of unknown type, such as those that validate a certificate, are omitted. */
function* readRecord(record: RecordResource, body: Body, scope: Scope, repository: Repository): Generator<Located> {
  const type = record.type === null ? 'A' : readText(evaluateAttribute(body, record.type, scope));
  const target = readTarget(body, scope);
  if (type === null || !isServerRecord(type, target)) return;
  for (const found of readPath(body, [record.name], scope)) {
    const zone = readZone(evaluateAttribute(body, record.zone, scope));
    const name = 'text' in found ? qualifyName(found.text.text, zone, !record.isRelative) : null;
    if ('text' in found && name !== null) {
      if (isServerName(name, target)) yield createHost(found.text, name, 'dns');
    } else yield createUnresolved('text' in found ? found.text.at : found.unknown, repository);
  }
}

/** Reads the first target of a record, under the names that providers have for it. */
function readTarget(body: Body, scope: Scope): string | null {
  for (const name of ['records', 'rrdatas', 'record', 'value', 'content', 'target']) {
    const value = evaluateAttribute(body, name, scope);
    const [first] = listItems(value) ?? [];
    const text = readText(value) ?? readText(first?.kind === 'map' ? first.entries.get('value')?.value : first);
    if (text !== null) return text;
  }
  return null;
}

const readText = (value: Value | undefined): string | null => (value?.kind === 'text' ? value.text : null);

/** Reads the name of a zone: a literal name, or that of the resource whose identifier is referred to. */
function readZone(value: Value | undefined): string | null {
  if (value?.kind === 'text') return value.text.includes('.') ? value.text : null;
  const owner = value?.kind === 'unknown' ? value.owner : null;
  if (owner === null || owner.block === null) return null;
  const names = getOwn(ZONE_RESOURCES, owner.block.labels[0] ?? '') ?? [];
  return names.map((name) => readText(owner.get(name))).find((name) => name !== null) ?? null;
}

function evaluateAttribute(body: Body, name: string, scope: Scope): Value | undefined {
  const expression = body.attributes.get(name);
  return expression === undefined ? undefined : evaluate(expression, scope);
}

type Found = { text: TextValue } | { unknown: Position };

/** Reads the texts at a path of blocks, attributes and objects, and the lines of unknown values. */
function* readPath(
  body: Body,
  path: readonly string[],
  scope: Scope,
  only: TlsResource['only'] = {},
  outer: readonly Body[] = [],
): Generator<Found> {
  const [name = '', ...rest] = path;
  const bodies = [body, ...outer];
  const expression = body.attributes.get(name);
  if (expression !== undefined) {
    if (rest.length === 0 && !isMatching(bodies, scope, only)) return;
    const items = expression.kind === 'list' ? expression.items : [expression];
    for (const item of items) yield* readTexts(evaluate(item, scope), rest, { file: scope.file, line: item.line });
  }
  for (const block of body.blocks) {
    if (block.type === name) yield* readPath(block.body, rest, scope, only, bodies);
    if (block.type === 'dynamic' && block.labels[0] === name)
      for (const inner of listContents(block.body, name, scope))
        yield* readPath(inner.body, rest, inner.scope, only, bodies);
  }
}

/** Lists the contents of a `dynamic` block, with the values of its iterator. */
function listContents(dynamic: Body, label: string, scope: Scope): { body: Body; scope: Scope }[] {
  const content = dynamic.blocks.find(({ type }) => type === 'content');
  if (content === undefined) return [];
  const pairs = listPairs(evaluateAttribute(dynamic, 'for_each', scope) ?? UNKNOWN);
  if (pairs === null) return [{ body: content.body, scope }];
  const iterator = dynamic.attributes.get('iterator');
  const name = iterator?.kind === 'name' ? iterator.name : label;
  return pairs.map(([key, value]) => {
    const current: Value = {
      kind: 'object',
      block: null,
      get: (attribute) => (attribute === 'key' ? key : value),
      select: () => UNKNOWN,
    };
    return { body: content.body, scope: addNames(scope, [[name, current]]) };
  });
}

/** Whether attributes have the required values, in the innermost block that has them; an unknown value does not match. */
const isMatching = (bodies: readonly Body[], scope: Scope, only: NonNullable<TlsResource['only']>): boolean =>
  Object.entries(only).every(([path, pattern]) => {
    const [name = '', attribute] = path.split('.');
    const body = bodies.find(({ attributes }) => attributes.has(name));
    const value = body && evaluateAttribute(body, name, scope);
    if (attribute === undefined)
      return value !== undefined && value.kind !== 'null' && pattern.test(readText(value) ?? '');
    const owner = value?.kind === 'unknown' ? value.owner : null;
    return pattern.test(readText(owner?.get(attribute)) ?? ' ');
  });

function* readTexts(value: Value, path: readonly string[], at: Position): Generator<Found> {
  const [name, ...rest] = path;
  if (value.kind === 'list') for (const item of value.items) yield* readTexts(item, path, at);
  else if (name !== undefined && value.kind === 'map') {
    const inner = value.entries.get(name)?.value;
    if (inner !== undefined) yield* readTexts(inner, rest, at);
  } else if (value.kind === 'text' && name === undefined) yield { text: value };
  else if (value.kind === 'map') for (const entry of value.entries.values()) yield* readTexts(entry.value, path, at);
  else if (value.kind !== 'null') yield { unknown: at };
}
