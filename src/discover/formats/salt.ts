/** Salt: pillars with names of servers, and of the certificates that `acme` or `lego` gets for them. */

import { createYamlFormat } from '../yaml/format.ts';
import { readSettings } from '../yaml/settings.ts';

export const SALT = createYamlFormat({
  name: 'salt',
  files: /\.sls$/,
  accepts: (path) => path.split('/').some((part) => part === 'pillar' || part === 'pillars'),
  readDocument: (document) => readSettings(document),
});
