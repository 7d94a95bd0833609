export { workflows } from './schema';
