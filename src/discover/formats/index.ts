/** The table of formats. A new format is a file in this directory and a line here. */

import type { Format } from '../format.ts';
import { ANSIBLE, ANSIBLE_INVENTORY } from './ansible.ts';
import { COMPOSE } from './compose.ts';
import { ENVOY } from './envoy.ts';
import { GITHUB_PAGES } from './github-pages.ts';
import { HELM_VALUES } from './helm-values.ts';
import { FLY, NETLIFY, VERCEL } from './hosting.ts';
import { KUBERNETES } from './kubernetes.ts';
import { KUSTOMIZE } from './kustomize.ts';
import { OPENAPI } from './openapi.ts';
import { SALT } from './salt.ts';
import { TRAEFIK_TOML, TRAEFIK_YAML } from './traefik.ts';

export const FORMATS: readonly Format[] = [
  GITHUB_PAGES,
  KUBERNETES,
  HELM_VALUES,
  KUSTOMIZE,
  COMPOSE,
  TRAEFIK_YAML,
  TRAEFIK_TOML,
  ENVOY,
  ANSIBLE,
  ANSIBLE_INVENTORY,
  SALT,
  OPENAPI,
  VERCEL,
  NETLIFY,
  FLY,
];
