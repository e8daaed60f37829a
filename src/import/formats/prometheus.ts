/**
 * Reads configurations of Prometheus: scrape jobs for blackbox_exporter and ssl_exporter, files with targets, alerting rules, modules of the
 * exporters, and the same inside values of Helm charts and resources of Kubernetes.
 */

import { toEntryName } from '../../domain/certificate-names.ts';
import type { ImportFormat } from '../import-format.ts';
import {
  type Located,
  listItems,
  listPairs,
  MalformedError,
  parseJson,
  parseYamlDocuments,
  readText,
  select,
} from '../located.ts';
import { appliesTo, type ExpiryRule, isExpiryExpression, readExpiryRule } from '../prometheus/expiry-rules.ts';
import {
  type Job,
  listFilePatterns,
  type ProbeTarget,
  readJob,
  readProbe,
  type TargetFile,
} from '../prometheus/jobs.ts';
import { guessModule, type Module, readModules } from '../prometheus/modules.ts';
import type { CompileRegex } from '../prometheus/regex.ts';
import { parseServer, parseTcpServer, type ServerAddress } from '../servers.ts';
import { toThresholds } from '../thresholds.ts';
import {
  createLabels,
  type Imported,
  type ImportedFile,
  type ImportedReceiver,
  type ImportedTarget,
  joinImported,
  type LeftOut,
  NOTHING,
} from '../types.ts';

export const PROMETHEUS: ImportFormat = {
  name: 'prometheus',
  title: 'Prometheus',
  recognizes: ({ text }) =>
    /^[ \t-]*["']?(?:scrape_configs|job_name|groups|modules|targets|alert|kind["']?: *["']?Probe)\b/m.test(text),
  references: listReferences,
  read: readPrometheus,
};

interface Parsed {
  file: ImportedFile;
  roots: Located[];
}

function parse(file: ImportedFile): Parsed {
  const isJson = /^\s*[[{]/.test(file.text) && file.path.endsWith('.json');
  return { file, roots: isJson ? [parseJson(file.text)] : parseYamlDocuments(file.text) };
}

/** Lists the files with targets that the jobs of a configuration name. */
function listReferences(file: ImportedFile): string[] {
  return findMaps(parse(file).roots, 'job_name').flatMap(listFilePatterns);
}

function readPrometheus(files: readonly ImportedFile[], compile: CompileRegex): Imported {
  const parsed = files.map(parse);
  const modules = readModules(parsed.flatMap(({ roots }) => roots));
  const targetFiles: TargetFile[] = parsed.filter(({ roots }) =>
    roots.some((root) => listItems(root).some((one) => select(one, 'targets') !== null)),
  );
  const { rules, leftOut } = readRules(parsed, compile);
  const jobs = parsed.flatMap(({ file, roots }) => {
    const context = { file, targetFiles, compile };
    return [
      ...findMaps(roots, 'job_name').map((job) => readJob(job, context) ?? describeScrape(job, file)),
      ...findMaps(roots, 'kind').flatMap((one) => (readText(one, 'kind') === 'Probe' ? readProbe(one, context) : [])),
    ];
  });
  return joinImported([
    ...jobs.map((job) => readTargets(job, modules, rules)),
    { ...NOTHING, leftOut, receivers: parsed.flatMap(listAlertmanagers) },
  ]);
}

function describeScrape(job: Located, { path }: ImportedFile): Job {
  const name = readText(job, 'job_name') ?? '';
  const reason = 'it scrapes metrics, and probes no server';
  return { name, targets: [], leftOut: [{ what: `the job ${name}`, reason, origin: { file: path, line: job.line } }] };
}

/** Finds all maps with a key, at any level, also in texts of several lines such as those of a ConfigMap. */
function findMaps(roots: readonly Located[], key: string): Located[] {
  const found: Located[] = [];
  const seen = new Set<Located>();
  const visit = (node: Located, line: number | null): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (select(node, key) !== null) found.push({ ...node, line: line ?? node.line });
    for (const child of [...listItems(node), ...listPairs(node).map(([, value]) => value)]) visit(child, line);
    if (typeof node.value !== 'string' || !node.value.includes('\n') || !node.value.includes(`${key}:`)) return;
    for (const root of parseEmbedded(node.value)) visit(root, node.line);
  };
  for (const root of roots) visit(root, null);
  return found;
}

/** Parses a text inside a file. Most are not YAML. */
function parseEmbedded(text: string): Located[] {
  try {
    return parseYamlDocuments(text);
  } catch (error) {
    if (error instanceof MalformedError) return [];
    throw error;
  }
}

function readRules(parsed: readonly Parsed[], compile: CompileRegex): { rules: ExpiryRule[]; leftOut: LeftOut[] } {
  const read = parsed.flatMap(({ file, roots }) =>
    findMaps(roots, 'alert').flatMap((node) => {
      if (!isExpiryExpression(readText(node, 'expr') ?? '')) return [];
      return {
        rule: readExpiryRule(node, compile),
        name: readText(node, 'alert') ?? '',
        origin: { file: file.path, line: node.line },
      };
    }),
  );
  return {
    rules: read.flatMap(({ rule }) => rule ?? []),
    leftOut: read.flatMap(({ rule, name, origin }) =>
      rule === null
        ? [
            {
              what: `the rule ${name}`,
              reason: 'its expression is not a plain comparison with a time: set the thresholds of the entries',
              origin,
            },
          ]
        : [],
    ),
  };
}

const SSL_EXPORTER = /ssl[-_]?exporter|:9219\b/i;

function readTargets(job: Job, modules: ReadonlyMap<string, Module>, rules: readonly ExpiryRule[]): Imported {
  const read = job.targets.map((target) => readTarget(target, job, modules, rules));
  return {
    targets: read.flatMap((one) => ('entry' in one ? one : [])),
    receivers: [],
    leftOut: [...job.leftOut, ...read.flatMap((one) => ('entry' in one ? [] : one))],
  };
}

function readTarget(
  { target, labels, origin }: ProbeTarget,
  job: Job,
  modules: ReadonlyMap<string, Module>,
  rules: readonly ExpiryRule[],
): ImportedTarget | LeftOut {
  const exporter = `${labels.get('__address__') ?? ''} ${job.name}`;
  const isSsl = SSL_EXPORTER.test(exporter);
  const name = labels.get('__param_module') ?? (isSsl ? 'tcp' : 'http_2xx');
  const module = modules.get(name) ?? guessModule(name, isSsl);
  const address = parseTarget(target, module, isSsl);
  if ('reason' in address) return { what: target, reason: address.reason, origin };
  const entry = placeServer(address, labels.get('__param_hostname') ?? module.server_name ?? null);
  const own = [...labels].filter(([label]) => !label.startsWith('__') && label !== 'job' && label !== 'instance');
  const instance = labels.get('instance');
  return {
    name: instance === undefined || instance === target ? entry.endpoint : instance.replace(/^\w+:\/\//, ''),
    entry: {
      ...entry,
      ...(module.isInsecure && { trust: 'none' as const }),
      ...createLabels(own),
      ...readTimes(rules.filter((rule) => rule.isSslExporter === isSsl && appliesTo(rule, labels))),
    },
    origin,
    receivers: ['alertmanager'],
  };
}

/** With another name for TLS, the target is where the exporter connects to. */
function placeServer(address: Exclude<ServerAddress, { reason: string }>, hostname: string | null) {
  const port = /:(\d+)$/.exec(address.endpoint)?.[1];
  if (hostname === null || hostname === address.endpoint.replace(/:\d+$/, '')) return address;
  return { ...address, endpoint: port === undefined ? hostname : `${hostname}:${port}`, connect_to: address.endpoint };
}

function parseTarget(target: string, module: Module, isSsl: boolean): ServerAddress {
  if (module.kind === 'none') return { reason: module.reason ?? '' };
  if (module.kind === 'tls' || (isSsl && module.kind === 'tcp')) return parseServer(target, { isTls: true });
  if (module.kind === 'starttls') return parseServer(target, { starttls: module.protocol ?? 'smtp' });
  if (module.kind === 'tcp' && !target.includes('://')) return parseTcpServer(target);
  return parseServer(target.includes('://') ? target : `http://${target}`);
}

function readTimes(rules: readonly ExpiryRule[]) {
  const select = (isCritical: boolean) =>
    rules.filter((rule) => rule.isCritical === isCritical && rule.seconds > 0).map(({ seconds }) => seconds);
  const [warning, critical] = [select(false), select(true)];
  return toThresholds({
    warning: warning.length === 0 ? null : Math.max(...warning),
    critical: critical.length === 0 ? null : Math.max(...critical),
  });
}

/** Lists the Alertmanager of the configuration, which keeps its routes. */
function listAlertmanagers({ file, roots }: Parsed): ImportedReceiver[] {
  return roots.flatMap((root) =>
    listItems(select(root, 'alerting', 'alertmanagers'))
      .slice(0, 1)
      .flatMap((config) => {
        const [target] = listItems(select(config, 'static_configs')).flatMap((group) =>
          listItems(select(group, 'targets')),
        );
        const authority = readText(target) ?? '';
        if (!/^[\w.-]+(?::\d+)?$/.test(authority)) return [];
        const scheme = readText(config, 'scheme') === 'https' ? 'https' : 'http';
        const prefix = (readText(config, 'path_prefix') ?? '')
          .split('/')
          .filter((part) => part !== '')
          .map((part) => `/${part}`)
          .join('');
        const url = `${scheme}://${authority}${toEntryName(prefix) === '' ? '' : prefix}/api/v2/alerts`;
        const origin = { file: file.path, line: config.line };
        return [
          {
            kind: 'webhook' as const,
            name: 'alertmanager',
            fields: { preset: 'alertmanager', url },
            variables: [],
            origin,
          },
        ];
      }),
  );
}
