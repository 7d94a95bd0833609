export { runNode } from './run-node';
