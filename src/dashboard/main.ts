/** The script of the dashboard: reads the data of the page, and shows what the address asks for. */

import { createApp } from './page.ts';
import { readData } from './read-data.ts';
import { restoreTheme } from './theme.ts';

restoreTheme();
readData()
  .then(createApp)
  .catch((error: unknown) => {
    // What readers without JavaScript see is still there.
    document.documentElement.classList.add('failed');
    throw error;
  });
