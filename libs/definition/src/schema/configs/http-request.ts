import { integer, list, record, text, type Shape } from '../shape';

const SECRET = record(
  {
    secret: {
      type: 'string',
      pattern: '^[A-Za-z_][A-Za-z0-9_.-]{0,127}$',
      description: 'Name of a secret that the operator keeps.',
    },
    prefix: {
      type: 'string',
      maxLength: 200,
      pattern: '^[^\\r\\n\\u0000]*$',
      description: 'Put before its value, such as "Bearer ".',
    },
  },
  ['secret'],
);

const HEADER_VALUE: Shape = { type: 'string', maxLength: 8_192, pattern: '^[^\\r\\n\\u0000]*$' };

export const HTTP_REQUEST = record(
  {
    method: {
      type: 'string',
      enum: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      description: 'GET when absent.',
    },
    url: text(8_192, 'A template of an http: or https: URL.', 1),
    headers: {
      type: 'object',
      description: 'Header values are templates, or {"secret": name}.',
      propertyNames: { type: 'string', maxLength: 256, pattern: '^[A-Za-z0-9!#$%&*+.^_|~-]+$' },
      additionalProperties: { anyOf: [HEADER_VALUE, SECRET] },
      maxProperties: 100,
    },
    query: {
      type: 'object',
      description: 'Query parameters, templates or {"secret": name}; added to those of the URL.',
      additionalProperties: {},
      maxProperties: 100,
    },
    body: { description: 'A template; an object or a list is sent as JSON.' },
    effect: {
      type: 'string',
      enum: ['read', 'idempotent', 'irreversible'],
      description:
        'Absent: read for GET and HEAD, idempotent for PUT, DELETE and with an idempotency_key, else irreversible.',
    },
    idempotency_key: {
      description: 'Sent as Idempotency-Key: a template, or true for a key of the run and the node.',
      anyOf: [
        { type: 'string', minLength: 1, maxLength: 8_192 },
        { type: 'boolean', const: true },
      ],
    },
    retry_statuses: list(
      integer(400, 599, 'An HTTP status.'),
      50,
      'Answers that are tried again beside 408, 425, 429 and 5xx.',
    ),
  },
  ['url'],
);
