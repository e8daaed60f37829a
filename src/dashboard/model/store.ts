/** Access to the certificates of the page by their number. */

import { type DashboardData, type LabelPair, STATUS_ORDER, type StatusName } from '../data.ts';

export interface Store {
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
  /** Identifies the certificate in links. */
  getId: (index: number) => string;
  /** A link to a certificate that was renewed since finds its successor; undefined if its entry is not here. */
  findById: (id: string) => number | undefined;
  /** Everything that a search covers, in lower case. */
  getSearchText: (index: number) => string;
}

/** `now`: seconds. */
export function createStore(data: DashboardData, now: number): Store {
  const { columns, tables } = data;
  const size = columns.status.length;
  const getEntry = (index: number) => tables.entries[columns.entry[index] ?? -1] ?? '';
  const getName = (index: number) => columns.alias[index] || getEntry(index);
  const getOwner = (index: number) => tables.owners[columns.owners[index] ?? -1] ?? null;
  const getIssuer = (index: number) => tables.issuers[columns.issuers[index] ?? -1] ?? null;
  const getLabels = (index: number) => tables.labels[columns.labels[index] ?? -1] ?? [];
  const getNames = (index: number) => columns.names[index] || [];
  const getId = (index: number) => {
    const print = columns.print[index] || columns.locations[index]?.[0] || '';
    return print === '' ? getEntry(index) : `${getEntry(index)}:${print}`;
  };
  const searchTexts: string[] = [];
  const createSearchText = (index: number): string => {
    const codes = tables.codes[columns.codes[index] ?? -1] ?? [];
    const labels = getLabels(index).map(([name, value]) => `${name}=${value}`);
    const lists = [...getNames(index), ...(columns.locations[index] ?? []), ...labels, ...codes];
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
    getId,
    findById: (id) => findCertificate(id, size, getId, getEntry),
    getSearchText: (index) => {
      const known = searchTexts[index];
      if (known !== undefined) return known;
      const made = createSearchText(index);
      searchTexts[index] = made;
      return made;
    },
  };
}

function findCertificate(
  id: string,
  size: number,
  getId: (index: number) => string,
  getEntry: (index: number) => string,
): number | undefined {
  const [entry = ''] = id.split(':');
  let ofEntry: number | undefined;
  for (let index = 0; index < size; index += 1) {
    if (getId(index) === id) return index;
    if (ofEntry === undefined && getEntry(index) === entry) ofEntry = index;
  }
  return ofEntry;
}
