export { CrewActivities } from './crew.activities';
export { CrewsModule } from './crews.module';
export { MODELS } from './models.provider';
