/** Access to the certificates of the page by their number. */

import { ACTIONS, type DashboardData, type LabelPair, STATUS_ORDER, type StatusName, VERDICTS } from '../data.ts';
import { createIdentifier, type Identifier } from './certificate-ids.ts';

export interface Store extends Identifier {
  data: DashboardData;
  size: number;
  /** The time of the reader, in seconds, but never before the scan. */
  now: number;
  getName: (index: number) => string;
  getEntry: (index: number) => string;
  getStatus: (index: number) => StatusName;
  getOwner: (index: number) => string | null;
  getIssuer: (index: number) => string | null;
  getLabels: (index: number) => readonly LabelPair[];
  getNames: (index: number) => readonly string[];
  getReasons: (index: number) => readonly string[];
  /** Returns the verdict that replaces the status of a critical certificate: `untrusted`, `revoked`, or empty. */
  getVerdict: (index: number) => (typeof VERDICTS)[number];
  getAction: (index: number) => (typeof ACTIONS)[number];
  /** Returns the renewal instructions of the manifest. */
  getInstructions: (index: number) => string | null;
  /** Returns the text that a search covers, in lower case. */
  getSearchText: (index: number) => string;
}

/** `now` is in seconds. */
export function createStore(data: DashboardData, now: number): Store {
  const { columns, tables } = data;
  const size = columns.status.length;
  const getEntry = (index: number) => tables.entries[columns.entry[index] ?? -1] ?? '';
  const getName = (index: number) => columns.alias[index] || getEntry(index);
  const getOwner = (index: number) => tables.owners[columns.owners[index] ?? -1] ?? null;
  const getIssuer = (index: number) => tables.issuers[columns.issuers[index] ?? -1] ?? null;
  const getLabels = (index: number) => tables.labels[columns.labels[index] ?? -1] ?? [];
  const getNames = (index: number) => columns.names[index] || [];
  const getReasons = (index: number) => tables.reasons[columns.reasons[index] ?? -1] ?? [];
  const identify = createIdentifier(data, getEntry);
  const searchTexts: string[] = [];
  const createSearchText = (index: number): string => {
    const codes = tables.codes[columns.codes[index] ?? -1] ?? [];
    const labels = getLabels(index).map(([name, value]) => `${name}=${value}`);
    const verdict = VERDICTS[columns.verdict[index] ?? 0] ?? '';
    const lists = [
      ...getNames(index),
      ...(columns.locations[index] ?? []),
      ...labels,
      ...codes,
      ...getReasons(index),
      verdict,
    ];
    const own = [getName(index), getEntry(index), columns.print[index], getOwner(index), getIssuer(index)];
    return [...own, ...lists].join('\n').toLowerCase();
  };
  return {
    data,
    size,
    now: Math.max(now, data.scanned ?? 0),
    getName,
    getEntry,
    getStatus: (index) => STATUS_ORDER[columns.status[index] ?? 2] ?? 'unknown',
    getOwner,
    getIssuer,
    getLabels,
    getNames,
    getReasons,
    getVerdict: (index) => VERDICTS[columns.verdict[index] ?? 0] ?? '',
    getAction: (index) => ACTIONS[columns.action[index] ?? 0] ?? 'none',
    getInstructions: (index) => tables.instructions[columns.instructions[index] ?? -1] ?? null,
    ...identify,
    getSearchText: (index) => {
      const known = searchTexts[index];
      if (known !== undefined) return known;
      const made = createSearchText(index);
      searchTexts[index] = made;
      return made;
    },
  };
}
