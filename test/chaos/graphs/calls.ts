import { markerOf, receiptOf } from '../world/marker';
import type { Block, Site } from './block';

/** A node that posts for an effect. @param place where it stands, which may be a template */
export function post({ executionId, url }: Site, id: string, kind: 'keyed' | 'irreversible', place: string) {
  return {
    id,
    type: 'http_request',
    config: {
      method: 'POST',
      url: `${url}/${kind}`,
      body: { marker: markerOf(executionId, place) },
      ...(kind === 'keyed' ? { idempotency_key: true as const } : {}),
    },
    ...(kind === 'keyed' ? { retry: { max_attempts: 10, initial_interval_seconds: 0.2 } } : {}),
  };
}

const call = (site: Site, kind: 'keyed' | 'irreversible'): Block => {
  const path = `nodes/${site.id}`;
  return {
    node: post(site, site.id, kind, path),
    gives: {
      template: `{{ nodes.${site.id}.output.body.receipt }}`,
      value: receiptOf(markerOf(site.executionId, path)),
    },
    [kind]: [path],
  };
};

export const keyedCall = (site: Site): Block => call(site, 'keyed');

export const irreversibleCall = (site: Site): Block => call(site, 'irreversible');
