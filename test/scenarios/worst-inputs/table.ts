/** The table: adding an input adds a line to one of these lists. */

import { ENDPOINTS, NAMES, STARTTLS } from './endpoints.ts';
import { FILES } from './files.ts';
import { INVENTORIES } from './inventories.ts';
import { LOOKUPS } from './lookups.ts';
import { RECEIVERS } from './receivers.ts';
import { REPORTS } from './reports.ts';
import { REPOSITORY_FILES } from './repository-files.ts';
import { EVENT_LOGS } from './stores.ts';
import type { WorstInput } from './worst-input.ts';

/** By what has the input. */
export const WORST_INPUTS: Record<string, WorstInput[]> = {
  'a source': [...ENDPOINTS, ...NAMES, ...INVENTORIES, ...FILES],
  'a STARTTLS protocol': STARTTLS,
  'a lookup': LOOKUPS,
  'a receiver': RECEIVERS,
  'a store': EVENT_LOGS,
  'a report': REPORTS,
  'a repository file': REPOSITORY_FILES,
};
