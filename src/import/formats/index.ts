/** The formats of `certvigil import`, and which of them a file has. */

import type { FormatName, ImportFormat } from '../import-format.ts';
import type { ImportedFile } from '../types.ts';
import { CSV } from './csv.ts';
import { GATUS } from './gatus.ts';
import { HOSTS } from './hosts.ts';
import { PROMETHEUS } from './prometheus.ts';
import { UPPTIME } from './upptime.ts';
import { UPTIME_KUMA } from './uptime-kuma.ts';

/** In the order in which they are asked. Many texts can be a list of hosts, so that comes last. */
const FORMATS: readonly ImportFormat[] = [UPTIME_KUMA, UPPTIME, GATUS, PROMETHEUS, CSV, HOSTS];

export function getFormat(name: FormatName): ImportFormat {
  return FORMATS.find((format) => format.name === name) ?? HOSTS;
}

/** Returns the format of a file; null if it has none of them. */
export function detectFormat(file: ImportedFile): ImportFormat | null {
  return FORMATS.find((format) => format.recognizes(file)) ?? null;
}
