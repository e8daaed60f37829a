/** Values of Helm and other YAML with an ingress: the file can have any name. */

import { createYamlFormat } from '../yaml/format.ts';
import { selectText } from '../yaml/select.ts';
import { readValues } from '../yaml/values.ts';

export const HELM_VALUES = createYamlFormat({
  name: 'helm-values',
  files: /\.ya?ml(?:\.(?:j2|tpl|tmpl|gotmpl|erb))?$/,
  sniff: (text) => /ingress|route|virtualservice|certificate|gateway/i.test(text),
  // Resources of Kubernetes have a format of their own.
  readDocument: (document) => (selectText(document, 'apiVersion') === null ? readValues(document) : []),
});
