/** Record sets of Google Cloud DNS, as `gcloud dns record-sets` exports and imports them. */

import { type RecordLine, readRecords } from '../dns-records.ts';
import type { Format } from '../format.ts';
import { parseYaml, type YamlNode } from '../yaml/parse.ts';
import { selectScalars, selectText } from '../yaml/select-nodes.ts';

export const GCLOUD_RECORDS: Format = {
  name: 'gcloud-records',
  files: /\.(?:ya?ml|json)$/,
  sniff: (text) => text.includes('dns#resourceRecordSet'),
  *read({ text }) {
    yield* readRecords(parseYaml(text).flatMap(listRecords));
  },
};

/** Lists the record sets of a document: a single one, a list, or a list in an object. */
function listRecords(node: YamlNode): RecordLine[] {
  if (node.kind === 'list') return node.items.flatMap(listRecords);
  if (node.kind !== 'map') return [];
  if (selectText(node, 'kind') !== 'dns#resourceRecordSet')
    return node.entries.flatMap(([, value]) => (value.kind === 'list' ? listRecords(value) : []));
  const [name] = selectScalars(node, 'name');
  const type = selectText(node, 'type');
  if (name === undefined || type === null) return [];
  const values = selectScalars(node, 'rrdatas').map(({ text }) => text);
  return [
    {
      name: name.text,
      zone: null,
      type,
      values: type === 'MX' ? (values[0]?.split(' ') ?? []) : values,
      line: name.line,
    },
  ];
}
