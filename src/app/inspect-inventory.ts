/** Shows the first items of an inventory as it returns them, beside the mapped items. */

import { decodeLocation } from '../certificate/decode.ts';
import type { Manifest, RawLocation, RawSource } from '../domain/index.ts';
import { getSourceDefinition } from '../domain/sources/index.ts';
import type { InspectedItem, InventoryInspection } from '../generated/inspect-entry.ts';
import { AppError } from '../lib/app-error.ts';
import type { Io } from '../lib/io.ts';
import { createRedactor } from '../lib/secrets/redactor.ts';
import { createSuggester } from '../lib/text/did-you-mean.ts';
import { truncateTo } from '../lib/text/truncate.ts';
import { readSources } from '../scan/index.ts';
import { removePrivateKeys } from '../scan/inventory/private-keys.ts';
import { selectReading } from './select-settings.ts';

/** Reads the first page of an inventory. Throws AppError if there is no such entry, or it is not an inventory. */
export async function inspectInventory(manifest: Manifest, name: string, io: Io): Promise<InventoryInspection> {
  const entry = manifest.entries.find((one) => one.name === name);
  if (entry === undefined) {
    const near = createSuggester()(
      name,
      manifest.entries.map((one) => one.name),
    );
    const hint = near === undefined ? `Use a name from ${manifest.file}.` : `Did you mean ${near}?`;
    throw new AppError('no-such-certificate', `${manifest.file} has no certificate named ${name}`, { hint });
  }
  if (getSourceDefinition(entry.source.kind).inventory === undefined) {
    throw new AppError('not-an-inventory', `the source of ${name} is ${entry.source.kind}, which is not an inventory`, {
      hint: 'Use `certvigil inspect TARGET` for files, URLs and servers.',
    });
  }
  const samples: { raw: unknown; location: string | null; mapped: RawLocation | null; total: number | null }[] = [];
  const reading = {
    ...selectReading(manifest),
    onSample: (sample: (typeof samples)[number]) => void samples.push(sample),
  };
  const results: RawSource[] = [];
  await readSources([entry], io, reading, ({ sources }) => void results.push(...sources));
  const redact = createRedactor(io.listSecrets());
  const items = samples.map((sample) => inspectItem(sample, redact));
  const errors = results.flatMap(({ source, failure }) => (failure === null ? [] : [{ source, error: failure }]));
  return {
    version: 1,
    entry: name,
    source: entry.source.kind,
    total: samples[0]?.total ?? null,
    items,
    error: errors[0]?.error ?? null,
    errors,
  };
}

function inspectItem(
  { raw, location, mapped }: { raw: unknown; location: string | null; mapped: RawLocation | null },
  redact: (text: string) => string,
): InspectedItem {
  const [reading] = mapped === null ? [] : decodeLocation(mapped, null);
  const { certificate = null, failure = null, notice = null, observed = {} } = reading ?? {};
  const item = {
    location,
    monitored: mapped !== null,
    read_from: certificate === null ? null : certificate.from_fields ? ('fields' as const) : ('certificate' as const),
    facts: certificate?.facts ?? null,
    error: failure,
    notice,
    observed,
  };
  return {
    ...(redactRaw(item, redact) as Omit<InspectedItem, 'raw'>),
    raw: redactRaw(raw, redact) as InspectedItem['raw'],
  };
}

/** Names of fields that often contain a secret. */
const SECRET_NAME =
  /pass(?:word|phrase)|secret|credential|private.?key|api.?key|(?:^|[_-])token$|^token|authorization/i;
const MAX_TEXT_LENGTH = 300;
const MAX_ITEMS = 20;

/** The maximum depth; deeper values are left out. */
const MAX_DEPTH = 20;

function redactRaw(value: unknown, redact: (text: string) => string, name = '', depth = 0): unknown {
  if (typeof value === 'string') {
    if (SECRET_NAME.test(name) && value !== '') return '***';
    const { text, found } = removePrivateKeys(value);
    return truncateTo(redact(found ? `${text.trim()} *** (private key removed)` : text), MAX_TEXT_LENGTH);
  }
  if (typeof value !== 'object' || value === null) return value;
  // Clients of clouds return Date objects.
  if (value instanceof Date) return value.toJSON();
  if (depth >= MAX_DEPTH) return '…';
  const redactInner = (inner: unknown, key: string) => redactRaw(inner, redact, key, depth + 1);
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redactInner(item, name));
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [redact(String(key)), redactInner(item, String(key))]));
}
