/** Custom domains in the configuration of hosting platforms: Vercel, Netlify and Fly.io. The platform manages the certificates. */

import type { Format } from '../format.ts';
import { parseToml } from '../toml.ts';
import { readHosts } from '../yaml/hosts.ts';
import { isMap, selectNodes, selectScalars, selectText } from '../yaml/select-nodes.ts';
import { createYamlFormat } from '../yaml/yaml-format.ts';

/** Names of the site, and names that requests must have for a redirect or rewrite. */
export const VERCEL = createYamlFormat({
  name: 'vercel',
  files: /(?:^|\/)vercel\.json$/,
  *readDocument(document) {
    for (const scalar of selectScalars(document, 'alias')) yield* readHosts(scalar);
    for (const rules of ['redirects', 'rewrites', 'headers', 'routes'])
      for (const condition of selectNodes(document, `${rules}[].has[]`))
        if (selectText(condition, 'type') === 'host')
          // A value can be a regular expression.
          for (const scalar of selectScalars(condition, 'value'))
            if (/^[\w.-]+$/.test(scalar.text)) yield* readHosts(scalar);
  },
});

/** The source of a redirect is a domain of the site; the target can be another site. */
export const NETLIFY: Format = {
  name: 'netlify',
  files: /(?:^|\/)netlify\.toml$/,
  *read({ text }) {
    for (const assignment of parseToml(text))
      for (const { text: from, line } of selectScalars(assignment, 'redirects[].from'))
        if (/^https?:\/\//.test(from)) yield* readHosts({ text: from.replace(/^http:/, 'https:'), line });
  },
};

/** The name of the public host, which frameworks on Fly.io require. */
export const FLY: Format = {
  name: 'fly',
  files: /(?:^|\/)fly(?:\.[\w-]+)?\.toml$/,
  *read({ text }) {
    for (const assignment of parseToml(text))
      for (const environment of selectNodes(assignment, 'env').filter(isMap))
        for (const [key, value] of environment.entries)
          if (
            /^(?:PHX_HOST|APP_HOST|(?:\w+_)?PUBLIC_HOST|PRIMARY_HOST|(?:APP|SITE|PUBLIC)_DOMAIN)$/.test(key) &&
            value.kind === 'scalar'
          )
            yield* readHosts(value);
  },
};
