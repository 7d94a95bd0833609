export type { Plan, PlanContext, PlanObserver, PlanRequest, PlanningUsage, Question } from './plan';
export { PlannerModule } from './planner.module';
export { PlannerService } from './planner.service';
