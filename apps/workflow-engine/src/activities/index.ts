export { ActivitiesModule } from './activities.module';
export { ActivityRegistry } from './activity.registry';
export { ProgressSink } from './progress.sink';
