import type { WorkflowDefinition } from '@aiwf/definition';

/** A request and a workflow that does what it asks. */
export interface Example {
  readonly request: string;
  readonly workflow: WorkflowDefinition;
}

const BRANCHES_THAT_MEET: Example = {
  request:
    'Check whether a support ticket is urgent. If it is, write an apology, otherwise a short reply. Then summarise what was answered.',
  workflow: {
    name: 'Ticket Reply',
    inputs: {
      type: 'object',
      properties: {
        ticket: {
          type: 'string',
          description: 'The ticket',
          default: 'Sample ticket: nobody can log in.',
        },
      },
    },
    nodes: [
      {
        id: 'check',
        type: 'agent',
        name: 'Check the urgency',
        config: { role: 'Support lead', prompt: 'Is this ticket urgent?\n{{ inputs.ticket }}' },
        output_schema: {
          type: 'object',
          properties: { urgent: { type: 'boolean' } },
          required: ['urgent'],
        },
      },
      {
        id: 'is_urgent',
        type: 'condition',
        name: 'Urgent?',
        config: { branches: [{ name: 'urgent', when: 'nodes.check.output.urgent' }], default: 'normal' },
      },
      {
        id: 'apology',
        type: 'agent',
        name: 'Write an apology',
        config: { prompt: 'Write an apology that answers this ticket:\n{{ inputs.ticket }}' },
      },
      {
        id: 'short_reply',
        type: 'agent',
        name: 'Write a short reply',
        config: { prompt: 'Write a short reply to this ticket:\n{{ inputs.ticket }}' },
      },
      {
        id: 'reply',
        type: 'transform',
        name: 'The reply',
        config: {
          expression:
            'nodes.is_urgent.output.branch == "urgent" ? nodes.apology.output.text : nodes.short_reply.output.text',
        },
      },
      {
        id: 'summary',
        type: 'agent',
        name: 'Summarise the answer',
        config: { prompt: 'Summarise in one sentence what was answered:\n{{ nodes.reply.output }}' },
      },
    ],
    edges: [
      { source: 'check', target: 'is_urgent' },
      { source: 'is_urgent', target: 'apology', branch: 'urgent' },
      { source: 'is_urgent', target: 'short_reply', branch: 'normal' },
      { source: 'apology', target: 'reply' },
      { source: 'short_reply', target: 'reply' },
      { source: 'reply', target: 'summary' },
    ],
    output: { reply: '{{ nodes.reply.output }}', summary: '{{ nodes.summary.output.text }}' },
  },
};

const EACH_OF_A_LIST: Example = {
  request: 'For each product page extract the price, then compare the prices.',
  workflow: {
    name: 'Price Comparison',
    inputs: {
      type: 'object',
      properties: {
        pages: {
          type: 'array',
          items: { type: 'string' },
          description: 'URLs of the product pages',
          default: [],
        },
      },
    },
    nodes: [
      {
        id: 'prices',
        type: 'map',
        name: 'Extract the prices',
        config: {
          items: 'inputs.pages',
          body: {
            nodes: [
              { id: 'page', type: 'http_request', config: { url: '{{ item }}' } },
              {
                id: 'price',
                type: 'agent',
                config: { prompt: 'Extract product and price:\n{{ nodes.page.output.body }}' },
                output_schema: {
                  type: 'object',
                  properties: { product: { type: 'string' }, price: { type: 'number' } },
                  required: ['product', 'price'],
                },
              },
            ],
            edges: [{ source: 'page', target: 'price' }],
            output: '{{ nodes.price.output }}',
          },
          on_item_error: 'skip',
        },
      },
      {
        id: 'comparison',
        type: 'agent',
        name: 'Compare the prices',
        config: { prompt: 'Compare these prices:\n{{ nodes.prices.output.items }}' },
      },
    ],
    edges: [{ source: 'prices', target: 'comparison' }],
    output: { prices: '{{ nodes.prices.output.items }}', comparison: '{{ nodes.comparison.output.text }}' },
  },
};

const APPROVAL_BEFORE_SENDING: Example = {
  request: 'Draft release notes from the changelog and post them to https://hooks.example.com/releases',
  workflow: {
    name: 'Release Notes',
    inputs: {
      type: 'object',
      properties: {
        changelog: {
          type: 'string',
          description: 'The changelog',
          default: 'Sample changelog: faster start.',
        },
      },
    },
    nodes: [
      {
        id: 'draft',
        type: 'agent',
        name: 'Draft release notes',
        config: { prompt: 'Draft release notes from this changelog:\n{{ inputs.changelog }}' },
      },
      {
        id: 'approve',
        type: 'approval',
        name: 'May they be posted?',
        config: {
          message: 'Post these release notes to hooks.example.com?',
          data: '{{ nodes.draft.output.text }}',
        },
      },
      {
        id: 'post',
        type: 'http_request',
        name: 'Post the notes',
        config: {
          method: 'POST',
          url: 'https://hooks.example.com/releases',
          body: { text: '{{ nodes.approve.output.data }}' },
        },
      },
      {
        id: 'outcome',
        type: 'transform',
        name: 'Outcome',
        config: {
          expression:
            'nodes.approve.output.branch == "approved" ? "posted: status " + string(nodes.post.output.status) : "not posted"',
        },
      },
    ],
    edges: [
      { source: 'draft', target: 'approve' },
      { source: 'approve', target: 'post', branch: 'approved' },
      { source: 'approve', target: 'outcome', branch: 'rejected' },
      { source: 'post', target: 'outcome' },
    ],
    output: { release_notes: '{{ nodes.draft.output.text }}', outcome: '{{ nodes.outcome.output }}' },
  },
};

/** Graphs to learn from: branches that meet again, work on each entry of a list, an approval before what can't be undone. */
export const EXAMPLES: readonly Example[] = [BRANCHES_THAT_MEET, EACH_OF_A_LIST, APPROVAL_BEFORE_SENDING];
