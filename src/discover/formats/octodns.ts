/** octoDNS: the records of zone files, whose names are those of their zones, and the zones that a configuration lists. */

import { findOrigin, type RecordLine, readRecords } from '../dns-records.ts';
import type { Format, Mention } from '../format.ts';
import { parseYaml, type YamlMap, type YamlNode } from '../yaml/parse.ts';
import { selectNodes, selectScalars, selectText } from '../yaml/select-nodes.ts';

export const OCTODNS: Format = {
  name: 'octodns',
  files: /\.ya?ml$/,
  sniff: (text) => text.includes('octodns') || /^[ \t-]*type:[ \t]*["']?(?:\w+\/)?[A-Z]{1,6}\b/m.test(text),
  *read({ path, text }) {
    const [directory = '', file = ''] = path.split('/').slice(-2);
    const zone = findOrigin((file === '' ? directory : file).replace(/^\$/, '')) ?? findOrigin(directory);
    for (const document of parseYaml(text)) {
      if (document.kind !== 'map') continue;
      yield* readZoneList(document);
      if (zone !== null) yield* readZone(document, zone);
    }
  },
};

/** Reads `zones` next to `providers`: names with a final dot. `*` stands for the zones of a provider. */
function* readZoneList(document: YamlMap): Generator<Mention> {
  if (selectNodes(document, 'providers').length === 0) return;
  for (const zones of selectNodes(document, 'zones'))
    for (const [name, , line] of zones.kind === 'map' ? zones.entries : [])
      if (/^[^*]+\.$/.test(name) && !name.endsWith('.arpa.')) yield { kind: 'domain', domain: name.slice(0, -1), line };
}

/** Reads the records of a zone, if every value of the file is a record or a list of records. */
function* readZone({ entries }: YamlMap, zone: string): Generator<Mention> {
  const records = entries.map(([name, value, line]) => listRecords(name, value, zone, line));
  const known = records.filter((list) => list !== null);
  const [first] = known;
  if (first === undefined || known.length < records.length) return;
  if (!zone.endsWith('.arpa')) yield { kind: 'domain', domain: zone, line: entries[0]?.[2] ?? 1 };
  yield* readRecords(known.flat());
}

/** Returns null if the value is not a list of records. */
function listRecords(name: string, value: YamlNode, zone: string, line: number): RecordLine[] | null {
  const items = value.kind === 'list' ? value.items : [value];
  const records: RecordLine[] = [];
  for (const item of items) {
    // Types of a single provider have its name, as in `Route53Provider/ALIAS`.
    const [, type] =
      /^(?:\w+\/)?([A-Z0-9-]+)$/.exec((item.kind === 'map' ? selectText(item, 'type') : null) ?? '') ?? [];
    if (type === undefined) return null;
    if (selectText(item, 'octodns.ignored') === 'true') continue;
    records.push({ name, zone, type, values: listValues(item, type), line });
  }
  return records;
}

/** Lists the targets of a record. `MX` targets are in objects. */
function listValues(record: YamlNode, type: string): string[] {
  const keys = type === 'MX' ? ['value.exchange', 'values[].exchange'] : ['value', 'values'];
  const targets = keys.flatMap((key) => selectScalars(record, key).map(({ text }) => text));
  return type === 'MX' ? ['', ...targets] : targets;
}
