/** Both transports to a resolver, with the code for DNS messages: import this file dynamically, when the first query is sent. */

export { openHttpsSender } from './over-https.ts';
export { createServerSender } from './servers.ts';
