/** The worker of the lower bound, a process of its own, with the options of the engine's. */
import { ChatOpenAI } from '@langchain/openai';
import { HumanMessage, SystemMessage } from '@langchain/core/messages';
import { heartbeat } from '@temporalio/activity';
import { DefaultLogger, NativeConnection, Runtime, Worker, bundleWorkflowCode } from '@temporalio/worker';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const { MODEL_URL, PORT, TASK_QUEUE, TEMPORAL_ADDRESS } = process.env;

const model = new ChatOpenAI({
  model: 'bench',
  apiKey: 'bench',
  maxRetries: 0,
  configuration: { baseURL: MODEL_URL },
});

/** Half of the timeout, as the engine does. */
const HEARTBEAT_MS = 15_000;

const activities = {
  async callModel(texts) {
    const beats = setInterval(heartbeat, HEARTBEAT_MS);
    const messages = [
      new SystemMessage('You are a helpful assistant.'),
      ...texts.map((text) => new HumanMessage(text)),
    ];
    try {
      return (await model.invoke(messages)).text;
    } finally {
      clearInterval(beats);
    }
  },
  callTool: () => Promise.resolve('42'),
};

Runtime.install({ logger: new DefaultLogger('ERROR') });
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address: TEMPORAL_ADDRESS }),
  taskQueue: TASK_QUEUE,
  workflowBundle: await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('workflows.mjs', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  }),
  activities,
  maxConcurrentWorkflowTaskExecutions: 200,
  maxConcurrentLocalActivityExecutions: 200,
  stickyQueueScheduleToStartTimeout: '3 seconds',
  shutdownGraceTime: '5 seconds',
});
createServer((_, response) => response.end('{}')).listen(Number(PORT), '127.0.0.1');
await worker.run();
process.exit(0);
