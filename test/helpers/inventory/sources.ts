/** A source for tests that only need one. */

import type { UrlSource } from '../../../src/domain/index.ts';
import { createUrlTarget } from '../../../src/domain/sources/url.ts';

export function createUrlSource(url: string): UrlSource {
  return { kind: 'url', targets: [createUrlTarget(url)], headers: {}, ca_file: null, ssl_verification: true };
}
