import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DryRun, DryRunRequest, ErrorBody } from '@aiwf/contracts';
import type { JsonObject } from '@aiwf/definition';
import { DryRunStarter } from '../../apps/workflow-engine/src/executions/dry-run/dry-run.starter';
import { startEngine, type Answer, type EngineUnderTest, type Graph } from './engine';
import { serve, type LocalServer } from './local-server';
import { scriptedModel, type ScriptedModel } from './model';

/** In an answer that is none. */
type Refused = Partial<Pick<ErrorBody, 'detail' | 'code' | 'errors'>>;

/** An engine beside which there are a model, an HTTP server and an MCP server, none of which dry runs may ask. */
export class DryRuns {
  private constructor(
    readonly engine: EngineUnderTest,
    readonly outside: LocalServer,
    readonly mcp: LocalServer,
    private readonly model: ScriptedModel,
    private readonly folder: string,
  ) {}

  static async start(): Promise<DryRuns> {
    const folder = await mkdtemp(join(tmpdir(), 'dry-run-'));
    const model = await scriptedModel([]);
    const outside = await serve((_, response) => response.end('{}'));
    const mcp = await serve((_, response) => response.end('{}'));
    const secrets = { hook_key: { value: 'very-secret-value', hosts: ['127.0.0.1'] } };
    await writeFile(join(folder, 'secrets.json'), JSON.stringify(secrets));
    await writeFile(
      join(folder, 'mcp.json'),
      JSON.stringify({ mcpServers: { files: { url: `${mcp.url}/mcp` } } }),
    );
    const engine = await startEngine({
      ...model.env,
      SECRETS_FILE: join(folder, 'secrets.json'),
      MCP_CONFIG: join(folder, 'mcp.json'),
      EGRESS_ALLOWED_HOSTS: outside.host,
    });
    return new DryRuns(engine, outside, mcp, model, folder);
  }

  readonly run = (graph: Graph, more: object = {}): Promise<Answer<DryRun & Refused>> =>
    this.engine.post('/workflow/dry-run', {
      user_id: 'tester',
      workflow_data: { name: 'dry', ...graph },
      ...more,
    });

  /** What a dry run that is taken tells. */
  readonly told = async (graph: Graph, more: object = {}): Promise<DryRun> => {
    const { status, body } = await this.run(graph, more);
    expect({ status, detail: body.detail }).toEqual({ status: 200, detail: undefined });
    return body;
  };

  /** Begins a dry run that nobody waits for. */
  readonly begun = async (graph: Graph, mocks: DryRunRequest['mocks'] = {}): Promise<string> => {
    const starter = this.engine.service(DryRunStarter);
    const workflow_data = { name: 'begun', ...graph } as JsonObject;
    const row = await starter.store({ user_id: 'tester', workflow_data, mocks }, 120_000);
    await starter.start(row);
    return row.id;
  };

  assertNobodyWasAsked(): void {
    expect(this.model.server.requests).toEqual([]);
    expect(this.outside.requests).toEqual([]);
    expect(this.mcp.requests).toEqual([]);
  }

  async close(): Promise<void> {
    await this.engine.close();
    await Promise.all([this.model.server.close(), this.outside.close(), this.mcp.close()]);
    await rm(this.folder, { recursive: true, force: true });
  }
}
