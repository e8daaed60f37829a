/** Salt: pillars with names of servers, and of the certificates that `acme` or `lego` gets for them. */

import { readSettings } from '../yaml/settings.ts';
import { createYamlFormat } from '../yaml/yaml-format.ts';

export const SALT = createYamlFormat({
  name: 'salt',
  files: /\.sls$/,
  accepts: (path) => path.split('/').some((part) => part === 'pillar' || part === 'pillars'),
  readDocument: (document) => readSettings(document),
});
