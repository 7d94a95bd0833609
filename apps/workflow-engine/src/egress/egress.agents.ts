import http from 'node:http';
import https from 'node:https';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { publicLookup } from './address.policy';

/** The agents of one request; axios takes the one of the URL's scheme. */
export interface Agents {
  httpAgent: http.Agent;
  httpsAgent: https.Agent;
}

/**
 * Agents that connect to public addresses only, checked when the socket connects: first by our own policy, then,
 * on the same resolved addresses, by the filtering agent's independent list.
 */
export function publicAgents(): Agents {
  return {
    httpAgent: new RequestFilteringHttpAgent({ lookup: publicLookup }),
    httpsAgent: new RequestFilteringHttpsAgent({ lookup: publicLookup }),
  };
}

/** Agents without a check, for the hosts that the operator allows. */
export function operatorAgents(): Agents {
  return { httpAgent: new http.Agent(), httpsAgent: new https.Agent() };
}
