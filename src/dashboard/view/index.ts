/** The views of the page, in the order of their tabs. A view that is added here and to `VIEWS` has a tab and an address. */

import type { App } from '../app.ts';
import { formatNumber } from '../model/format.ts';
import { hasOtherKinds } from '../model/kinds.ts';
import type { View } from '../model/state.ts';
import type { Store } from '../model/store.ts';
import { renderCertificates } from './certificates.ts';
import { renderForecast } from './forecast.ts';
import { renderGroups } from './groups.ts';
import { renderOverview } from './overview.ts';
import { formatMet, renderPolicies } from './policies.ts';
import { renderTimeline } from './timeline.ts';
import { formatWatched, renderWatched } from './watched.ts';

interface ViewDefinition {
  /** The text of its tab. */
  getTitle: (store: Store) => string;
  /** The number next to it. */
  getCount?: (store: Store) => string | null;
  /** Whether the view has content. Default: always. */
  isShown?: (store: Store) => boolean;
  render: (app: App) => (Node | null)[];
}

export const VIEW_DEFINITIONS: Readonly<Record<View, ViewDefinition>> = {
  overview: { getTitle: () => 'Overview', render: renderOverview },
  certificates: {
    getTitle: (store) => (hasOtherKinds(store) ? 'Everything' : 'Certificates'),
    getCount: ({ size }) => formatNumber(size),
    render: renderCertificates,
  },
  timeline: { getTitle: () => 'Timeline', render: renderTimeline },
  groups: { getTitle: () => 'Groups', render: renderGroups },
  policies: {
    getTitle: () => 'Policies',
    getCount: ({ data }) => (data.policies === null ? null : formatMet(data.policies)),
    isShown: ({ data }) => data.policies !== null,
    render: renderPolicies,
  },
  forecast: { getTitle: () => 'Forecast', render: renderForecast },
  watched: {
    getTitle: () => 'Watched',
    getCount: ({ data }) => (data.known === null ? null : formatWatched(data.known)),
    isShown: ({ data }) => data.known !== null,
    render: renderWatched,
  },
};
