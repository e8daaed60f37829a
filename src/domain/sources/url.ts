/** Source `url`: certificate files fetched over HTTP. */

import { toArray, toPlainObject } from '../../lib/collections.ts';
import { reportDuplicates, type SourceDefinition } from './definition.ts';
import { findUrlProblem } from './http-url.ts';

export interface UrlTarget {
  /** The URL as written in the manifest, with its `${NAME}` references. */
  url: string;
  /** The name of the location: the URL as written, without credentials and fragment. */
  location: string;
}

export interface UrlSource {
  kind: 'url';
  targets: UrlTarget[];
  /** Values contain their `${NAME}` references. */
  headers: Record<string, string>;
  /** Path of a PEM file with the trust anchors for the server. */
  ca_file: string | null;
  ssl_verification: boolean;
}

export const URL_SOURCE: SourceDefinition<UrlSource> = {
  kind: 'url',
  keys: [['url', 'http or https']],
  locator: 'targets',
  variableKeys: { texts: ['url'], maps: ['headers'] },
  caFileUse: 'url',
  create: ({ url, headers, ca_file, ssl_verification }) => ({
    kind: 'url',
    targets: [...new Map(toArray(url).map((one) => [toLocation(one), createUrlTarget(one)])).values()],
    headers: toPlainObject(headers),
    ca_file: ca_file ?? null,
    ssl_verification: ssl_verification ?? true,
  }),
  check: (fields) => {
    for (const text of fields.listTexts('url')) {
      const problem = findUrlProblem(text.value);
      if (problem !== null) fields.report('bad-url', text, problem);
    }
    reportDuplicates(fields, 'url', toLocation);
  },
  listLocations: ({ targets }) => targets.map(({ location }) => location),
  matchesLocation: (location) => /^(?:https?:\/\/|\$\{)/.test(location),
  locationType: 'url',
};

/** Creates the target of a URL, whose location does not contain a password. */
export function createUrlTarget(url: string): UrlTarget {
  return { url, location: toLocation(url) };
}

/** Returns the URL with scheme and host in lower case, and variables by their names, without user, password and fragment. */
function toLocation(url: string): string {
  const origin = /^(https?:\/\/)(?:[^/?#]*@)?([^/?#]*)/i;
  return url.replace(origin, (_, scheme: string, host: string) => lowerCase(scheme + host)).replace(/#.*/s, '');
}

/** Converts a text to lower case, except for the names of variables. */
function lowerCase(text: string): string {
  return text.replace(/\$\{\w*\}|[A-Z]/g, (part) => (part.startsWith('$') ? part : part.toLowerCase()));
}
