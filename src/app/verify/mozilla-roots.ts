/** Mozilla's trust anchors, as this Node carries them. Loaded only where a chain is judged by them. */

import { rootCertificates } from 'node:tls';

/** PEM. */
export const MOZILLA_ROOTS_PEM: string = rootCertificates.join('\n');
