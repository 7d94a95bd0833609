/**
 * The door for checking data against schemas that users write. Apart from the lib's own, since its regular expressions
 * are too much for the bundle of workflow code: it is for activities and services.
 */
export { checkSchema, type DataFault } from './check-schema';
export { sampleOf } from './sample';
