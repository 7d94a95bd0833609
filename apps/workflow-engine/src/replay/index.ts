export { type Difference, firstDifference } from './compare-records';
