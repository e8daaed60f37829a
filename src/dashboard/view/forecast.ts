/** The forecast: the renewals that shorter lifetimes require, and settings that stop working. */

import type { App } from '../app.ts';
import type { RenewalForecast } from '../data.ts';
import { h } from '../dom.ts';
import { formatCount, formatDate, formatNumber } from '../model/format.ts';
import { createState, formatHash } from '../model/state.ts';
import { createCard, truncateMiddle } from './shared-elements.ts';

export function renderForecast({ store }: App): (Node | null)[] {
  const { forecast } = store.data;
  return [
    h('h1', {}, 'Forecast'),
    h('div', { class: 'columns' }, renderTotals(forecast), renderMeaning(forecast)),
    renderEntries(forecast),
    forecast.settings.length > 0
      ? renderSettings(forecast)
      : h('p', { class: 'muted' }, 'All thresholds of the manifest fit the shorter lifetimes.'),
  ];
}

function renderTotals({ today, limits }: RenewalForecast): HTMLElement {
  const most = Math.max(1, today, ...limits.map(({ renewals }) => renewals));
  const bar = (title: string, note: string, renewals: number) =>
    h(
      'li',
      {},
      h(
        'i',
        { class: 'column', style: { height: `${Math.max(2, (renewals / most) * 100)}%` } },
        h('b', {}, formatNumber(Math.round(renewals))),
      ),
      h('span', {}, title),
      h('small', {}, note),
    );
  return createCard(
    'Renewals per year',
    { class: 'forecast', note: 'after two thirds of the lifetime' },
    h(
      'ol',
      { class: 'columns-chart' },
      bar('Today', 'current lifetimes', today),
      limits.map(({ days, from, renewals }) => bar(`${days} days`, `from ${formatDay(from)}`, renewals)),
    ),
  );
}

function formatDay(day: string): string {
  return formatDate(Date.parse(day) / 1000);
}

const WEEKS = 52;

/** Renders the equivalent work for people, and the certificates that are not counted. */
function renderMeaning({ today, limits, exempt, unknown }: RenewalForecast): HTMLElement {
  const perWeek = (renewals: number) => String(Math.round((renewals / WEEKS) * 10) / 10);
  const lines = limits.map(({ days, from, renewals }) => {
    const factor = Math.round((renewals / Math.max(today, 0.1)) * 10) / 10;
    const more = today > 0 && factor > 1 ? `, ${factor} times today` : '';
    return h('li', {}, h('b', {}, perWeek(renewals)), ` from ${formatDay(from)} (${days} days)${more}`);
  });
  const left = [
    exempt > 0 && `Not counted: ${formatCount(exempt, 'certificate')} of private CAs or self-signed.`,
    unknown > 0 && `Not counted: ${formatCount(unknown, 'certificate')} without a known lifetime.`,
  ].filter((one) => one !== false);
  return createCard(
    'Renewals per week',
    { class: 'meaning' },
    h('ul', { class: 'meaning' }, h('li', {}, h('b', {}, perWeek(today)), ' today'), lines),
    h(
      'p',
      { class: 'muted' },
      'Maximum lifetimes of publicly trusted certificates by CA/Browser Forum ballot SC-081v3. ',
      left.join(' '),
    ),
  );
}

function renderEntries({ entries, limits }: RenewalForecast): Node | null {
  if (entries.length === 0) return null;
  const heads = ['Certificates', 'Today', ...limits.map(({ days }) => `${days} days`)];
  return createCard(
    'Most renewals',
    { note: 'per year' },
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Most renewals' },
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'col' }, 'Entry'),
            heads.map((text) => h('th', { scope: 'col', class: 'number' }, text)),
          ),
        ),
        h(
          'tbody',
          {},
          entries.map(({ name, certificates, renewals }) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, linkEntry(name)),
              h('td', { class: 'number' }, formatNumber(certificates)),
              renewals.map((one) => h('td', { class: 'number' }, formatNumber(Math.round(one * 10) / 10))),
            ),
          ),
        ),
      ),
    ),
  );
}

function linkEntry(name: string): HTMLElement {
  return truncateMiddle(name, 'a', { href: formatHash(createState('forecast', { certificate: name })) });
}

const EFFECTS: Readonly<Record<string, string>> = {
  fits: 'fits',
  capped: 'capped',
  early: 'too early',
  silent: 'never',
  lifelong: 'always',
};

function renderSettings({ settings, limits }: RenewalForecast): HTMLElement {
  const heads = ['Setting', 'Value', 'Use instead', 'Today', ...limits.map(({ days }) => `${days} days`)];
  return createCard(
    'Settings that stop working',
    { note: 'percentages fit any lifetime' },
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Settings' },
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            heads.map((text) => h('th', { scope: 'col' }, text)),
            h('th', { scope: 'col', class: 'number' }, 'Certificates'),
          ),
        ),
        h(
          'tbody',
          {},
          settings.map(({ setting, value, suggestion, certificates, effects }) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, h('code', {}, setting)),
              h('td', {}, value),
              h('td', {}, suggestion === null ? '–' : h('code', {}, suggestion)),
              effects.map((effect) =>
                h('td', { class: effect === 'fits' || effect === '' ? '' : 'misfit' }, EFFECTS[effect] ?? '–'),
              ),
              h('td', { class: 'number' }, formatNumber(certificates)),
            ),
          ),
        ),
      ),
    ),
  );
}
