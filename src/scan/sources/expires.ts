/** Passes on a hard-coded date. */

import { readSinglePlace, type SourceReader } from './reader.ts';

export const listExpiresJobs: SourceReader<'expires'> = ({ date }, context) => [
  () => readSinglePlace(context, { place: 'declared', address: null, declared: date }),
];
