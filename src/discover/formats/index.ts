/** The table of formats. A new format is a file in this directory and a line here. */

import type { Format } from '../format.ts';
import { ANSIBLE, ANSIBLE_INVENTORY } from './ansible.ts';
import { APACHE } from './apache.ts';
import { CADDYFILE } from './caddyfile.ts';
import { COMPOSE } from './compose.ts';
import { DNSCONTROL } from './dnscontrol.ts';
import { ENCRYPTED } from './encrypted.ts';
import { ENVOY } from './envoy.ts';
import { GCLOUD_RECORDS } from './gcloud-records.ts';
import { GITHUB_PAGES } from './github-pages.ts';
import { HAPROXY } from './haproxy.ts';
import { HELM_VALUES } from './helm-values.ts';
import { FLY, NETLIFY, VERCEL } from './hosting.ts';
import { KUBERNETES } from './kubernetes.ts';
import { KUSTOMIZE } from './kustomize.ts';
import { NGINX } from './nginx.ts';
import { NIX } from './nix.ts';
import { OCTODNS } from './octodns.ts';
import { OPENAPI } from './openapi.ts';
import { SALT } from './salt.ts';
import { SAML } from './saml.ts';
import { TERRAFORM } from './terraform.ts';
import { TRAEFIK_TOML, TRAEFIK_YAML } from './traefik.ts';
import { ZONE_FILE } from './zone-file.ts';

export const FORMATS: readonly Format[] = [
  ENCRYPTED,
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
  TERRAFORM,
  NGINX,
  NIX,
  APACHE,
  CADDYFILE,
  HAPROXY,
  ZONE_FILE,
  OCTODNS,
  DNSCONTROL,
  GCLOUD_RECORDS,
  SAML,
];
