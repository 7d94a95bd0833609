export { ActivitiesModule } from './activities.module';
export { ActivityRegistry } from './activity.registry';
