/** The interface that the views share: the certificates, the state of the page, and functions that change it. */

import type { Details } from './data.ts';
import type { PageState } from './model/state.ts';
import type { Store } from './model/store.ts';

export interface App {
  store: Store;
  state: PageState;
  /** Shows another state, and adds it to the history of the browser. */
  go: (state: PageState) => void;
  /** Changes the address without rendering the page again. */
  replace: (state: PageState) => void;
  loadDetails: (index: number) => Promise<Details>;
}
