import { reply, type ModelRequest } from '@aiwf/testing';
import { startEngine, type EngineUnderTest } from '../harness/engine';
import { scriptedModel, type ScriptedModel } from '../harness/model';

/** Real: engine, Temporal, PGlite, HTTP. Scripted: the model, which answers with its prompt's first line. */
describe('the interpreter', () => {
  let model: ScriptedModel;
  let engine: EngineUnderTest;

  const firstLine = (request: ModelRequest) => request.messages.at(-1)?.text.split('\n')[0] ?? '';

  beforeAll(async () => {
    model = await scriptedModel((request) => reply(`answer to ${firstLine(request)}`));
    engine = await startEngine(model.env);
  });

  afterAll(async () => {
    await engine.close();
    await model.server.close();
  });

  it('completes an empty graph', async () => {
    const view = await engine.run({ name: 'Test', nodes: [] });
    expect(view).toMatchObject({ status: 'completed', phase: 'finished', output_data: { result: null } });
  });

  it('passes data from node to node and renders the output', async () => {
    const view = await engine.run(
      {
        name: 'chain',
        inputs: { type: 'object', properties: { topic: { type: 'string', default: 'tea' } } },
        nodes: [
          { id: 'write', type: 'agent', config: { prompt: 'Write about {{ inputs.topic }}' } },
          { id: 'measure', type: 'transform', config: { expression: 'nodes.write.output.text.size()' } },
        ],
        edges: [{ source: 'write', target: 'measure' }],
        output: { text: '{{ nodes.write.output.text }}', length: '{{ nodes.measure.output }}' },
      },
      { topic: 'coffee' },
    );
    expect(view).toMatchObject({
      status: 'completed',
      output_data: { text: 'answer to Write about coffee', length: 'answer to Write about coffee'.length },
      usage: { llm_calls: 1, input_tokens: 10, output_tokens: 5 },
      nodes: [
        { id: 'write', status: 'completed' },
        { id: 'measure', status: 'completed' },
      ],
    });
  });
});
