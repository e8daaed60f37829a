/** All deviations of crafted certificates. */

import type { Deviation } from './deviation.ts';
import { EXTENSION_DEVIATIONS } from './extension-deviations.ts';
import { FIELD_DEVIATIONS } from './field-deviations.ts';

export const DEVIATIONS: readonly Deviation[] = [...EXTENSION_DEVIATIONS, ...FIELD_DEVIATIONS];
