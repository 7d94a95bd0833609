export { LlmPlanner } from './llm-planner';
