export type { Plan } from './plan';
export { PlannerModule } from './planner.module';
export { PlannerService } from './planner.service';
