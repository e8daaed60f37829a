/** Values of Helm and other YAML with an ingress: the file can have any name. */

import { getFileName } from '../../lib/files/repository-path.ts';
import { resolveFluxVariables } from '../flux/variables.ts';
import type { Mention, Repository } from '../format.ts';
import { parseYaml, type YamlNode } from '../yaml/parse.ts';
import { selectText } from '../yaml/select-nodes.ts';
import { readValues } from '../yaml/values.ts';
import { createYamlFormat } from '../yaml/yaml-format.ts';

export const HELM_VALUES = createYamlFormat({
  name: 'helm-values',
  files: /\.ya?ml(?:\.(?:j2|tpl|tmpl|gotmpl|erb))?$/,
  sniff: (text) => /ingress|route|virtualservice|certificate|gateway/i.test(text),
  *readDocument(document, { path }, repository): Iterable<Mention> {
    // Another format reads Kubernetes resources.
    if (selectText(document, 'apiVersion') !== null) return;
    const values = readDefaultValues(path, repository.readText);
    for (const resolved of resolveFluxVariables(document, path, repository)) yield* readValues(resolved, { values });
  },
});

/** Reads `values.yaml` in the directory of a file such as `values-production.yaml`. */
function readDefaultValues(path: string, readText: Repository['readText']): YamlNode[] {
  const name = getFileName(path);
  if (!name.startsWith('values') || name === 'values.yaml') return [];
  const text = readText(`${path.slice(0, -name.length)}values.yaml`);
  return text === null ? [] : parseYaml(text);
}
