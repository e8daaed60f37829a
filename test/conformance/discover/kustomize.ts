/** Kustomize: `kubectl kustomize` builds each base and overlay; the hosts are those of the resources that it prints. */

import path from 'node:path';
import fc from 'fast-check';
import { parseAllDocuments, stringify } from 'yaml';
import { KUBERNETES } from '../../../src/discover/formats/kubernetes.ts';
import { KUSTOMIZE } from '../../../src/discover/formats/kustomize.ts';
import { runProgram } from '../../real/harness.ts';
import type { Difference } from '../suite.ts';
import { type Files, formatHosts, type Program, readFiles, writeFiles } from './program.ts';

const ANNOTATION = 'external-dns.alpha.kubernetes.io/hostname';

/** The resources of the base, with names in the place of `HOST0`, `HOST1` and so on. */
const RESOURCES: Readonly<Record<string, string>> = {
  Ingress: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, annotations: { kept: yes-it-is } }
spec:
  rules: [{ host: HOST0 }, { host: HOST1 }]
  tls: [{ hosts: [HOST0, HOST2] }]
`,
  HTTPRoute: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: route
spec:
  hostnames:
    - HOST0
    - HOST1
  rules: [{ backendRefs: [{ name: backend.example.com, port: 80 }] }]
`,
  Gateway: `{"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", "metadata": {"name": "entry"}, "spec": {"listeners": [
  {"name": "https", "protocol": "HTTPS", "port": 443, "hostname": "HOST0"},
  {"name": "other", "protocol": "HTTPS", "port": 443, "hostname": "HOST1"}]}}
`,
  Certificate: `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: cert }
spec:
  secretName: cert-HOST
  commonName: HOST0
  dnsNames: ["HOST1"]
`,
};
const KINDS = Object.keys(RESOURCES);
const NAMES: Readonly<Record<string, string>> = {
  Ingress: 'web',
  HTTPRoute: 'route',
  Gateway: 'entry',
  Certificate: 'cert',
};

/** Fields of each kind, as the path of a JSON patch and as that of a replacement. */
const FIELDS: readonly (readonly [kind: string, pointer: string, field: string])[] = [
  ['Ingress', '/spec/rules/0/host', 'spec.rules.0.host'],
  ['Ingress', '/spec/rules/1/host', 'spec.rules.*.host'],
  ['Ingress', '/spec/tls/0/hosts/1', 'spec.tls.*.hosts.1'],
  ['HTTPRoute', '/spec/hostnames/0', 'spec.hostnames.0'],
  ['HTTPRoute', '/spec/hostnames/1', 'spec.hostnames.*'],
  ['Gateway', '/spec/listeners/0/hostname', 'spec.listeners.[name=https].hostname'],
  ['Gateway', '/spec/listeners/1/hostname', 'spec.listeners.1.hostname'],
  ['Certificate', '/spec/commonName', 'spec.commonName'],
  ['Certificate', '/spec/dnsNames/0', 'spec.dnsNames.0'],
];

/** Additions by JSON patches, with a name in the place of `HOST`. */
const ADDITIONS: readonly (readonly [kind: string, pointer: string, value: string])[] = [
  ['Ingress', '/spec/rules/-', '{"host": "HOST"}'],
  ['Ingress', '/spec/tls/0/hosts/-', '"HOST"'],
  ['Ingress', '/spec/tls', '[{"hosts": ["HOST"]}]'],
  ['Ingress', '/spec', '{"rules": [{"host": "HOST"}, {"host": "HOST"}], "tls": [{"hosts": ["HOST", "HOST"]}]}'],
  ['Ingress', '/metadata/annotations', `{"${ANNOTATION}": "HOST"}`],
  ['Ingress', `/metadata/annotations/${ANNOTATION.replace('/', '~1')}`, '"HOST"'],
  ['HTTPRoute', '/spec/hostnames/-', '"HOST"'],
  ['HTTPRoute', '/spec/hostnames', '["HOST", "www-HOST"]'],
  ['HTTPRoute', '/spec/rules/0/backendRefs/0/name', '"backend-HOST"'],
  ['Gateway', '/spec/listeners/-', '{"name": "more", "protocol": "HTTPS", "port": 443, "hostname": "HOST"}'],
  ['Certificate', '/spec/dnsNames/-', '"HOST"'],
  ['Certificate', '/spec/dnsNames/0', '"HOST"'],
];

/** Parts of resources that replace or add others (strategic merge patches). */
const MERGED: readonly (readonly [kind: string, spec: string])[] = [
  ['Ingress', '{"rules": [{"host": "HOST"}, {"host": "www-HOST"}]}'],
  ['Ingress', '{"tls": [{"hosts": ["HOST", "www-HOST"]}]}'],
  ['HTTPRoute', '{"hostnames": ["HOST", "www-HOST"]}'],
  ['Certificate', '{"commonName": "HOST"}'],
  ['Certificate', '{"secretName": "text-HOST"}'],
  ['Certificate', '{"dnsNames": ["HOST"], "privateKey": {"rotationPolicy": "Always"}}'],
];

/** Ways to write a patch: inline, in a file, in the older fields, and as a transformer. */
const WAYS = ['block', 'quoted', 'json', 'file', 'old', 'old file', 'transformer'] as const;

interface Patch {
  /** `any`: a strategic merge patch with the kind of its target only. */
  kind: 'replace' | 'add' | 'merge' | 'any';
  at: number;
  way: (typeof WAYS)[number];
}

interface Replacement {
  source: keyof typeof SOURCES;
  at: number;
  /** Which part of the field is replaced. */
  part: 'whole' | 'first' | 'before';
  isInFile: boolean;
}

/** Where a replacement has its value from: the kind, the name, and the path of the field. `ID` is the name of the layer. */
const SOURCES = {
  literal: ['ConfigMap', 'literals-ID', 'data.KEY'],
  environment: ['ConfigMap', 'environment-ID', 'data.KEY'],
  shared: ['ConfigMap', 'shared', 'data.KEY'],
  resource: ['ConfigMap', 'settings-ID', 'data.KEY'],
  annotation: ['ConfigMap', 'settings-ID', 'metadata.annotations.example\\.com/KEY'],
} as const;

interface Layer {
  /** The kinds of its own resources. */
  kinds: string[];
  place: 'files' | 'documents' | 'list';
  affix: 'none' | 'namePrefix' | 'nameSuffix';
  /** Whether it adds to the last layer, or to the base. */
  isOnLast: boolean;
  patches: Patch[];
  replacements: Replacement[];
}

interface Configuration {
  base: Layer;
  /** A component of the first overlay. */
  component: Layer | null;
  overlays: Layer[];
}

const layerWith = (maxLength: number): fc.Arbitrary<Layer> =>
  fc.record({
    kinds: fc.uniqueArray(fc.constantFrom(...KINDS), { maxLength: 2 }),
    place: fc.constantFrom('files', 'documents', 'list'),
    affix: fc.constantFrom('none', 'namePrefix', 'nameSuffix'),
    isOnLast: fc.boolean(),
    patches: fc.array(
      fc.record({
        kind: fc.constantFrom('replace', 'add', 'merge', 'any'),
        at: fc.nat(98),
        way: fc.constantFrom(...WAYS),
      }),
      { maxLength },
    ),
    replacements: fc.array(
      fc.record({
        source: fc.constantFrom('literal', 'literal', 'environment', 'environment', 'shared', 'resource', 'annotation'),
        at: fc.nat(FIELDS.length - 1),
        part: fc.constantFrom('whole', 'whole', 'whole', 'whole', 'whole', 'whole', 'first', 'before'),
        isInFile: fc.boolean(),
      }),
      { maxLength: 1 },
    ),
  });

const cases: fc.Arbitrary<Configuration> = fc.record({
  base: layerWith(1),
  component: fc.option(layerWith(2)),
  overlays: fc.array(layerWith(2), { maxLength: 2 }),
});

/** The files of a layer, by their names, and lines of its kustomization, by field. */
interface Written {
  files: Map<string, string>;
  fields: Map<string, string[]>;
}

function add({ fields }: Written, field: string, item: string): void {
  fields.set(field, [...(fields.get(field) ?? []), `  - ${item.trimEnd().replaceAll('\n', '\n    ')}`]);
}

function addFile(written: Written, field: string, name: string, text: string): void {
  written.files.set(name, text);
  add(written, field, name);
}

/** Writes the resources of a layer, each with names of its own. */
function writeResources({ kinds, place }: Layer, id: string, written: Written): void {
  const texts = kinds.map((kind) =>
    (RESOURCES[kind] ?? '')
      .replaceAll('HOST', `${kind.toLowerCase()}-${id}-`)
      .replace(/-(\d)\b/g, '-$1.example.com')
      .replace(/(\bname"?: "?)(\w+)/, id === 'base' ? '$1$2' : `$1$2-${id}`),
  );
  const settings = `apiVersion: v1
kind: ConfigMap
metadata: { name: settings-${id}, annotations: { example.com/HOST: note-${id}.example.com, example.com/LABEL: notepart-${id} } }
data: { HOST: data-${id}.example.com, LABEL: datapart-${id} }
`;
  const all = [...texts, settings];
  if (place === 'files') for (const [at, text] of all.entries()) addFile(written, 'resources', `${at}.yaml`, text);
  else if (place === 'documents') addFile(written, 'resources', 'all.yaml', all.join('---\n'));
  else {
    const items = all.map((text) => `  - ${text.trimEnd().replaceAll('\n', '\n    ')}\n`).join('');
    addFile(written, 'resources', 'list.yaml', `apiVersion: v1\nkind: List\nitems:\n${items}`);
  }
}

/** Returns the kind of the target, and the text of a patch. */
function createPatch({ kind, at }: Patch, host: string): { kind: string; text: string; merged: string | null } {
  if (kind === 'replace') {
    const [target = '', pointer] = FIELDS[at % FIELDS.length] ?? [];
    return { kind: target, text: `[{"op": "replace", "path": "${pointer}", "value": "${host}"}]`, merged: null };
  }
  if (kind === 'add') {
    const [target = '', pointer, value = ''] = ADDITIONS[at % ADDITIONS.length] ?? [];
    const text = `[{"op": "add", "path": "${pointer}", "value": ${value.replaceAll('HOST', host)}}]`;
    return { kind: target, text, merged: null };
  }
  const [target = '', spec = ''] = MERGED[at % MERGED.length] ?? [];
  return { kind: target, text: '', merged: spec.replaceAll('HOST', host) };
}

function writePatch(patch: Patch, host: string, id: string, written: Written): void {
  const { kind, text: operations, merged } = createPatch(patch, host);
  const target = `{ kind: ${kind}, name: ${NAMES[kind]} }`;
  const isAny = patch.kind === 'any' && !patch.way.startsWith('old');
  const [, version] = /apiVersion"?: "?([\w./-]+)/.exec(RESOURCES[kind] ?? '') ?? [];
  const head = isAny
    ? '"kind": "Any", "metadata": {"name": "any"}'
    : `"apiVersion": "${version}", "kind": "${kind}", "metadata": {"name": "${NAMES[kind]}"}`;
  const json = merged === null ? operations : `{${head}, "spec": ${merged}}`;
  const yaml = stringify(JSON.parse(json));
  const block = `|\n  ${yaml.trimEnd().replaceAll('\n', '\n  ')}`;
  const file = `${id}.yaml`;
  const [group = '', old] = /^(.*)\/(.*)$/.exec(version ?? '')?.slice(1) ?? [];
  const oldTarget = `{ group: ${group}, version: ${old}, kind: ${kind}, name: ${NAMES[kind]} }`;
  const isMerged = merged !== null;
  if (patch.way === 'block') add(written, 'patches', `target: ${target}\npatch: ${block}`);
  else if (patch.way === 'quoted') add(written, 'patches', `target: ${target}\npatch: ${JSON.stringify(yaml)}`);
  else if (patch.way === 'json') add(written, 'patches', `patch: '${json}'\ntarget: ${target}`);
  else if (patch.way === 'file') {
    written.files.set(file, yaml);
    add(written, 'patches', `path: ./${file}\n${isMerged && !isAny ? '' : `target: ${target}`}`);
  } else if (patch.way === 'old') {
    if (isMerged) add(written, 'patchesStrategicMerge', block);
    else add(written, 'patchesJson6902', `target: ${oldTarget}\npatch: ${block}`);
  } else if (patch.way === 'old file') {
    written.files.set(file, yaml);
    if (isMerged) add(written, 'patchesStrategicMerge', file);
    else add(written, 'patchesJson6902', `target: ${oldTarget}\npath: ${file}`);
  } else {
    const transformer = `apiVersion: builtin\nkind: PatchTransformer\nmetadata: { name: ${id} }\ntarget: ${target}\npatch: ${JSON.stringify(yaml)}\n`;
    addFile(written, 'transformers', file, transformer);
  }
}

const PARTS = { whole: '', first: '{ delimiter: ., index: 0 }', before: '{ delimiter: ., index: -1 }' };

function writeReplacement({ source, at, part, isInFile }: Replacement, id: string, number: number, written: Written) {
  const [kind, name, field] = SOURCES[source];
  const [target, , targetField] = FIELDS[at] ?? [];
  const key = part === 'whole' ? 'HOST' : 'LABEL';
  const text = `source: { kind: ${kind}, name: ${name.replace('ID', id)}, fieldPath: "${field.replace('KEY', key).replace('\\', '\\\\')}" }
targets:
  - select: { kind: ${target}, name: ${NAMES[target ?? '']} }
    fieldPaths: ["${targetField}"]
${part === 'whole' ? '' : `    options: ${PARTS[part]}\n`}`;
  const file = `replacement${number}.yaml`;
  if (!isInFile) add(written, 'replacements', text);
  else {
    written.files.set(file, text);
    add(written, 'replacements', `path: ${file}`);
  }
}

/** Writes the files of a layer on others. */
function writeLayer(layer: Layer, id: string, others: readonly string[], components: readonly string[]): Files {
  const written: Written = { files: new Map(), fields: new Map() };
  for (const other of others) add(written, 'resources', other);
  for (const component of components) add(written, 'components', component);
  writeResources(layer, id, written);
  for (const [at, patch] of layer.patches.entries())
    writePatch(patch, `patch${at}-${id}.example.com`, `patch${at}`, written);
  for (const [at, one] of layer.replacements.entries()) writeReplacement(one, id, at, written);
  const merge = id === 'base' ? '' : 'behavior: merge, ';
  add(
    written,
    'configMapGenerator',
    `{ name: literals-${id}, literals: [HOST=name-${id}.example.com, LABEL=namepart-${id}] }`,
  );
  add(written, 'configMapGenerator', `{ name: environment-${id}, envs: [names.env] }`);
  add(
    written,
    'configMapGenerator',
    `{ name: shared, ${merge}literals: [HOST=own-${id}.example.com, "LABEL=ownpart-${id}"] }`,
  );
  written.files.set('names.env', `# HOST=commented.example.com\nHOST=env-${id}.example.com\nLABEL=envpart-${id}\n`);
  const isComponent = id === 'component';
  const head = isComponent ? 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n' : '';
  const affix =
    layer.affix === 'none' || isComponent ? '' : `${layer.affix}: ${layer.affix === 'namePrefix' ? 'p-' : '-s'}\n`;
  const fields = [...written.fields].map(([field, items]) => `${field}:\n${items.join('\n')}\n`);
  written.files.set('kustomization.yaml', head + affix + fields.join(''));
  return Object.fromEntries([...written.files].map(([name, text]) => [`${id}/${name}`, text]));
}

function write({ base, component, overlays }: Configuration): { files: Files; builds: string[] } {
  const hasComponent = component !== null && overlays.length > 0;
  const parts = [
    writeLayer({ ...base, kinds: KINDS }, 'base', [], []),
    ...(hasComponent ? [writeLayer(component, 'component', [], [])] : []),
    ...overlays.map((layer, at) => {
      const last = at === 0 || !layer.isOnLast ? 'base' : `overlay${at - 1}`;
      return writeLayer(layer, `overlay${at}`, [`../${last}`], at === 0 && hasComponent ? ['../component'] : []);
    }),
  ];
  return { files: Object.assign({}, ...parts), builds: ['base', ...overlays.map((_, at) => `overlay${at}`)] };
}

/** The keys of lists and texts of names, in resources that are read. */
const HOST_KEYS =
  /^(?:host|hosts|hostname|hostnames|commonName|dnsNames|external-dns\.alpha\.kubernetes\.io\/hostname)$/;

/** Lists the names in the value of a key at any depth, but for ConfigMaps. */
function listNames(value: unknown, isHost = false): string[] {
  if (typeof value === 'string') return isHost ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((one) => listNames(one, isHost));
  if (typeof value !== 'object' || value === null || ('kind' in value && value.kind === 'ConfigMap')) return [];
  return Object.entries(value).flatMap(([key, inner]) => listNames(inner, HOST_KEYS.test(key)));
}

/** Answers with the names, and whether something is unresolved. */
function answer(one: Configuration): string {
  const mentions = [KUBERNETES, KUSTOMIZE].flatMap((format) => readFiles(format, write(one).files));
  const hosts = formatHosts(mentions.flatMap((mention) => (mention.kind === 'host' ? [mention.host] : [])));
  return mentions.some(({ kind }) => kind === 'unresolved') ? `${hosts} unresolved` : hosts;
}

const split = (text: string): string[] => text.split(' ').slice(1);

/** A patch cannot be applied to what an earlier one left. */
const REJECTED =
  /does not apply|unable to find field|doc is missing path|error in remove|failed to apply json patch|index .* out of bounds|Unable to access invalid index|missing value/i;

/** A change of a field of a resource: the kind of the resource, and the names that it writes. */
interface Change {
  kind: string;
  writes: (host: string) => boolean;
}

/** The beginnings of the names in each source of replacements. That of a merged ConfigMap can be the name of another layer. */
const VALUES: Readonly<Record<Replacement['source'], string>> = {
  ...{ literal: 'name-ID.', environment: 'env-ID.', shared: 'own-', resource: 'data-ID.', annotation: 'note-ID.' },
};

function listChanges(layer: Layer, id: string): Change[] {
  const patches = layer.patches.map((patch, at): Change => {
    const host = `patch${at}-${id}.example.com`;
    return { kind: createPatch(patch, host).kind, writes: (one) => one === host || one === `www-${host}` };
  });
  const replacements = layer.replacements.map(({ source, at }): Change => {
    const beginning = VALUES[source].replace('ID', id);
    return { kind: FIELDS[at]?.[0] ?? '', writes: (one) => one.startsWith(beginning) };
  });
  return [...patches, ...replacements];
}

/** Lists the changes of each build that no other build shares: those of the layers below are in a build without these. */
function listOwnChanges({ base, component, overlays }: Configuration): Change[][] {
  const written = KINDS.map((kind): Change => {
    return { kind, writes: (host) => host.startsWith(`${kind.toLowerCase()}-base-`) };
  });
  const own = overlays.map((layer, at) => listChanges(layer, `overlay${at}`));
  if (component !== null) own[0]?.unshift(...listChanges(component, 'component'));
  return [[...written, ...listChanges(base, 'base')], ...own];
}

/** Whether the value of a ConfigMap of several layers can be replaced by that of another layer, before it is used. */
const isMerged = (host: string): boolean => host.startsWith(VALUES.shared);

/** Whether each name that only we have is written by a change of a build, and another change of this build is of the same kind. */
function areReplaced(one: Configuration, ours: string, theirs: string): boolean {
  const builds = listOwnChanges(one);
  const extra = split(ours).filter((host) => host !== 'unresolved' && !split(theirs).includes(host));
  return extra.every((host) =>
    builds.some((changes) =>
      changes.some(
        (change) =>
          change.writes(host) &&
          (isMerged(host) || changes.some((another) => another !== change && another.kind === change.kind)),
      ),
    ),
  );
}

/** Whether kustomize composes a name, or has it from elsewhere than a ConfigMap. */
const hasUnknownParts = ({ base, component, overlays }: Configuration): boolean =>
  [base, ...(component === null ? [] : [component]), ...overlays]
    .flatMap((layer) => layer.replacements)
    .some(({ part, source }) => part !== 'whole' || source === 'annotation');

const UNKNOWN_PARTS: Difference<Configuration> = {
  name: 'a name that kustomize composes',
  reason:
    'A replacement with a delimiter, or with a value that is in no ConfigMap of the build, is counted as unresolved, so that it is not missed silently.',
  source: 'docs/reference/discovery.md',
  covers: ({ one, ours, theirs }) => {
    const written = Object.values(write(one).files).join('\n');
    const missed = split(theirs).filter((host) => !split(ours).includes(host));
    // The name of an annotation, or one that no file has.
    const isUnknown = missed.every((host) => host.startsWith('note-') || !written.includes(host));
    return ours.endsWith(' unresolved') && hasUnknownParts(one) && isUnknown && areReplaced(one, ours, theirs);
  },
};

const REPLACED: Difference<Configuration> = {
  name: 'a name of kustomize that no build keeps',
  reason:
    'Each file is read by itself. A name that a patch or replacement of the same kustomization replaces is found, too, because another repository can use the base.',
  source: 'docs/reference/discovery.md',
  covers: ({ one, ours, theirs }) =>
    !ours.endsWith(' unresolved') &&
    split(theirs).every((host) => split(ours).includes(host)) &&
    areReplaced(one, ours, theirs),
};

export const KUSTOMIZATIONS: Program<Configuration> = {
  name: 'kubectl',
  cases,
  answer,
  differences: [UNKNOWN_PARTS, REPLACED],
  open: async (kubectl, parent) => {
    const version = /Kustomize Version: (\S+)/.exec((await runProgram(kubectl, ['version', '--client'])).toString());
    let asked = 0;
    const askOne = async (one: Configuration) => {
      asked += 1;
      const directory = path.join(parent, `kustomize${asked}`);
      const { files, builds } = write(one);
      writeFiles(directory, files);
      try {
        const built = await Promise.all(
          builds.map((build) => runProgram(kubectl, ['kustomize', path.join(directory, build)])),
        );
        const resources = built.flatMap((text) =>
          parseAllDocuments(text.toString()).map((document) => document.toJS()),
        );
        return formatHosts(listNames(resources));
      } catch (error) {
        if (REJECTED.test(String(error))) return null;
        throw error;
      }
    };
    const ask = async (all: readonly Configuration[]) => {
      const answers: (string | null)[] = [];
      for (const one of all) answers.push(await askOne(one));
      return answers;
    };
    return { name: `kustomize ${version?.[1]}`, ask };
  },
};
