import { expect, it } from 'vitest';
import { isServiceError, isTemporaryError } from '../../src/lib/http/statuses.ts';

it('counts statuses about the service as temporary, unless the server does not support the request', () => {
  const statuses = Array.from({ length: 600 }, (_, status) => status);
  const temporary = statuses.filter(isTemporaryError);
  const permanent = statuses.filter((status) => isServiceError(status) && !isTemporaryError(status));
  expect(temporary.filter((status) => status < 500)).toEqual([408, 425, 429]);
  expect(temporary.filter((status) => status >= 500)).toHaveLength(98);
  expect(permanent).toEqual([501, 505]);
});
