/** Passes on a hard-coded date. */

import { createSinglePlaceJob, type SourceReader } from './reader.ts';

export const listExpiresJobs: SourceReader<'expires'> = ({ date }, context) => [
  createSinglePlaceJob('declared', context, () => ({ place: 'declared', address: null, declared: date })),
];
