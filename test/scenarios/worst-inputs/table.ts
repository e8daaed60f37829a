/** The table: adding an input adds a line to one of these lists. */

import { ENDPOINTS, NAMES, STARTTLS } from './endpoints.ts';
import { FILES } from './files.ts';
import { INVENTORIES } from './inventories.ts';
import type { WorstInput } from './worst-input.ts';

export const WORST_INPUTS: WorstInput[] = [...ENDPOINTS, ...STARTTLS, ...NAMES, ...INVENTORIES, ...FILES];
