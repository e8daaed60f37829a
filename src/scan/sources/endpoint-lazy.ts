/** TLS, DNS and proxies as one piece of code, which is loaded only where an endpoint or a URL is to be read. */

export { openNetwork } from '../network/index.ts';
export { prepareEndpoints, readService, readTarget } from './endpoint.ts';
