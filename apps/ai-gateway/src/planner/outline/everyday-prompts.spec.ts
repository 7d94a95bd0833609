import { nodeOf, plan, shapeOf, taskOf, warningsOf } from './definition.fixture';

const HOOK = 'https://hooks.example.com/x';

describe('what is sent by somebody’s leave', () => {
  it.each(['letter', 'reminder'])('goes to the address when it is approved: %s', (what) => {
    const definition = plan(`Draft a ${what} and send it to ${HOOK} after I approve`);
    expect(definition.nodes.map(({ type }) => type)).toEqual(['agent', 'approval', 'http_request']);
    expect(shapeOf(definition)).toContain('deliver <- approve:approved');
    expect(nodeOf(definition, 'deliver', 'http_request').config.url).toBe(HOOK);
  });

  it('is handed on when nobody answers in time', () => {
    const definition = plan(
      'Draft a contract, have the lawyer approve it within 24 hours, and if nobody answers, remind me',
    );
    expect(nodeOf(definition, 'approve', 'approval').config.timeout_seconds).toBe(86_400);
    expect(shapeOf(definition)).toContain('notify_reminder <- approve:timeout');
  });
});

it('asks everybody who is named together about what is given', () => {
  const definition = plan(
    'Have legal and finance review the contract at the same time, then merge their comments',
  );
  const { message, data } = nodeOf(definition, 'approve', 'approval').config;
  expect(message).toContain('Legal and finance');
  expect(data).toBe('{{ inputs.contract }}');
});

it('sends to the same address in the other case', () => {
  const definition = plan(
    `Write a note. If it is angry, get my approval before sending it to ${HOOK}, otherwise send it right away`,
  );
  const urls = definition.nodes.flatMap((node) => (node.type === 'http_request' ? [node.config.url] : []));
  expect(urls).toEqual([HOOK, HOOK]);
});

it('posts what "gets posted", and reads nothing at that address', () => {
  const definition = plan(`Review the code, list bugs; critical ones get posted to ${HOOK}`);
  const methods = definition.nodes.flatMap((node) =>
    node.type === 'http_request' ? [node.config.method] : [],
  );
  expect(methods).toEqual(['POST']);
});

describe('the method that a prompt names', () => {
  it('is used, behind an approval', () => {
    const definition = plan('Summarise the report and PUT it to https://api.example.com/items/5');
    expect(nodeOf(definition, 'deliver', 'http_request').config.method).toBe('PUT');
    expect(shapeOf(definition)).toContain('deliver <- approve:approved');
  });

  it('deletes what is at an address, only in the case that is named and when it is approved', () => {
    const definition = plan('DELETE https://api.example.com/items/7 if the item is expired');
    const deletion = nodeOf(definition, 'deliver', 'http_request').config;
    expect([deletion.method, deletion.body]).toEqual(['DELETE', undefined]);
    expect(nodeOf(definition, 'approve', 'approval').config.message).toContain(
      'Delete https://api.example.com/items/7',
    );
    expect(shapeOf(definition)).toContain('approve <- decide:yes');
  });
});

describe('cases', () => {
  it('lead to what is done "for anything else" when none of them holds', () => {
    const shape = shapeOf(
      plan(
        'If the ticket is about billing, list refunds; if it is about shipping, list carriers; for anything else, list contacts',
      ),
    );
    expect(shape).toContain('list <- decide:other');
  });

  it('after a classification are its categories, with one for the rest', () => {
    const definition = plan(
      'Classify the ticket. For bugs, list the logs; for feature requests, draft a roadmap; for everything else, list contacts.',
    );
    expect(JSON.stringify(nodeOf(definition, 'classify', 'agent').output_schema)).toContain(
      '["bugs","feature requests","other"]',
    );
    expect(shapeOf(definition)).toContain('list <- decide:other');
  });
});

describe('what is done at the same time', () => {
  it('reads its own address, and waits for no other', () => {
    const shape = shapeOf(
      plan('Summarise these articles in parallel: https://a.example.com/1 https://a.example.com/2'),
    );
    expect(shape).toEqual(['fetch', 'fetch_2', 'summarise <- fetch', 'summarise_2 <- fetch_2']);
  });

  it('meets in what is done afterwards', () => {
    expect(shapeOf(plan('Research Norway and Sweden in parallel and write a comparison'))).toEqual([
      'research',
      'research_2',
      'compare <- research, research_2',
    ]);
  });

  it('may all be done with the same thing', () => {
    expect(
      shapeOf(
        plan(
          `Fetch https://a.example.com/x, summarise it and translate it in parallel and post both to ${HOOK}`,
        ),
      ),
    ).toEqual([
      'fetch',
      'summarise <- fetch',
      'translate <- fetch',
      'approve <- summarise, translate',
      'deliver <- approve:approved',
    ]);
  });
});

describe('what is read again and again', () => {
  it('is read anew in each round, with a pause', () => {
    const definition = plan(
      'Check https://api.example.com/job every 10 seconds until it is done, at most 5 times, then summarise the result',
    );
    const { body, max_iterations: most } = nodeOf(definition, 'repeat', 'loop').config;
    expect(most).toBe(5);
    expect(shapeOf(body)).toEqual(['wait', 'fetch <- wait', 'judge <- fetch']);
    expect(shapeOf(definition)).toEqual(['repeat', 'summarise <- repeat']);
  });

  it('pauses as a clause of its own says', () => {
    const definition = plan(
      'Keep asking https://api.example.com/job until the status is done, waiting 5 seconds in between',
    );
    expect(nodeOf(definition, 'wait', 'wait').config).toEqual({ seconds: 5 });
    expect(definition.nodes.map(({ id }) => id)).toEqual(['repeat']);
  });
});

describe('a list of addresses', () => {
  it.each(['For each URL in the list, fetch it and summarise it', 'Read each link and summarise it'])(
    'is read address by address, and none is made up: %s',
    (prompt) => {
      const definition = plan(prompt);
      const [map] = definition.nodes;
      if (map?.type !== 'map') throw new Error('no map');
      expect(shapeOf(map.config.body)).toEqual(['fetch', 'summarise <- fetch']);
      expect(nodeOf(definition, 'fetch', 'http_request').config.url).toBe('{{ item }}');
      expect(Object.values(definition.inputs?.properties ?? {})).toEqual([
        expect.objectContaining({ default: [] }),
      ]);
      expect(warningsOf(prompt)).toContain('is an empty list');
    },
  );
});

it.each([
  ['Look at each order, and if the total is above 100 euros, list discounts, else do nothing', 'each_order'],
  ['Loop over the list of products and write a description for each', 'each_product'],
])('does for each what is said after it: %s', (prompt, id) => {
  const { body } = nodeOf(plan(prompt), id, 'map').config;
  expect(body.nodes.length).toBeGreaterThan(0);
  expect(plan(prompt).nodes.map((node) => node.id)).toEqual([id]);
});

it('reads another address where the first one fails', () => {
  expect(
    shapeOf(plan('Try calling https://a.example.com/v1; if that fails use https://b.example.com/v1 instead')),
  ).toEqual(['fetch', 'fetch_2 <- fetch!error']);
});

it('takes what is asked of whoever runs it for an input', () => {
  const definition = plan('Ask me for a topic and then write a poem about it');
  expect(Object.keys(definition.inputs?.properties ?? {})).toEqual(['topic']);
  expect(definition.nodes.map(({ type }) => type)).toEqual(['agent']);
});

it('picks from what was listed before', () => {
  expect(
    shapeOf(plan('Take a topic, brainstorm ten ideas, pick the best three, and write a report')),
  ).toEqual(['list_ideas', 'find <- list_ideas', 'report <- find']);
});

it('does not take whoever does something for what it is done with', () => {
  expect(
    taskOf(plan('Write a post, have an editor review it, then translate it into French'), 'review'),
  ).toBe('Review the text above.');
});

it.each([
  '🎉🎉🎉 party!!',
  'Fasse den Bericht zusammen',
  'make my day',
  'Send it but never send it',
  'x'.repeat(20_000),
])('makes something sound of anything: %.40s', (prompt) => {
  expect(plan(prompt).nodes.length).toBeGreaterThan(0);
});
