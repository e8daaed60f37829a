/** Reads the variables in ConfigMaps and Secrets of a repository, also those that kustomize generates. Encrypted values are left out. */

import { getDirectory } from '../../lib/files/repository-path.ts';
import type { Repository } from '../format.ts';
import { parseYaml, type YamlNode } from '../yaml/parse.ts';
import { isMap, selectNodes, selectScalars, selectText } from '../yaml/select-nodes.ts';
import { parseVariables, type Variables } from '../yaml/variables.ts';
import { joinPath } from './build-files.ts';

/** A ConfigMap or Secret. */
export interface VariableSource {
  file: string;
  kind: string;
  name: string;
  variables: Variables;
}

const HAS_SOURCE = /\bkind["']?: *["']?(?:ConfigMap|Secret)\b|\b(?:configMap|secret)Generator:/;

/** Lists the sources with one of these names; null: all sources. */
export function listVariableSources(
  { paths, readText }: Repository,
  names: ReadonlySet<string> | null,
): VariableSource[] {
  return paths.flatMap((file) => {
    const text = /\.ya?ml$|(?:^|\/)Kustomization$/.test(file) ? readText(file) : null;
    if (text === null || !HAS_SOURCE.test(text)) return [];
    if (names !== null && ![...names].some((name) => text.includes(name))) return [];
    return parseYaml(text)
      .flatMap((document) => [document, ...selectNodes(document, 'items[]')])
      .flatMap((document) => readDocument(document, file, readText))
      .filter(({ name }) => names?.has(name) ?? true);
  });
}

function readDocument(document: YamlNode, file: string, readText: Repository['readText']): VariableSource[] {
  const kind = selectText(document, 'kind') ?? '';
  if (kind === 'ConfigMap' || kind === 'Secret') {
    const name = selectText(document, 'metadata.name') ?? '';
    return [{ file, kind, name, variables: readData(document, kind) }];
  }
  return ['ConfigMap', 'Secret'].flatMap((generated) =>
    selectNodes(document, `${generated === 'Secret' ? 'secret' : 'configMap'}Generator[]`).map((generator) => ({
      file,
      kind: generated,
      name: selectText(generator, 'name') ?? '',
      variables: readGenerator(generator, getDirectory(file), readText),
    })),
  );
}

function readData(document: YamlNode, kind: string): Variables {
  const entries = ['data', 'stringData'].flatMap((field) =>
    selectNodes(document, field)
      .filter(isMap)
      .flatMap((data) =>
        data.entries.flatMap(([key, value]) => {
          if (value.kind !== 'scalar') return [];
          const isEncoded = kind === 'Secret' && field === 'data';
          return [[key, isEncoded ? decodeBase64(value.text) : value.text] as const];
        }),
      ),
  );
  return new Map(entries.filter(([, value]) => isReadable(value)));
}

function readGenerator(generator: YamlNode, directory: string, readText: Repository['readText']): Variables {
  const files = ['env', 'envs'].flatMap((field) => selectScalars(generator, field));
  const texts = files.map(({ text }) => readText(joinPath(directory, text) ?? '') ?? '');
  const literals = selectScalars(generator, 'literals').map(({ text }) => text);
  return new Map([...parseVariables([...texts, ...literals].join('\n'))].filter(([, value]) => isReadable(value)));
}

function decodeBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}

/** Whether a value is not encrypted by SOPS. */
function isReadable(value: string): boolean {
  return !value.startsWith('ENC[');
}
