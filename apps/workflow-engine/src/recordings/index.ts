export { type Course, isLost } from './course';
export { isEndedFromOutside } from './recorded-order';
export { Recordings } from './recordings';
export { RecordingsModule } from './recordings.module';
