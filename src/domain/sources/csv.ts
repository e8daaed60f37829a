/** Source `csv`: a spreadsheet of certificates and their dates. */

import type { ConditionSet } from '../rules.ts';
import type { SourceDefinition } from './definition.ts';
import {
  type CurrentItems,
  createConditionSet,
  createCurrentItems,
  createFieldMap,
  createMuted,
  type FieldMap,
} from './field-map.ts';
import { isItemLocation } from './item-location.ts';

export interface CsvSource {
  kind: 'csv';
  path: string;
  /** The map, in which paths are names of columns. */
  map: FieldMap;
  where: ConditionSet | null;
  muted: ConditionSet | null;
  /** The items that are current. */
  current: CurrentItems;
  allow_empty: boolean;
}

const KIND = 'csv';

export const CSV: SourceDefinition<CsvSource> = {
  kind: KIND,
  keys: [['csv', 'a path']],
  locator: 'path',
  isLocal: true,
  inventory: 'local',
  create: ({ csv = '', map, where, muted, allow_empty, ...spec }) => ({
    kind: KIND,
    path: csv,
    map: createFieldMap(map),
    where: where === undefined ? null : createConditionSet(where),
    muted: createMuted(muted),
    current: createCurrentItems(spec),
    allow_empty: allow_empty ?? false,
  }),
  listLocations: () => [KIND],
  matchesLocation: (location) => isItemLocation(location, KIND),
  locationType: KIND,
  selectInRepository: (source, isInside) => (isInside(source.path) ? source : null),
  sampleFailure: 'file-not-found',
};
