/** Source `env`: certificates in environment variables. */

import { toArray } from '../../lib/collections.ts';
import { reportDuplicates, type SourceDefinition } from './definition.ts';

export interface EnvSource {
  kind: 'env';
  /** Names of environment variables. */
  names: string[];
}

export const ENV: SourceDefinition<EnvSource> = {
  kind: 'env',
  keys: [['env', 'the name of a variable']],
  locator: 'names',
  isLocal: true,
  variableNameKeys: ['env'],
  create: ({ env }) => ({ kind: 'env', names: [...new Set(toArray(env))] }),
  check: (fields) => reportDuplicates(fields, 'env'),
  listLocations: ({ names }) => names.map((name) => `env:${name}`),
  matchesLocation: (location) => /^env:[A-Za-z_]/.test(location),
  locationType: 'env',
};
