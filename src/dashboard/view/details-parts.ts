/** Sections of the details of one certificate. */

import { isWebAddress } from '../../lib/text/text-parts.ts';
import type { Details, LocationDetails } from '../data.ts';
import { h } from '../dom.ts';
import { formatCount, formatDate, formatExpiry, formatNumber, formatTime } from '../model/format.ts';
import { createState, formatHash, parseHash } from '../model/state.ts';
import type { Store } from '../model/store.ts';
import { createCopyButton } from './copy.ts';
import { createIcon, createStatusBadge } from './shared-elements.ts';

export function renderFindings(
  { data }: Store,
  index: number,
  { findings = [], trust, revocation }: Details,
): HTMLElement | null {
  const problem = data.columns.problem[index] || null;
  const texts = findings.map(({ severity, code, text, locations }) => ({
    severity,
    code,
    text: text ?? code,
    locations,
  }));
  const other =
    problem !== null && !texts.some(({ text }) => text === problem)
      ? [{ severity: 'warning', code: '', text: problem, locations: [] }]
      : [];
  const more = [...(trust?.texts ?? []), ...(revocation?.texts ?? [])]
    .filter((text) => ![...texts, ...other].some((one) => one.text === text || one.code === text))
    .map((text) => ({ severity: 'info', code: '', text, locations: [] as string[] }));
  const all = [...texts, ...other, ...more];
  if (all.length === 0) return null;
  return h(
    'ul',
    { class: 'findings' },
    all.map(({ severity, code, text, locations }) =>
      h(
        'li',
        { class: severity },
        createIcon(severity === 'critical' ? 'critical' : 'warning'),
        h(
          'div',
          { class: 'stack' },
          h('span', {}, text),
          (code !== '' || locations.length > 0) &&
            h('small', {}, [code, ...locations.slice(0, 5)].filter(Boolean).join(' · ')),
        ),
      ),
    ),
  );
}

export function renderLocations({ data }: Store, index: number, { locations = [] }: Details): HTMLElement | null {
  const names = data.columns.locations[index] ?? [];
  if (names.length === 0) return null;
  const lagging = locations.filter(({ lags }) => lags).length;
  const title = h(
    'h3',
    {},
    'Locations',
    h('span', { class: 'count' }, String(names.length)),
    lagging > 0 && h('span', { class: 'verdict bad' }, `${formatCount(lagging, 'location')} behind`),
  );
  return h(
    'section',
    {},
    title,
    h(
      'ul',
      { class: 'locations' },
      names.map((name, at) => renderLocation(name, locations[at] ?? {})),
    ),
  );
}

function renderLocation(name: string, { address, error, lags }: LocationDetails): HTMLElement {
  const [state, shape] =
    error !== undefined
      ? (['failed', 'unknown'] as const)
      : lags
        ? (['lags', 'warning'] as const)
        : (['read', 'ok'] as const);
  const note = error ?? (lags ? 'Still presents an old certificate' : address);
  return h(
    'li',
    { class: state },
    createIcon(shape),
    h('div', { class: 'stack' }, h('span', {}, name), note !== undefined && h('small', {}, note)),
    createCopyButton('location', () => name),
  );
}

const MAX_SIBLINGS = 10;

/** Renders other certificates of the entry, such as the one that a lagging location still has. */
export function renderSiblings(store: Store, index: number): HTMLElement | null {
  const { columns } = store.data;
  const siblings: number[] = [];
  for (let other = 0; other < store.size; other += 1) {
    if (other !== index && columns.entry[other] === columns.entry[index]) siblings.push(other);
  }
  if (siblings.length === 0) return null;
  const list = siblings.slice(0, MAX_SIBLINGS).map((other) => {
    const href = formatHash({ ...parseHash(location.hash), certificate: store.getId(other) });
    const codes = store.data.tables.codes[columns.codes[other] ?? -1] ?? [];
    return h(
      'li',
      {},
      createStatusBadge(store, other),
      h(
        'div',
        { class: 'stack' },
        h('a', { class: 'name', href }, store.getName(other)),
        h('small', {}, formatExpiry(columns.until[other] ?? null, store.now)),
        codes.includes('locations-disagree') && h('small', { class: 'behind' }, 'Not replaced everywhere yet'),
      ),
    );
  });
  const title = h(
    'h3',
    {},
    'Other certificates of this entry',
    h('span', { class: 'count' }, formatNumber(siblings.length)),
  );
  return h('section', {}, title, h('ul', { class: 'siblings' }, list));
}

/** Renders other entries with the same certificate, and entries that have already replaced it. */
export function renderLinks({ other_locations = [], successors = [] }: Details): HTMLElement | null {
  if (other_locations.length + successors.length === 0) return null;
  const same = other_locations.map(({ entry, location }) => renderLink('ok', entry, location));
  const replaced = successors.map(({ entry, location, until }) =>
    renderLink('warning', entry, `${location}, replaced by a certificate that expires on ${formatDate(until)}`),
  );
  return h('section', {}, h('h3', {}, 'In other entries'), h('ul', { class: 'locations' }, replaced, same));
}

function renderLink(shape: 'ok' | 'warning', entry: string, note: string): HTMLElement {
  const href = formatHash(createState('certificates', { certificate: entry }));
  const text = h('div', { class: 'stack' }, h('a', { href }, entry), h('small', {}, note));
  return h('li', { class: shape === 'warning' ? 'lags' : 'read' }, createIcon(shape), text);
}

export function renderRenewal({ data, now }: Store, index: number, { renewal }: Details): HTMLElement | null {
  const start = data.columns.renewal[index] ?? null;
  if (start === null) return null;
  const end = data.columns.window[index] ?? null;
  const when = end === null ? formatDate(start) : `${formatDate(start)} – ${formatDate(end)}`;
  const isOpen = start <= now;
  const source =
    renewal?.estimated === false ? 'Window suggested by the CA (RFC 9773)' : 'Estimated: two thirds of the lifetime';
  const { explanation, error } = renewal ?? {};
  return h(
    'section',
    {},
    h('h3', {}, 'Next renewal', isOpen && h('span', { class: 'verdict due' }, 'Due now')),
    h('p', {}, h('b', {}, when), h('small', {}, ` ${source}`)),
    explanation !== undefined &&
      isWebAddress(explanation) &&
      h('p', {}, h('a', { href: explanation, rel: 'noreferrer noopener' }, 'Why this window')),
    error !== undefined && h('p', { class: 'muted' }, `The last request to the CA failed: ${error}`),
  );
}

const RESULT_ICONS = { pass: 'ok', fail: 'expired', error: 'unknown', skipped: 'not_yet_valid' } as const;

export function renderPolicies(score: number | null, { policies = [] }: Details): HTMLElement | null {
  if (policies.length === 0) return null;
  return h(
    'section',
    {},
    h('h3', {}, 'Policies', score !== null && h('span', { class: 'count' }, `${score} of 100`)),
    h(
      'ul',
      { class: 'policies' },
      policies.map(({ name, severity, result, checks }) =>
        h(
          'li',
          { class: result },
          createIcon(RESULT_ICONS[result as keyof typeof RESULT_ICONS] ?? 'unknown'),
          h(
            'div',
            { class: 'stack' },
            h('b', {}, name),
            h('small', {}, `${result}, ${severity}`),
            checks.map(({ text }) => h('span', {}, text)),
          ),
        ),
      ),
    ),
  );
}

const FIRST_WORD = /^\w+\./;

export function renderHistory({ events = [] }: Details): HTMLElement | null {
  if (events.length === 0) return null;
  return h(
    'section',
    {},
    h('h3', {}, 'History'),
    h(
      'ol',
      { class: 'history' },
      events.map(({ name, detail, at, location, deliveries }) =>
        h(
          'li',
          {},
          h(
            'div',
            { class: 'stack' },
            h(
              'b',
              {},
              name.replace(FIRST_WORD, '').replaceAll('_', ' '),
              detail !== '' && h('span', { class: 'muted' }, ` ${detail}`),
            ),
            h('small', {}, [formatTime(at), ...(location === null ? [] : [location])].join(' · ')),
            deliveries.map(({ to, at: sent, error }) =>
              h(
                'small',
                { class: error === null ? 'sent' : 'unsent' },
                createIcon(error === null ? 'ok' : 'expired'),
                error === null ? `${to}, ${formatDate(sent)}` : `${to}: ${error}`,
              ),
            ),
          ),
        ),
      ),
    ),
  );
}
