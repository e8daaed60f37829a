/**
 * The parts of undici that are used. The package is large: import this file dynamically, when the first request is sent. (In the bundle, a
 * dynamic import of the package itself would have only a default export, because it is CommonJS.)
 */

export { Agent, buildConnector, fetch, Pool, Response, request } from 'undici';
