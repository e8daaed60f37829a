/** Source `rest`: the certificates that a paginated REST API lists. */

import type { EntrySpec, NextPageSpec } from '../../generated/manifest.ts';
import { toPlainObject } from '../../lib/collections.ts';
import type { ConditionSet } from '../rules.ts';
import type { SourceDefinition } from './definition.ts';
import {
  type CurrentItems,
  createConditionSet,
  createCurrentItems,
  createFieldMap,
  createMuted,
  type FieldMap,
} from './field-map.ts';
import { findUrlProblem } from './http-url.ts';
import { isItemLocation } from './item-location.ts';
import { REST_PRESETS } from './rest-presets/index.ts';

/** The method of requesting the pages of a listing. */
type NextPage = NonNullable<NextPageSpec>;

export interface RestSource {
  kind: 'rest';
  /** The URL as written in the manifest, with its `${NAME}` references. */
  url: string;
  /** The path that is appended to a URL without a path; empty without a preset. */
  path: string;
  method: 'GET' | 'POST';
  /** The headers, whose values contain their `${NAME}` references. */
  headers: Record<string, string>;
  body: Record<string, unknown> | null;
  /** The path to the list; null: the response is the list. */
  items: string | null;
  /** The URL or path of one item, with `{id}`; null: the listing is complete. */
  details: string | null;
  next: NextPage;
  /** Whether the listing is known to have only one page (`next: null`). */
  is_single_page: boolean;
  map: FieldMap;
  /** The path of a field that an item does not have before its certificate is issued; null: unknown. */
  issued: string | null;
  where: ConditionSet | null;
  muted: ConditionSet | null;
  /** The conditions for items that the system renews itself; null: unknown. */
  renewed: ConditionSet | null;
  /** The items that are current. */
  current: CurrentItems;
  limits: { pages: number; items: number; mebibytes: number };
  allow_empty: boolean;
  /** Path of a PEM file with the trust anchors for the server. */
  ca_file: string | null;
  ssl_verification: boolean;
  /** Paths of PEM files. */
  client_certificate: { cert: string; key: string } | null;
}

const KIND = 'rest';

export const REST: SourceDefinition<RestSource> = {
  kind: KIND,
  keys: [['rest', 'the URL of an API']],
  locator: 'url',
  variableKeys: { texts: ['rest'], maps: ['headers'] },
  inventory: 'remote',
  caFileUse: 'url',
  create: createRestSource,
  check: (fields) => {
    for (const text of fields.listTexts('rest')) {
      const problem = findUrlProblem(text.value);
      if (problem !== null) fields.report('bad-url', text, problem);
    }
  },
  listLocations: () => [KIND],
  matchesLocation: (location) => isItemLocation(location, KIND),
  locationType: KIND,
};

function createRestSource(spec: EntrySpec): RestSource {
  const preset = spec.preset === undefined ? {} : REST_PRESETS[spec.preset];
  const { method = 'GET', body = null, items = null, details = null, next, where, muted } = { ...preset, ...spec };
  const { pages = 10_000, items: maxItems = 250_000, mebibytes = 32 } = spec.limits ?? {};
  return {
    kind: KIND,
    url: spec.rest ?? '',
    path: preset.path ?? '',
    method,
    headers: toPlainObject(spec.headers),
    body: body as Record<string, unknown> | null,
    items,
    details,
    next: next ?? {},
    is_single_page: next === null,
    map: createFieldMap(spec.map, preset.map),
    issued: preset.issued ?? null,
    where: where === undefined ? null : createConditionSet(where),
    muted: createMuted(muted),
    renewed: preset.renewed === undefined ? null : createConditionSet(preset.renewed),
    current: createCurrentItems({ ...preset, ...spec }),
    limits: { pages, items: maxItems, mebibytes },
    allow_empty: spec.allow_empty ?? false,
    ca_file: spec.ca_file ?? null,
    ssl_verification: spec.ssl_verification ?? true,
    client_certificate: spec.client_certificate ?? null,
  };
}
