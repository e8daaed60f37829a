/** The script of the dashboard: reads the data of the page, and shows the view that the address selects. */

import { createApp } from './page.ts';
import { readData } from './read-data.ts';
import { restoreTheme } from './theme.ts';

restoreTheme();
readData()
  .then(createApp)
  .catch((error: unknown) => {
    // The content for readers without JavaScript is still in the page.
    document.documentElement.classList.add('failed');
    throw error;
  });
