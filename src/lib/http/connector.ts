/** Connects undici to servers. Importing this file loads undici: use a dynamic import. */

import { buildConnector } from 'undici';
import { skipInterimResponses } from './interim-responses.ts';

/** A connector of undici that also accepts servers that send `100 Continue` unasked. */
export function createConnector(options: buildConnector.BuildOptions = {}): buildConnector.connector {
  const connector = buildConnector(options);
  return (target, callback) =>
    connector(target, (...result: Parameters<typeof callback>) => {
      if (result[0] === null) skipInterimResponses(result[1]);
      callback(...result);
    });
}
