/** Shows the view that the address selects. */

import type { App } from './app.ts';
import type { DashboardData } from './data.ts';
import { fill, h } from './dom.ts';
import { formatHash, type PageState, parseHash } from './model/state.ts';
import { createStore, type Store } from './model/store.ts';
import { createDetailsReader } from './read-data.ts';
import { createDetailsDialog } from './view/details.ts';
import { VIEW_DEFINITIONS } from './view/index.ts';
import { createShell } from './view/shell.ts';

/** The number of certificates whose search text is created in one step of a few milliseconds. */
const SEARCH_STEP = 1000;
const MAX_PRINTED_CHUNKS = 40;

/** Shows the page, and keeps it up to date with its address. */
export function createApp(data: DashboardData): void {
  const store = createStore(data, Math.floor(Date.now() / 1000));
  const shell = createShell(store);
  const app: App = { store, state: parseHash(location.hash), go, replace, loadDetails: createDetailsReader(data) };
  const showDialog = createDialogs(app, shell.main);

  function go(state: PageState): void {
    location.hash = formatHash(state);
  }

  function replace(state: PageState): void {
    app.state = state;
    history.replaceState(null, '', formatHash(state));
  }

  /** Updates the page. Opening and closing details does not change the view behind them. */
  function update(state: PageState): void {
    const before = formatHash({ ...app.state, certificate: null });
    app.state = state;
    if (before === formatHash({ ...state, certificate: null })) showDialog();
    else render();
  }

  function render(): void {
    const { view } = app.state;
    fill(shell.main, VIEW_DEFINITIONS[view].render(app));
    shell.main.dataset.view = view;
    shell.update(app);
    scrollTo(0, 0);
    showDialog();
  }

  fill(document.getElementById('app') ?? document.body, shell.root);
  render();
  addEventListener('hashchange', () => update(parseHash(location.hash)));
  addEventListener('keydown', (event) => focusSearch(event, app));
  addEventListener('click', closePickers);
  addEventListener('beforeprint', showRowsForPrint);
  setTimeout(() => prepareSearch(store));
}

/** Returns a function that opens or closes details according to the state. */
function createDialogs(app: App, main: HTMLElement): () => Promise<void> {
  let dialog: HTMLDialogElement | null = null;

  function close(): void {
    if (app.state.certificate !== null) app.replace({ ...app.state, certificate: null });
    hide();
  }

  /** Hides the dialog. The focus returns to the element that opened it, also with the Back button. */
  function hide(): void {
    const shown = dialog;
    dialog = null;
    shown?.close();
    const opened = document.activeElement;
    shown?.remove();
    if (opened instanceof HTMLElement && opened.isConnected) opened.focus();
  }

  return async () => {
    hide();
    main.querySelector('.banner')?.remove();
    const { certificate } = app.state;
    if (certificate === null) return;
    const index = app.store.findById(certificate);
    if (index === undefined) {
      main.prepend(h('p', { class: 'banner', role: 'alert' }, `There is no certificate ${certificate} in this scan.`));
      return;
    }
    const details = await app.loadDetails(index);
    // The reader may have moved on in the meantime.
    if (app.state.certificate !== certificate || dialog !== null) return;
    const shown = createDetailsDialog(app.store, index, details, () => dialog === shown && close());
    dialog = shown;
    document.body.append(shown);
    shown.showModal();
    document.getElementById('details-title')?.focus();
  };
}

/** Closes lists of values after a click outside. */
function closePickers({ target }: Event): void {
  for (const picker of document.querySelectorAll<HTMLDetailsElement>('.picker[open]')) {
    if (target instanceof Node && !picker.contains(target)) picker.open = false;
  }
}

/** Shows more rows for printing, so that tables of up to about a thousand rows are complete. */
function showRowsForPrint(): void {
  const more = document.querySelector<HTMLButtonElement>('.more-rows');
  for (let chunk = 0; chunk < MAX_PRINTED_CHUNKS && more?.hidden === false; chunk += 1) more.click();
}

/** Prepares the search in small steps, so that the first typed letter is as fast as all others. */
function prepareSearch(store: Store, next = 0): void {
  const end = Math.min(store.size, next + SEARCH_STEP);
  for (let index = next; index < end; index += 1) store.getSearchText(index);
  if (end < store.size) setTimeout(() => prepareSearch(store, end));
}

/** Moves the focus to the search with `/`, as in most similar tools. */
function focusSearch(event: KeyboardEvent, { state, go }: App): void {
  const isTyping =
    event.target instanceof HTMLElement && event.target.closest('input, select, textarea, dialog') !== null;
  if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const search = document.getElementById('search');
  if (search === null) {
    go({ ...state, view: 'certificates', certificate: null });
    addEventListener('hashchange', () => document.getElementById('search')?.focus(), { once: true });
  } else search.focus();
}
