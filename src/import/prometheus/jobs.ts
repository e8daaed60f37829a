/** Reads scrape jobs that probe servers, and resolves their targets as Prometheus does. */

import path from 'node:path/posix';
import { getOwn } from '../../lib/collections.ts';
import { createFileMatcher } from '../../lib/files/glob.ts';
import { type Located, listItems, listPairs, readText, select } from '../located.ts';
import type { ImportedFile, LeftOut, Origin } from '../types.ts';
import type { CompileRegex } from './regex.ts';
import { type Labels, type RelabelStep, readRelabelSteps, relabel } from './relabel.ts';

/** A target of a probe after relabelling. */
export interface ProbeTarget {
  target: string;
  labels: Labels;
  origin: Origin;
}

export interface Job {
  name: string;
  targets: ProbeTarget[];
  leftOut: LeftOut[];
}

/** Targets before relabelling, such as an item of `static_configs`. */
interface TargetGroup {
  targets: readonly Located[];
  labels: readonly (readonly [string, string])[];
  file: string;
}

/** A file with targets for `file_sd_configs`. */
export interface TargetFile {
  file: ImportedFile;
  roots: readonly Located[];
}

export interface JobContext {
  file: ImportedFile;
  targetFiles: readonly TargetFile[];
  compile: CompileRegex;
}

/** Reads a job of `scrape_configs`; null if it probes nothing, because it scrapes its targets themselves. */
export function readJob(job: Located, context: JobContext): Job | null {
  const name = readText(job, 'job_name') ?? '';
  const steps = readRelabelSteps(select(job, 'relabel_configs'), context.compile);
  const metricsPath = readText(job, 'metrics_path') ?? '/metrics';
  // Other exporters, such as snmp_exporter, get their target in the same way, but by another path.
  const isProbe = metricsPath.endsWith('/probe') || steps.some(({ target }) => target === '__metrics_path__');
  if (!isProbe) return null;
  const groups = [...listStaticGroups(job, context), ...listFileGroups(job, context)];
  const parameters = listPairs(select(job, 'params')).flatMap(([key, values]) => {
    const [first] = listItems(values).flatMap((one) => readText(one) ?? []);
    return first === undefined ? [] : [[`__param_${key}`, first] as const];
  });
  const base = [['job', name], ['__metrics_path__', metricsPath], ['__scheme__', 'http'], ...parameters] as const;
  const resolved = groups.flatMap((group) => resolveGroup(group, new Map(base), steps));
  const origin = { file: context.file.path, line: job.line };
  return {
    name,
    targets: resolved.flatMap((one) => ('target' in one ? one : [])),
    leftOut: [
      ...resolved.flatMap((one) => ('target' in one ? [] : one)),
      ...listUnread(job, { ...context, name, origin }),
    ],
  };
}

/** Reads a `Probe` of the operator for Kubernetes. */
export function readProbe(probe: Located, { file, compile }: JobContext): Job {
  const name = readText(probe, 'spec', 'jobName') ?? readText(probe, 'metadata', 'name') ?? '';
  const origin = { file: file.path, line: probe.line };
  const fixed = select(probe, 'spec', 'targets', 'staticConfig');
  const module = readText(probe, 'spec', 'module');
  const prober = readText(probe, 'spec', 'prober', 'url');
  const group = {
    targets: listItems(select(fixed, 'static')),
    labels: readLabels(select(fixed, 'labels')),
    file: file.path,
  };
  const parameters = module === null ? [] : [['__param_module', module] as const];
  const labels = new Map<string, string>([['job', name], ...parameters]);
  const custom = readRelabelSteps(select(fixed, 'relabelingConfigs') ?? select(fixed, 'relabeling_configs'), compile);
  const resolved = resolveGroup(group, labels, [...createProbeSteps(prober ?? '', compile), ...custom]);
  const ingress = select(probe, 'spec', 'targets', 'ingress');
  const leftOut =
    ingress === null
      ? []
      : [
          {
            what: `the Probe ${name}`,
            reason: 'its targets are Ingresses of the cluster: use certvigil discover on their files',
            origin,
          },
        ];
  return {
    name,
    targets: resolved.flatMap((one) => ('target' in one ? one : [])),
    leftOut: [...resolved.flatMap((one) => ('target' in one ? [] : one)), ...leftOut],
  };
}

/** The steps that the operator creates for a Probe. */
function createProbeSteps(prober: string, compile: CompileRegex): RelabelStep[] {
  const create = (sources: readonly string[], target: string, replacement: string): RelabelStep => ({
    action: 'replace',
    sources,
    separator: ';',
    regex: compile('(.*)'),
    target,
    replacement,
  });
  return [
    create(['__address__'], '__param_target', '$1'),
    create(['__param_target'], 'instance', '$1'),
    create([], '__address__', prober),
  ];
}

function readLabels(node: Located | null): (readonly [string, string])[] {
  return listPairs(node).flatMap(([name, value]) => {
    const text = readText(value);
    return text === null ? [] : [[name, text] as const];
  });
}

function listStaticGroups(job: Located, { file }: JobContext): TargetGroup[] {
  return listItems(select(job, 'static_configs')).map((group) => readGroup(group, file.path));
}

function readGroup(group: Located, file: string): TargetGroup {
  return { targets: listItems(select(group, 'targets')), labels: readLabels(select(group, 'labels')), file };
}

/** Lists the groups in the files of `file_sd_configs` that are imported. */
function listFileGroups(job: Located, { targetFiles }: JobContext): TargetGroup[] {
  return listFilePatterns(job).flatMap((pattern) =>
    targetFiles
      .filter(({ file }) => matchesPattern(pattern, file.path))
      .flatMap(({ file, roots }) => roots.flatMap(listItems).map((group) => readGroup(group, file.path))),
  );
}

/** Lists the paths and globs of the files with targets of a job. */
export function listFilePatterns(job: Located): string[] {
  return listItems(select(job, 'file_sd_configs')).flatMap((config) =>
    listItems(select(config, 'files')).flatMap((one) => readText(one) ?? []),
  );
}

/** Whether a file is one of a pattern. On the machine of Prometheus its directory may be another, so the name is enough. */
function matchesPattern(pattern: string, file: string): boolean {
  return createFileMatcher([path.basename(pattern)])(path.basename(file));
}

/** Lists the other sources of targets, which only Prometheus can ask. */
function listUnread(
  job: Located,
  { targetFiles, name, origin }: JobContext & { name: string; origin: Origin },
): LeftOut[] {
  const others = listPairs(job).filter(([key]) => key.endsWith('_sd_configs') && key !== 'file_sd_configs');
  const missing = listFilePatterns(job).filter(
    (pattern) => !targetFiles.some(({ file }) => matchesPattern(pattern, file.path)),
  );
  return [
    ...others.map(([key, { line }]) => ({
      what: `the job ${name}: ${key}`,
      reason:
        getOwn(DISCOVERED, key) ??
        'only Prometheus asks this service for targets: list them in a file, and import that',
      origin: { ...origin, line: line ?? origin.line },
    })),
    ...missing.map((pattern) => ({
      what: `the job ${name}: ${pattern}`,
      reason: 'there is no such file here: name it after the configuration, as another FILE',
      origin,
    })),
  ];
}

const DISCOVERED: Readonly<Record<string, string>> = {
  kubernetes_sd_configs:
    'only Prometheus asks the cluster for targets: add an entry with kubernetes, or use certvigil discover on its files',
};

function resolveGroup(
  { targets, labels, file }: TargetGroup,
  base: Labels,
  steps: readonly RelabelStep[],
): (ProbeTarget | LeftOut)[] {
  return targets.flatMap((node): (ProbeTarget | LeftOut)[] => {
    const address = readText(node);
    if (address === null) return [];
    const origin = { file, line: node.line };
    const result = relabel(new Map([...base, ['__address__', address], ...labels]), steps);
    if (result === null) return [];
    if ('unknown' in result)
      return [{ what: address, reason: `its relabelling has ${result.unknown}, so it was not followed`, origin }];
    const target = result.get('__param_target');
    return target === undefined || target === '' ? [] : [{ target, labels: result, origin }];
  });
}
