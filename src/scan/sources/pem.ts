/** Reads certificates in the manifest itself. */

import { readSinglePlace, type SourceReader } from './reader.ts';

export const listPemJobs: SourceReader<'pem'> = ({ text }, context) => [
  () => readSinglePlace(context, { place: 'pem', address: null, content: Buffer.from(text) }),
];
