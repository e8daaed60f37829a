/** The table of formats. A new format is a file in this directory and a line here. */

import type { Format } from '../format.ts';
import { GITHUB_PAGES } from './github-pages.ts';

export const FORMATS: readonly Format[] = [GITHUB_PAGES];
