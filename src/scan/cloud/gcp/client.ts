/** Opens clients for the APIs of Google Cloud. */

import type { GcpLogin } from '../../../domain/index.ts';
import type { InventoryClient } from '../../inventory/client.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { createTokenHolder } from '../credentials.ts';
import { type OpenClient, useClients } from '../listing-job.ts';
import type { GoogleToken } from './credential-file.ts';
import { obtainToken } from './credentials.ts';
import { type GoogleService, resolveService } from './endpoints.ts';
import { createApiClassifier } from './responses.ts';

export interface GoogleApi {
  /** Requests JSON. `path`: relative to the version of the API. Throws InventoryError. */
  get: (path: string, parameters: Readonly<Record<string, string | null>>) => Promise<unknown>;
}

interface ApiOptions {
  service: GoogleService;
  /** The name of the listing in failures. */
  name: string;
  project: string;
}

type GetToken = (refresh: boolean) => Promise<GoogleToken>;

/** Creates a source of tokens, which logs in at most once. `scope`: the smallest OAuth scope that the API accepts. */
export function createGoogleTokenSource(login: GcpLogin, scope: string, context: ReadContext): GetToken {
  return createTokenHolder(() => useClients(context, (open) => obtainToken(login, scope, context, open)));
}

/** Opens the API. Requests return JSON, or throw InventoryError. */
export async function openGoogleApi(
  getToken: GetToken,
  { service, name, project }: ApiOptions,
  { io }: ReadContext,
  open: OpenClient,
): Promise<GoogleApi> {
  const base = resolveService(service, io.env);
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
