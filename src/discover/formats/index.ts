/** The table of formats. A new format is a file in this directory and a line here. */

import type { Format } from '../format.ts';
import { GITHUB_PAGES } from './github-pages.ts';
import { HELM_VALUES } from './helm-values.ts';
import { KUBERNETES } from './kubernetes.ts';

export const FORMATS: readonly Format[] = [GITHUB_PAGES, KUBERNETES, HELM_VALUES];
