import { type CommonConfig, PORT_RANGE, readCommonConfig } from './common.config';
import { type Environment, EnvironmentReader } from './environment.reader';
import { frozen } from './frozen';

/** How a prompt becomes a workflow; `auto`: by the model where one is configured, else by the outline planner. */
export type PlannerChoice = 'auto' | 'llm' | 'outline';

/** What the AI gateway is told. */
export interface GatewayConfig extends CommonConfig {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Base URL of the workflow engine, without a trailing slash. */
  readonly engineUrl: string;
  /** Milliseconds that one call to the engine may take. */
  readonly engineTimeoutMs: number;
  readonly executionEnabled: boolean;
  readonly planner: PlannerChoice;
}

/**
 * Reads the AI gateway's configuration.
 * @throws ConfigError that names every variable with an unusable value
 */
export function loadGatewayConfig(env: Environment = process.env): GatewayConfig {
  const reader = new EnvironmentReader(env);
  const config: GatewayConfig = {
    ...readCommonConfig(reader),
    host: reader.text('AI_SERVICE_HOST', '0.0.0.0'),
    port: reader.number('AI_SERVICE_PORT', 8001, PORT_RANGE),
    engineUrl: reader.baseUrl('WORKFLOW_SERVICE_URL') ?? 'http://localhost:8002',
    engineTimeoutMs:
      reader.number('WORKFLOW_SERVICE_TIMEOUT', 30, { min: 0.1, max: 600, fractions: true }) * 1000,
    executionEnabled: reader.flag('ENABLE_WORKFLOW_EXECUTION', true),
    planner: reader.choice<PlannerChoice>('PLANNER', 'auto', ['auto', 'llm', 'outline']),
  };
  if (config.planner === 'llm' && config.model.name === undefined) {
    reader.problem('LLM_MODEL must be set when PLANNER is llm');
  }
  reader.assertSound();
  return frozen(config);
}
