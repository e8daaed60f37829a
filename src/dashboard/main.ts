/** The script of the dashboard: reads the data of the page, and shows what the address asks for. */

import type { App } from './app.ts';
import type { DashboardData } from './data.ts';
import { fill, h } from './dom.ts';
import { createDetailsLoader } from './load-details.ts';
import { formatHash, type PageState, parseHash } from './model/state.ts';
import { createStore } from './model/store.ts';
import { restoreTheme } from './theme.ts';
import { renderCertificates } from './view/certificates.ts';
import { createDetailsDialog } from './view/details.ts';
import { renderForecast } from './view/forecast.ts';
import { renderGroups } from './view/groups.ts';
import { renderOverview } from './view/overview.ts';
import { createShell } from './view/shell.ts';
import { renderTimeline } from './view/timeline.ts';
import { renderWatched } from './view/watched.ts';

/** Certificates whose search text is created at once: a few milliseconds. */
const SEARCH_STEP = 1000;
const MAX_PRINTED_CHUNKS = 20;

restoreTheme();
const data: DashboardData = JSON.parse(document.getElementById('data')?.textContent ?? '');
const store = createStore(data, Math.floor(Date.now() / 1000));
const shell = createShell(store);
const app: App = { store, state: parseHash(location.hash), go, replace, loadDetails: createDetailsLoader(data) };
let dialog: HTMLDialogElement | null = null;

fill(document.getElementById('app') ?? document.body, shell.root);
render();
addEventListener('hashchange', () => update(parseHash(location.hash)));
addEventListener('keydown', focusSearch);
addEventListener('beforeprint', showRowsForPrint);
setTimeout(prepareSearch);

function go(state: PageState): void {
  location.hash = formatHash(state);
}

function replace(state: PageState): void {
  app.state = state;
  history.replaceState(null, '', formatHash(state));
}

/** Opening and closing details leaves the view behind them as it is. */
function update(state: PageState): void {
  const before = formatHash({ ...app.state, certificate: null });
  app.state = state;
  if (before === formatHash({ ...state, certificate: null })) renderDialog();
  else render();
}

function render(): void {
  const { view } = app.state;
  const render = {
    overview: renderOverview,
    certificates: renderCertificates,
    timeline: renderTimeline,
    forecast: renderForecast,
    watched: renderWatched,
  };
  fill(shell.main, view === 'owners' || view === 'issuers' ? renderGroups(app, view) : render[view](app));
  shell.main.dataset.view = view;
  shell.update(app);
  scrollTo(0, 0);
  renderDialog();
}

async function renderDialog(): Promise<void> {
  dialog?.remove();
  dialog = null;
  const { certificate } = app.state;
  if (certificate === null) return;
  const index = store.findById(certificate);
  if (index === undefined) {
    shell.main.prepend(
      h('p', { class: 'banner', role: 'alert' }, `There is no certificate ${certificate} in this scan.`),
    );
    return;
  }
  const details = await app.loadDetails(index);
  // The reader may have gone on in the meantime.
  if (app.state.certificate !== certificate || dialog !== null) return;
  dialog = createDetailsDialog(store, index, details, closeDetails);
  document.body.append(dialog);
  dialog.showModal();
  document.getElementById('details-title')?.focus();
}

function closeDetails(): void {
  if (app.state.certificate !== null) replace({ ...app.state, certificate: null });
  const opened = document.activeElement;
  dialog?.remove();
  dialog = null;
  if (opened instanceof HTMLElement && opened.isConnected) opened.focus();
}

/** Printed tables are complete, up to a thousand rows or so. */
function showRowsForPrint(): void {
  const more = document.querySelector<HTMLButtonElement>('.more-rows');
  for (let chunk = 0; chunk < MAX_PRINTED_CHUNKS && more?.hidden === false; chunk += 1) more.click();
}

/** Prepares the search bit by bit, so that the first letter that is typed is as fast as all others. */
function prepareSearch(next = 0): void {
  const end = Math.min(store.size, next + SEARCH_STEP);
  for (let index = next; index < end; index += 1) store.getSearchText(index);
  if (end < store.size) setTimeout(() => prepareSearch(end));
}

/** `/` goes to the search, as in most tools of this kind. */
function focusSearch(event: KeyboardEvent): void {
  const isTyping =
    event.target instanceof HTMLElement && event.target.closest('input, select, textarea, dialog') !== null;
  if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const search = document.getElementById('search');
  if (search === null) {
    go({ ...app.state, view: 'certificates', certificate: null });
    addEventListener('hashchange', () => document.getElementById('search')?.focus(), { once: true });
  } else search.focus();
}
