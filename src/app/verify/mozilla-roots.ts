/** Mozilla's trust anchors, as this Node includes them. Loaded when the first chain is evaluated with them. */

import { rootCertificates } from 'node:tls';

export const MOZILLA_ROOTS_PEM: string = rootCertificates.join('\n');
