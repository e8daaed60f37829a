/** Reads certificates in the manifest itself. */

import { createSinglePlaceJob, type SourceReader } from './reader.ts';

export const listPemJobs: SourceReader<'pem'> = ({ text }, context) => [
  createSinglePlaceJob('pem', context, () => ({ place: 'pem', address: null, content: Buffer.from(text) })),
];
