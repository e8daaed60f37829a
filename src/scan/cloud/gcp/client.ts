/** Opens clients for the APIs of Google Cloud. */

import type { GcpLogin } from '../../../domain/index.ts';
import type { InventoryClient } from '../../inventory/client.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { createTokenHolder } from '../credentials.ts';
import type { OpenClient } from '../listing-job.ts';
import { obtainToken } from './credentials.ts';
import { type GoogleService, resolveService } from './endpoints.ts';
import { createApiClassifier } from './responses.ts';

export interface GoogleApi {
  /** Requests JSON. `path`: relative to the version of the API. Throws InventoryError. */
  get: (path: string, parameters: Readonly<Record<string, string | null>>) => Promise<unknown>;
}

interface ApiOptions {
  service: GoogleService;
  /** The OAuth scope: the least that the API accepts. */
  scope: string;
  /** How failures name the listing. */
  name: string;
  project: string;
}

export async function openGoogleApi(
  login: GcpLogin,
  { service, scope, name, project }: ApiOptions,
  context: ReadContext,
  open: OpenClient,
): Promise<GoogleApi> {
  const base = resolveService(service, context.io.env);
  const getToken = createTokenHolder(() => obtainToken(login, scope, context, open));
  const client: InventoryClient = await open({
    name,
    origins: [base.origin],
    authorize: async (_, refresh) => {
      const { token, quota_project } = await getToken(refresh);
      return {
        authorization: `Bearer ${token}`,
        ...(quota_project !== null && { 'x-goog-user-project': quota_project }),
      };
    },
    classify: createApiClassifier(name, `${service}.googleapis.com --project ${project}`),
  });
  return {
    get: (path, parameters) => {
      const url = new URL(path, base);
      for (const [key, value] of Object.entries(parameters)) if (value !== null) url.searchParams.set(key, value);
      return client.sendJson({ url });
    },
  };
}
